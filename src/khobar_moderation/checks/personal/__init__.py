"""The personal check: is a post about the office's work (P1), and which parts of it are not?

Cue rules weigh words for and against each clause; the clauses then fall into parts (see `parts`). All of a post
personal makes it `personal`, some of it `mixed`, none `work`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import exp

from khobar_moderation.checks.personal.parts import Part, parts_of, personal_parts
from khobar_moderation.document import Document
from khobar_moderation.finding import Finding, Label
from khobar_moderation.fusion.personal import HEAD, fuse_label, personal_clauses

__all__ = ["check", "label_by_rules"]

_NO_SIGN = "personal/no-sign"
"""The rule that speaks for a post in which no cue stands."""


def check(document: Document) -> Iterator[Finding | Label]:
    """Yield the post's label, and a finding for each personal part of a sentence.

    Raises:
        DeadlineExceeded: a pattern took too long.
    """
    weights = document.clause_weights
    sums = [sum(clause.values()) for clause in weights]
    parts = personal_parts(document, sums)
    value, score = _label(parts, len(weights)), _certainty(weights)
    rule = _decider(weights, personal=value != "work")
    if document.reading is not None:
        by_rules = value
        value, score = fuse_label(document, by_rules)
        rule = rule if value == by_rules else HEAD
        parts = list(parts_of(document, personal_clauses(document, value, sums)))
    yield Label(check="personal", value=value, rule=rule, score=score)
    for part in parts:
        yield _finding(document, part, value, score if document.reading else None)


def _finding(document: Document, part: Part, label: str, fused: float | None) -> Finding:
    """Return a finding for a personal part, by the rule that weighs most in it, or by the head where none does."""
    inside = document.clause_weights[part.first : part.last + 1]
    decider = _decider(inside, personal=True)
    found = document.rulebook[decider].finding(
        document.span(part.start, part.end), type=label, score=_certainty(inside) if fused is None else fused
    )
    return replace(found, rule=HEAD) if fused is not None and decider == _NO_SIGN else found


def label_by_rules(document: Document) -> str:
    """Return the label that the rules give a post by themselves."""
    weights = document.clause_weights
    return _label(personal_parts(document, [sum(clause.values()) for clause in weights]), len(weights))


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
