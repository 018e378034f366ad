"""Tell a reviewer in plain text what was decided and why."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from khobar_moderation.wording import Language, term

if TYPE_CHECKING:
    from khobar_moderation.finding import Finding
    from khobar_moderation.verdict import Verdict

__all__ = ["explain", "headline", "isolate", "name_of", "shorten", "visible"]

EXCERPT = 80
"""Longest excerpt shown, in characters; a longer one loses its middle."""

_NOTED = ("channel.private_account", "channel.emergency_notice")
_ISOLATE, _RELEASE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def explain(verdict: Verdict, lang: Language = "ar") -> str:
    """Return the decision, the labels, each finding with its excerpt, and what could not be judged.

    Text of the post stands between directional isolates and without control characters, so that it can neither
    turn the lines around it nor drive a terminal.
    """
    return "\n".join(_lines(verdict, lang))


def headline(verdict: Verdict, lang: Language) -> str:
    """Return the one line that says what happens to the post, and on which ground when the channel gave it."""
    seen = [f"{item.check}.{item.type}" for item in verdict.evidence]
    notes = "".join(f" ({term('notes', name, lang)})" for name in _NOTED if name in seen)
    return f"{term('headings', 'decision', lang)}: {term('decisions', verdict.decision, lang)}{notes}"


def name_of(finding: Finding, lang: Language) -> str:
    """Return the name of a finding's check and type."""
    return f"{term('checks', finding.check, lang)} · {term('types', finding.id, lang)}"


def visible(text: str) -> str:
    """Return `text` on one line, without control characters and directional marks.

    >>> visible("one" + chr(10) + "two" + chr(27) + "[31m")
    'one two[31m'
    """
    return "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in {"Cc", "Cf", "Cs"})


def isolate(text: str) -> str:
    """Return an excerpt between directional isolates, shortened in the middle when it is long."""
    return f"{_ISOLATE}{shorten(text)}{_RELEASE}"


def shorten(text: str) -> str:
    """Return an excerpt on one line, without its middle when it is long."""
    shown = visible(text)
    if len(shown) > EXCERPT:
        shown = f"{shown[: EXCERPT // 2]} … {shown[-EXCERPT // 2 :]}"
    return shown


def _lines(verdict: Verdict, lang: Language) -> Iterator[str]:
    yield headline(verdict, lang)
    if verdict.labels:
        labels = (
            f"{term('checks', check, lang)}: {term('labels', f'{check}.{value}', lang)}"
            for check, value in verdict.labels.items()
        )
        yield f"{term('headings', 'labels', lang)}: {' · '.join(labels)}"
    yield from _finding_lines(verdict, lang)
    yield from _failure_lines(verdict, lang)
    if verdict.repost:
        yield f"{term('headings', 'repost', lang)}:"
        yield from (f"  {line}" for line in _lines(verdict.repost, lang))


def _finding_lines(verdict: Verdict, lang: Language) -> Iterator[str]:
    yield f"{term('headings', 'findings', lang)}:" if verdict.findings else term("headings", "nothing", lang)
    for number, finding in enumerate(verdict.findings, 1):
        mark = term("marks", finding.decision or "review", lang)
        yield f"{number}. [{mark}] {name_of(finding, lang)}: {_excerpt(verdict.text, finding, lang)}"
        clause = f" ({term('headings', 'clause', lang)} {finding.clause})" if finding.clause else ""
        yield f"   {getattr(finding.message, lang)}{clause}"
        if finding.replacement is not None:
            yield f"   {term('headings', 'replacement', lang)}: {isolate(finding.replacement)}"


def _failure_lines(verdict: Verdict, lang: Language) -> Iterator[str]:
    if verdict.failures:
        yield f"{term('headings', 'failures', lang)}:"
    for failure in verdict.failures:
        yield f"- {term('checks', failure.check, lang)}: {getattr(failure.message, lang)}"


def _excerpt(text: str, finding: Finding, lang: Language) -> str:
    if finding.span is None:
        return term("headings", "whole_post", lang)
    return isolate(text[slice(*finding.span)])
