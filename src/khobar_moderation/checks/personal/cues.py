"""What the cue rules weigh in each clause of a post."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from khobar_moderation.document import Document
from khobar_moderation.rulepacks.kinds import CueRule
from khobar_moderation.text import Unit

__all__ = ["weigh_clauses"]

_TWICE = 1.5
"""How much more a rule weighs that speaks twice or more in a clause."""

_OPENING = "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}"
_CLOSING = "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
_QUOTATION = re.compile(f"{_OPENING}[^{_OPENING}{_CLOSING}\n]{{1,48}}{_CLOSING}")


def weigh_clauses(document: Document) -> list[dict[str, float]]:
    """Return, for each clause of a document, the weight of each cue rule that speaks in it; above 0 is personal.

    A rule that speaks again in a clause adds half its weight, once. Where a cue stands inside a longer one, the longer
    one alone speaks, so that "parental leave" is not heard as "birth". What stands in a short quotation is not
    the sender's own speech (a slogan, a title, a phrase that a lesson deals with): no personal cue is heard there.

    Raises:
        DeadlineExceeded: a pattern took too long.
    """
    weights: list[dict[str, float]] = [{} for _ in document.clauses]
    starts = [clause.start for clause in document.clauses]
    for unit, rule in _heard(document) if starts else ():
        clause = weights[max(0, bisect_right(starts, unit.start) - 1)]
        clause[rule.id] = rule.weight * (_TWICE if rule.id in clause else 1)
    return weights


def _heard(document: Document) -> Iterator[tuple[Unit, CueRule]]:
    quoted = _quotations(document.key)
    end = -1
    for unit, rule in sorted(_cues(document), key=lambda cue: (cue[0].start, -cue[0].end)):
        if unit.end > end and not (quoted and rule.weight > 0 and _holds(quoted, unit)):
            end = unit.end
            yield unit, rule


def _cues(document: Document) -> Iterator[tuple[Unit, CueRule]]:
    """Yield where cues stand; only rules that the phrase automaton has met are asked, so silent ones cost nothing."""
    for rule in document.triggered.get("personal", ()):
        if type(rule) is CueRule:
            for unit in document.rulebook.occurrences(rule, document):
                yield unit, rule


def _quotations(key: str) -> list[Unit]:
    return [Unit(*match.span()) for match in _QUOTATION.finditer(key)] if _OPENING in key else []


def _holds(quotations: list[Unit], unit: Unit) -> bool:
    before = bisect_right(quotations, unit) - 1
    return before >= 0 and unit.end < quotations[before].end
