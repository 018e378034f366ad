"""Hide from a text what exposes somebody."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from khobar_moderation.finding import CheckFailure, Finding, Span
from khobar_moderation.taxonomy import ATTRIBUTES
from khobar_moderation.text import AlignedText, Unit, clauses, normalise, sentences

__all__ = ["redact"]

_HIDDEN = frozenset({"exposure", "evasion"})  # what is disguised is hidden as well: nobody knows what it says
_SIGNS = frozenset("+@_#")
_JOINERS = frozenset(".-/:")


def redact(text: str, findings: Iterable[Finding], failures: Iterable[CheckFailure], placeholder: str) -> str:
    """Return `text` with `placeholder` for all that `findings` say exposes somebody.

    Whole words are hidden; of a fact about somebody (health, marks …) the clause, and of an address, whose parts stand
    between commas, the sentence. When the exposure check failed, nothing is known to be harmless, and the placeholder
    is all that is returned.

    Args:
        text: the text as posted.
        findings: with spans into `text`; those of other checks than exposure and evasion are left alone.
        failures: checks that did not judge the text.
        placeholder: what to write instead.
    """
    hidden = [finding for finding in findings if finding.check in _HIDDEN]
    blind = any(failure.check == "exposure" for failure in failures)
    if blind or any(finding.span is None for finding in hidden):
        return placeholder
    spans = [finding.span for finding in hidden if finding.span]
    facts = [finding.span for finding in hidden if finding.span and finding.type in ATTRIBUTES]
    homes = [finding.span for finding in hidden if finding.span and finding.type == "address"]
    if facts or homes:
        normal = normalise(text)
        whole = sentences(normal.text)
        spans += _widen(normal, [clause for sentence in whole for clause in clauses(normal.text, sentence)], facts)
        spans += _widen(normal, whole, homes)
    return _replace(text, _merge(text, [_widen_to_words(text, span) for span in spans]), placeholder)


def _widen(normal: AlignedText, units: Sequence[Unit], spans: Iterable[Span]) -> Iterator[Span]:
    """Yield for each span all units that it touches."""
    starts, ends = [unit.start for unit in units], [unit.end for unit in units]
    for span in spans:
        start, end = bisect_left(normal.starts, span.start), bisect_left(normal.starts, span.end)
        touched = units[bisect_right(ends, start) : bisect_left(starts, end)]
        if touched:
            yield Span(*normal.to_source(touched[0].start, touched[-1].end))


def _widen_to_words(text: str, span: Span) -> Span:
    start, end = span
    while start and _belongs(text, start - 1):
        start -= 1
    while end < len(text) and _belongs(text, end):
        end += 1
    return Span(start, end)


def _belongs(text: str, offset: int) -> bool:
    """Tell whether a character is part of the word or number around it."""
    character = text[offset]
    if character in _JOINERS:
        return _is_code(text[offset - 1 : offset]) and _is_code(text[offset + 1 : offset + 2])
    return character.isalnum() or character in _SIGNS or unicodedata.category(character) in {"Mn", "Me", "Cf", "Lm"}


def _is_code(character: str) -> bool:
    """Tell whether a character is one of those that numbers, addresses and links are made of."""
    return character.isdecimal() or (character.isascii() and character.isalpha())


def _merge(text: str, spans: Iterable[Span]) -> list[Span]:
    """Join spans that overlap or have nothing but blanks between them."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and not text[merged[-1].end : span.start].strip(" "):
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _replace(text: str, spans: Iterable[Span], replacement: str) -> str:
    pieces, done = [], 0
    for span in spans:
        pieces += [text[done : span.start], replacement]
        done = span.end
    return "".join([*pieces, text[done:]])
