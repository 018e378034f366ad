"""Figures from counts, with 95 % intervals.

The interval is a percentile bootstrap over posts: 200 times as many posts as there are, drawn with replacement; it runs
from the 5th to the 195th of the values in order. It belongs to the accuracy, the rate or F1, never to F0.5. The draws
are those of `random.Random(0).choices`, made by numpy in a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from khobar_moderation.evaluation.measures import MEASURES, Kind, Measure, Tally

__all__ = ["Figure", "draws", "figure", "figures"]

RESAMPLES = 200
_LOW, _HIGH = 4, 194
_AT_ONCE = 1_000_000
"""Posts drawn at once, which bounds the memory that they take."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure of some posts.

    Attributes:
        name: of the measure, such as "decision.leak".
        kind: what `value` is.
        value: accuracy, rate or F1, 0 to 1.
        low: lower end of the 95 % interval of `value`.
        high: upper end.
        n: how many there are in the gold.
        precision: of what was found, how much is right; None for an accuracy or a rate.
        recall: of what there is, how much was found; None likewise.
        half: F0.5, where the measure asks for it.
    """

    name: str
    kind: Kind
    value: float
    low: float
    high: float
    n: int
    precision: float | None = None
    recall: float | None = None
    half: float | None = None

    def to_dict(self) -> dict[str, float]:
        """Return a JSON-ready object; the value under the name of its kind."""
        named = {"precision": self.precision, "recall": self.recall, str(self.kind): self.value, "n": self.n}
        named |= {"f0.5": self.half, "low": self.low, "high": self.high}
        return {name: value for name, value in named.items() if value is not None}


def figures(posts: Sequence[Mapping[str, Tally]]) -> dict[str, Figure]:
    """Return the figure of each measure, by name, from the counts of each post."""
    drawn = draws()
    return {measure.name: figure(measure, [post[measure.name] for post in posts], drawn) for measure in MEASURES}


def draws(seed: int = 0) -> np.random.RandomState:
    """Return what draws for the bootstrap: the numbers that `random.Random(seed)` gives for a seed below 2**32."""
    return np.random.RandomState([seed])


def figure(measure: Measure, tallies: Sequence[Tally], drawn: np.random.RandomState) -> Figure:
    """Return the figure of one measure, with the posts of the bootstrap from `drawn`; there is at least one post."""
    total = Tally(*(sum(counts) for counts in zip(*tallies, strict=True)))
    low, high = _interval(measure, tallies, drawn)
    spans = measure.kind is Kind.F1
    return Figure(
        name=measure.name,
        kind=measure.kind,
        value=_value(measure, total),
        low=low,
        high=high,
        n=total.gold,
        precision=_precision(total) if spans else None,
        recall=_recall(total) if spans else None,
        half=_f(total, 0.5) if measure.half else None,
    )


def _interval(measure: Measure, tallies: Sequence[Tally], drawn: np.random.RandomState) -> tuple[float, float]:
    values = sorted(_value(measure, total) for total in _resampled(np.array(tallies, dtype=np.int64), drawn))
    return values[_LOW], values[_HIGH]


def _resampled(counts: np.ndarray, drawn: np.random.RandomState) -> Iterator[Tally]:
    """Yield the sums of as many posts as there are, drawn with replacement, again and again."""
    posts = len(counts)
    step = max(1, _AT_ONCE // posts)
    for done in range(0, RESAMPLES, step):
        times = min(step, RESAMPLES - done)
        places = (drawn.random_sample((times, posts)) * posts).astype(np.int64)
        yield from (Tally(*sums) for sums in counts[places].sum(axis=1).tolist())


def _value(measure: Measure, total: Tally) -> float:
    if measure.kind is Kind.F1:
        return _f(total, 1.0)
    return total.hits / total.gold if total.gold else 0.0


def _precision(total: Tally) -> float:
    return total.hits / total.found if total.found else float(not total.gold)


def _recall(total: Tally) -> float:
    return total.hits / total.gold if total.gold else 1.0


def _f(total: Tally, beta: float) -> float:
    """Return F of `beta`: 1 when there is nothing to find and nothing was found."""
    weight = beta * beta
    if not (total.gold or total.found):
        return 1.0
    return (1 + weight) * total.hits / (weight * total.gold + total.found)
