"""Mend a text with the replacements that are safe."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from khobar_moderation.finding import Decision, Finding, Safety, Span

__all__ = ["correct"]


def correct(text: str, findings: Iterable[Finding]) -> str:
    """Return `text` with every safe replacement applied.

    Where several overlap, the longest is applied, the first of those as long. What the policy allows as it stands
    is left alone.
    """
    pieces, done = [], 0
    for span, replacement in _without_overlap(_safe(findings)):
        pieces += [text[done : span.start], replacement]
        done = span.end
    return "".join([*pieces, text[done:]])


def _safe(findings: Iterable[Finding]) -> list[tuple[Span, str]]:
    return [
        (finding.span, finding.replacement)
        for finding in findings
        if finding.span and finding.replacement is not None
        if finding.safety is Safety.SAFE and finding.decision is not Decision.ALLOW
    ]


def _without_overlap(edits: list[tuple[Span, str]]) -> list[tuple[Span, str]]:
    kept: list[tuple[Span, str]] = []
    for edit in sorted(edits, key=lambda edit: (edit[0].start - edit[0].end, edit)):
        place = bisect_left(kept, edit)
        before = kept[place - 1][0].end if place else 0
        after = kept[place][0].start if place < len(kept) else edit[0].end
        if before <= edit[0].start and edit[0].end <= after:
            kept.insert(place, edit)
    return kept
