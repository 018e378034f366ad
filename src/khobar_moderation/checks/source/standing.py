"""Posts without an attribution: the office's own work, no claim at all, or a claim without a source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from khobar_moderation.checks.personal.parts import personal_parts
from khobar_moderation.checks.source.reader import Reader
from khobar_moderation.checks.source.sighting import Sighting
from khobar_moderation.rulepacks.kinds import CueRule

__all__ = ["MOST_HITS", "find_standing"]

MOST_HITS = 3
"""How often a cue counts in one post at the most."""
_OWN, _PRIVATE = "source/own-work", "source/private-talk"


class _Weight(NamedTuple):
    """What a rule adds to a status."""

    status: str
    weight: float
    rule: str


def find_standing(reader: Reader) -> Sighting:
    """Return what a post without any attribution is: the status for which most weighs, by its weightiest rule.

    Raises:
        DeadlineExceeded: a pattern took too long.
    """
    if not reader.words:
        return Sighting("none", _PRIVATE)
    weights = [*_cues(reader), *_private_talk(reader)]
    totals = _totals(weights, _starts(reader))
    decided = max(totals, key=totals.__getitem__)
    reasons = [item for item in weights if item.status == decided]
    return Sighting(decided, max(reasons, key=lambda item: item.weight).rule if reasons else _OWN)


def _totals(weights: Sequence[_Weight], starts: dict[str, float]) -> dict[str, float]:
    added = dict.fromkeys(starts, 0.0)
    for item in weights:
        added[item.status] = added.get(item.status, 0.0) + item.weight
    return {status: start + added[status] for status, start in starts.items()}


def _starts(reader: Reader) -> dict[str, float]:
    """Return where the scales stand before any cue: most posts are about the office's work, and chat is short."""
    over_none = reader.figure(_OWN, "over_none") + reader.figure(_OWN, "over_none_per_word") * len(reader.words)
    return {"first_party": 0.0, "none": -over_none, "missing": -reader.figure(_OWN, "over_missing")}


def _cues(reader: Reader) -> Iterator[_Weight]:
    document = reader.document
    for rule in document.triggered.get("source", ()):
        if type(rule) is CueRule and (hits := document.rulebook.occurrences(rule, document)):
            yield _Weight(rule.type, rule.weight * min(len(hits), MOST_HITS), rule.id)


def _private_talk(reader: Reader) -> Iterator[_Weight]:
    """Yield what it weighs that the personal check takes a post for private through and through."""
    clauses = [sum(weights.values()) for weights in reader.document.clause_weights]
    if sum(clauses) <= 0:
        return  # private through and through, they would weigh more than nothing
    inside = sum(part.last - part.first + 1 for part in personal_parts(reader.document, clauses))
    if inside and inside == len(clauses):
        yield _Weight("none", reader.figure(_PRIVATE, "none"), _PRIVATE)
        yield _Weight("missing", reader.figure(_PRIVATE, "missing"), _PRIVATE)
