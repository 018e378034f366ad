"""Whether a post is work, personal or mixed, and which of its clauses are personal, by rules and head together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from khobar_moderation.fusion.weights import logit

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["HEAD", "clause_features", "fuse_label", "personal_clauses", "word_of_rules"]

HEAD = "model/personal"
_LOUD = (1.0, 3.0)
"""Weights of all personal cues from which rules speak up, and from which they are loud."""
_MOST = 4.0
"""Weight of cues beyond which more say nothing more."""


def fuse_label(document: Document, by_rules: str) -> tuple[str, float]:
    """Return the label of a document that the model has read, and how sure it is; `by_rules` is the rules' label."""
    reading = document.reading
    assert reading is not None
    return document.weights.personal.choose(reading.posts["post_personal"], word_of_rules(document, by_rules))


def word_of_rules(document: Document, label: str) -> str:
    """Return the rules' label with how loudly they say it: what all personal cues of the post weigh, in three steps."""
    loud = sum(weight for clause in document.clause_weights for weight in clause.values() if weight > 0)
    return f"{label} {sum(loud >= step for step in _LOUD)}"


def clause_features(document: Document, place: int, weight: float) -> dict[str, float]:
    """Return what tells whether the clause at `place` is personal, for `Weights.personal_clause`."""
    reading = document.reading
    assert reading is not None
    clause = document.clauses[place]
    sentence = document.sentence_at(clause.start)
    return {
        "head": logit(float(reading.mean("personal", *clause)[0])),
        "sentence": logit(float(reading.mean("personal", *sentence)[0])),
        "rules": max(-_MOST, min(_MOST, weight)),
    }


def personal_clauses(document: Document, label: str, weights: Sequence[float]) -> list[bool]:
    """Return for each clause whether it is personal, given the label and what the rules weigh in each clause.

    A personal post is personal throughout, a mixed one somewhere: at least where it is most so.
    """
    if label != "mixed":
        return [label == "personal"] * len(weights)
    odds = document.weights.personal_clause
    chances = [odds.probability(clause_features(document, place, weight)) for place, weight in enumerate(weights)]
    highest = max(chances, default=0.0)
    return [chance >= min(odds.threshold, highest) for chance in chances]
