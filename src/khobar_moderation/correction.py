"""Mend a text with the replacements that are safe."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from khobar_moderation.finding import Decision, Finding, Safety, Span

if TYPE_CHECKING:
    from khobar_moderation.verdict import Verdict

__all__ = ["Mended", "Mender", "correct"]

_ROUNDS = 5
"""What is mended may show an error that was hidden behind it, hardly ever twice."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A mended text, as it goes to another process, where there may be nobody to judge it."""

    text: str

    def __call__(self) -> str:
        """Return it."""
        return self.text


@dataclass(frozen=True, slots=True)
class Mender:
    """Mends a text until nothing safe is left, so that mending it again changes nothing.

    A mended text is judged anew; should its verdict be worse, the text stays as it was.

    Attributes:
        check: judges the post with another text.
        text: of the post.
        decision: on the post.
        findings: in the text.
    """

    check: Callable[[str], Verdict]
    text: str
    decision: Decision
    findings: tuple[Finding, ...]

    def __call__(self) -> str:
        """Return the text, mended."""
        text, findings = self.text, self.findings
        for _ in range(_ROUNDS):
            mended = correct(text, findings)
            if mended == text:
                return text
            after = self.check(mended)
            if after.decision.severity > self.decision.severity:
                return text
            text, findings = mended, after.findings
        return self.text  # it turns in a circle

    def __reduce__(self) -> tuple[type[Mended], tuple[str]]:
        return Mended, (self(),)


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
