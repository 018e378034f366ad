"""What is measured, in the order in which it is told, and what is counted for it in one post."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

__all__ = ["MEASURES", "Kind", "Measure", "Tally"]


class Kind(StrEnum):
    """How a measure is worked out from its counts."""

    ACCURACY = "accuracy"
    """How many are right."""
    RATE = "rate"
    """How many go wrong: the lower, the better."""
    F1 = "f1"
    """Precision and recall."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure; `half` asks for F0.5 too, which weighs precision higher than recall."""

    name: str
    kind: Kind = Kind.F1
    half: bool = False


class Tally(NamedTuple):
    """Counts of one measure: right ones, and how many there are in the gold and among what was found."""

    hits: int
    gold: int
    found: int


MEASURES = (
    Measure("decision.exact", Kind.ACCURACY),
    Measure("decision.stopped"),
    Measure("decision.block"),
    Measure("decision.leak", Kind.RATE),
    Measure("decision.false_stop", Kind.RATE),
    Measure("decision.false_block", Kind.RATE),
    Measure("personal.any"),
    Measure("personal.exact", Kind.ACCURACY),
    Measure("source.exact", Kind.ACCURACY),
    Measure("source.weak"),
    Measure("source.blocked"),
    Measure("source.named_span"),
    Measure("soundness.offensive"),
    Measure("soundness.unsuitable"),
    Measure("soundness.unscientific"),
    Measure("soundness.any"),
    Measure("exposure.person_any_role"),
    Measure("exposure.private_person"),
    Measure("exposure.identifier"),
    Measure("exposure.attribute"),
    Measure("language.word", half=True),
    Measure("language.corrected", half=True),
)
"""All measures. The bootstrap draws for one after the other: another order, or one more between them, changes which
posts are drawn for those behind it, and with them the intervals in their second decimal."""
