"""Whether the scores of findings mean what they say: of those scored 0.9, nine in ten should be right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

__all__ = ["BINS", "Bin", "Calibration", "calibrate"]

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The findings whose score lies in [low, high), or up to 1 in the last bin.

    Attributes:
        low: lower end.
        high: upper end.
        count: how many findings.
        score: their mean score.
        right: the share of them that is right.
    """

    low: float
    high: float
    count: int
    score: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Scores against what came true.

    Attributes:
        bins: those that hold a finding, from low to high.
        count: how many findings.
        error: expected calibration error: the mean distance between score and share right, weighed by count.
        brier: mean squared distance of a score from 1 (right) or 0 (wrong).
    """

    bins: tuple[Bin, ...]
    count: int
    error: float
    brier: float

    def to_dict(self) -> dict[str, object]:
        """Return a JSON-ready object."""
        bins = [{name: getattr(each, name) for name in Bin.__slots__} for each in self.bins]
        return {"count": self.count, "error": self.error, "brier": self.brier, "bins": bins}


def calibrate(scored: Iterable[tuple[float, bool]]) -> Calibration:
    """Return how well scores (0 to 1) tell the share of those that are right."""
    pairs = sorted(scored)
    count = len(pairs)
    numbered = [(min(int(score * BINS), BINS - 1), score, right) for score, right in pairs]
    bins = tuple(_bin(number, list(group)) for number, group in groupby(numbered, itemgetter(0)))
    error = sum(each.count * abs(each.score - each.right) for each in bins) / max(count, 1)
    brier = sum((score - right) ** 2 for score, right in pairs) / max(count, 1)
    return Calibration(bins, count, error, brier)


def _bin(number: int, members: list[tuple[int, float, bool]]) -> Bin:
    count = len(members)
    score = sum(score for _, score, _ in members) / count
    right = sum(right for _, _, right in members) / count
    return Bin(number / BINS, (number + 1) / BINS, count, score, right)
