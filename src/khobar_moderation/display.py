"""A verdict as a notebook shows it: right to left, with what was found marked in the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from khobar_moderation.explanation import headline, name_of
from khobar_moderation.wording import Language, term

if TYPE_CHECKING:
    from khobar_moderation.finding import Finding
    from khobar_moderation.verdict import Verdict

__all__ = ["html"]

_COLOURS = {"allow": "#1a7f37", "review": "#9a6700", "block": "#cf222e"}
_MARKS = {
    "personal": "#fde2e2",
    "source": "#dbeafe",
    "language": "#fef3c7",
    "soundness": "#fbcfe8",
    "exposure": "#fecaca",
    "channel": "#e5e7eb",
    "evasion": "#ddd6fe",
}


def html(verdict: Verdict, lang: Language = "ar") -> str:
    """Return static HTML, right to left: a banner with the decision, the text with its spans marked, the findings."""
    return (
        f'<div dir="{"rtl" if lang == "ar" else "ltr"}" lang="{lang}" style="max-width:45em">'
        f'<p style="color:#fff;background:{_COLOURS[verdict.decision]};padding:.3em .6em;margin:0">'
        f"<strong>{escape(headline(verdict, lang))}</strong></p>"
        f'<p dir="auto" style="white-space:pre-wrap;line-height:1.8">{"".join(_pieces(verdict, lang))}</p>'
        f"<ul style='padding-inline-start:1.2em;line-height:1.8'>{''.join(_items(verdict, lang))}</ul>"
        f"{html(verdict.repost, lang) if verdict.repost else ''}</div>"
    )


def _pieces(verdict: Verdict, lang: Language) -> Iterator[str]:
    """Yield the text, cut wherever a span begins or ends, so that overlapping spans nest in no wrong way."""
    opens, closes = defaultdict(list), defaultdict(list)
    for finding in verdict.findings:
        if finding.span:
            opens[finding.span.start].append(finding)
            closes[finding.span.end].append(finding)
    over: list[Finding] = []
    for start, end in pairwise(sorted({0, len(verdict.text), *opens, *closes})):
        over = [finding for finding in over if finding not in closes[start]] + opens[start]
        yield _marked(escape(verdict.text[start:end]), over, lang)


def _marked(piece: str, over: list[Finding], lang: Language) -> str:
    if not over:
        return piece
    title = escape("\n".join(f"{name_of(finding, lang)}: {getattr(finding.message, lang)}" for finding in over))
    gravest = max(over, key=lambda finding: finding.decision.severity if finding.decision else 0)
    return f'<mark style="background:{_MARKS.get(gravest.check, "#eee")}" title="{title}">{piece}</mark>'


def _items(verdict: Verdict, lang: Language) -> Iterator[str]:
    for item in verdict.findings:
        mark = term("marks", item.decision or "review", lang)
        message = escape(getattr(item.message, lang))
        mend = f" ← <bdi>{escape(item.replacement)}</bdi>" if item.replacement is not None else ""
        yield f"<li><strong>{mark}</strong> {name_of(item, lang)}: {message} <bdi>{item.clause}</bdi>{mend}</li>"
    for failure in verdict.failures:
        yield f"<li>{term('checks', failure.check, lang)}: {escape(getattr(failure.message, lang))}</li>"
