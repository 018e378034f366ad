"""The personal check: is a post about the office's work (P1), and which parts of it are not?

Cue rules weigh words for and against each clause; the clauses then fall into parts (see `parts`). All of a post
personal makes it `personal`, some of it `mixed`, none `work`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp

from khobar_moderation.checks.personal.parts import Part, personal_parts
from khobar_moderation.document import Document
from khobar_moderation.finding import Finding, Label

__all__ = ["check"]

_NO_SIGN = "personal/no-sign"
"""The rule that speaks for a post in which no cue stands."""


def check(document: Document) -> Iterator[Finding | Label]:
    """Yield the post's label, and a finding for each personal part of a sentence.

    Raises:
        DeadlineExceeded: a pattern took too long.
    """
    weights = document.clause_weights
    parts = personal_parts(document, [sum(clause.values()) for clause in weights])
    value = _label(parts, len(weights))
    yield Label(
        check="personal", value=value, rule=_decider(weights, personal=value != "work"), score=_certainty(weights)
    )
    for part in parts:
        rule = document.rulebook[_decider(weights[part.first : part.last + 1], personal=True)]
        yield rule.finding(
            document.span(part.start, part.end), type=value, score=_certainty(weights[part.first : part.last + 1])
        )


def _label(parts: Sequence[Part], clause_count: int) -> str:
    inside = sum(part.last - part.first + 1 for part in parts)
    return "work" if not inside else "personal" if inside == clause_count else "mixed"


def _decider(weights: Sequence[dict[str, float]], *, personal: bool) -> str:
    """Return the rule that weighs most for what was decided."""
    sign = 1 if personal else -1
    total: dict[str, float] = {}
    for clause in weights:
        for rule, weight in clause.items():
            total[rule] = total.get(rule, 0) + sign * weight
    rule, weight = max(total.items(), key=lambda item: item[1], default=(_NO_SIGN, 0))
    return rule if weight > 0 else _NO_SIGN


def _certainty(weights: Sequence[dict[str, float]]) -> float:
    """Return how sure the cues are, 0.5 to 1: the logistic of how far they lean to one side."""
    return 1 / (1 + exp(-min(30.0, abs(sum(sum(clause.values()) for clause in weights)))))
