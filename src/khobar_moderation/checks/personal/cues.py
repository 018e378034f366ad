"""What the cue rules weigh in each clause of a post."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from khobar_moderation.document import Document
from khobar_moderation.rulepacks.kinds import CueRule
from khobar_moderation.text import Unit

__all__ = ["weigh_clauses"]


def weigh_clauses(document: Document) -> list[dict[str, float]]:
    """Return, for each clause of a document, the weight of each cue rule that speaks in it; above 0 is personal.

    A rule counts once in a clause. Where a cue stands inside a longer one, the longer one alone speaks, so that
    "parental leave" is not heard as "birth".

    Raises:
        DeadlineExceeded: a pattern took too long.
    """
    weights: list[dict[str, float]] = [{} for _ in document.clauses]
    if not weights:
        return weights
    starts = [clause.start for clause in document.clauses]
    end = -1
    for unit, rule in sorted(_cues(document), key=lambda cue: (cue[0].start, -cue[0].end)):
        if unit.end > end:
            end = unit.end
            weights[max(0, bisect_right(starts, unit.start) - 1)][rule.id] = rule.weight
    return weights


def _cues(document: Document) -> Iterator[tuple[Unit, CueRule]]:
    """Yield where cues stand; only rules that the phrase automaton has met are asked, so silent ones cost nothing."""
    met = dict.fromkeys(part.partition("#")[0] for part in document.hits if part.startswith("personal/"))
    for rule_id in met:
        rule = document.rulebook[rule_id]
        if isinstance(rule, CueRule):
            for unit in document.rulebook.occurrences(rule, document):
                yield unit, rule
