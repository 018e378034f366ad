"""A verdict as HTML: a banner with the decision, the text with what was found marked, and the reasons beside it.

Everything can be read without colour and without the style sheet (some sites strip it): each marked place carries the
numbers of its findings in the list below, and each finding says its decision and quotes its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from khobar_moderation.explanation import headline, name_of, shorten
from khobar_moderation.wording import Language, term

if TYPE_CHECKING:
    from khobar_moderation.finding import CheckFailure, Evidence, Finding
    from khobar_moderation.verdict import Verdict

__all__ = ["STYLE", "html", "style"]

STYLE = Path(__file__).with_name("verdict.css")
_SIGNS = {"allow": "✔", "review": "⏳", "block": "✖"}
_ARROWS = {"ar": "←", "en": "→"}


def html(verdict: Verdict, lang: Language = "ar") -> str:
    """Return static HTML of a verdict, with its style; nothing in it runs."""
    return style() + _body(verdict, lang)


@cache
def style() -> str:
    """Return the style sheet as an element; it touches nothing outside a verdict."""
    return f"<style>{' '.join(STYLE.read_text(encoding='utf-8').split())}</style>"


def _body(verdict: Verdict, lang: Language) -> str:
    direction = "rtl" if lang == "ar" else "ltr"
    return (
        f'<div class="khobar" dir="{direction}" lang="{lang}">'
        f'<p class="banner {verdict.decision}">{_SIGNS[verdict.decision]} {escape(headline(verdict, lang))}</p>'
        f"{_labels(verdict, lang)}"
        f'<p class="post" dir="auto">{"".join(_pieces(verdict, lang))}</p>'
        f"{_list('ol', [_finding(finding, verdict.text, lang) for finding in verdict.findings])}"
        f"{_list('ul', [*_failures(verdict, lang), *_evidence(verdict, lang)])}"
        f"{_repost(verdict, lang)}</div>"
    )


def _labels(verdict: Verdict, lang: Language) -> str:
    labels = (
        f"{term('checks', check, lang)}: {term('labels', f'{check}.{value}', lang)}"
        for check, value in verdict.labels.items()
    )
    return f'<p class="labels">{" · ".join(map(escape, labels))}</p>' if verdict.labels else ""


def _pieces(verdict: Verdict, lang: Language) -> Iterator[str]:
    """Yield the text, cut wherever a span begins or ends; the numbers of findings follow where their spans end."""
    opens, closes = defaultdict(list), defaultdict(list)
    for number, finding in enumerate(verdict.findings, 1):
        if finding.span:
            opens[finding.span.start].append((number, finding))
            closes[finding.span.end].append((number, finding))
    over: dict[int, Finding] = {}
    for start, end in pairwise(sorted({0, len(verdict.text), *opens, *closes})):
        for number, _ in closes[start]:
            over.pop(number, None)
        over |= opens[start]
        yield _marked(escape(verdict.text[start:end]), list(over.values()), lang)
        if ended := [number for number, _ in closes[end]]:
            yield f"<sup><bdi>{'،'.join(map(str, ended)) if lang == 'ar' else ','.join(map(str, ended))}</bdi></sup>"


def _marked(piece: str, over: list[Finding], lang: Language) -> str:
    if not over:
        return piece
    title = escape("\n".join(f"{name_of(finding, lang)}: {getattr(finding.message, lang)}" for finding in over))
    gravest = max(over, key=lambda finding: finding.decision.severity if finding.decision else 0)
    return f'<mark class="{gravest.check}" title="{title}">{piece}</mark>'


def _finding(item: Finding, text: str, lang: Language) -> str:
    decision = item.decision or "review"
    where = f"«<bdi>{escape(shorten(text[slice(*item.span)]))}</bdi>» " if item.span else ""
    what = f"<strong>{term('marks', decision, lang)}</strong> · {escape(name_of(item, lang))}"
    return (
        f'<li class="{decision}">{what}: {where}'
        f"{escape(getattr(item.message, lang))}{_replacement(item, text, lang)} {_about(item, lang)}</li>"
    )


def _replacement(item: Finding, text: str, lang: Language) -> str:
    if item.replacement is None or item.span is None:
        return ""
    old, new = escape(text[slice(*item.span)]), escape(item.replacement)
    return f" <del><bdi>{old}</bdi></del> {_ARROWS[lang]} <ins><bdi>{new}</bdi></ins>"


def _about(item: Finding, lang: Language) -> str:
    clause = f"{term('headings', 'clause', lang)} {item.clause} · " if item.clause else ""
    return f'<span class="about">({clause}<bdi>{item.score:.0%}</bdi> · <bdi>{escape(item.rule)}</bdi>)</span>'


def _failures(verdict: Verdict, lang: Language) -> list[str]:
    return [f"<li>{term('checks', each.check, lang)}: {escape(_message(each, lang))}</li>" for each in verdict.failures]


def _message(failure: CheckFailure, lang: Language) -> str:
    return str(getattr(failure.message, lang))


def _evidence(verdict: Verdict, lang: Language) -> list[str]:
    return [_seen(item, verdict.text, lang) for item in verdict.evidence if item.span]


def _seen(item: Evidence, text: str, lang: Language) -> str:
    assert item.span is not None
    name = term("evidence", f"{item.check}.{item.type}", lang)
    return f'<li class="allow">{escape(name)}: «<bdi>{escape(shorten(text[slice(*item.span)]))}</bdi>»</li>'


def _list(kind: str, items: list[str]) -> str:
    return f"<{kind}>{''.join(items)}</{kind}>" if items else ""


def _repost(verdict: Verdict, lang: Language) -> str:
    if not verdict.repost:
        return ""
    heading = escape(term("headings", "repost", lang))
    return f'<div class="repost"><p class="labels">{heading}</p>{_body(verdict.repost, lang)}</div>'
