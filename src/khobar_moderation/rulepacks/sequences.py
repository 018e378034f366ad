"""Find words of one list followed by words of another: what a phrase list is too stiff for, without a regex."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from khobar_moderation.rulepacks.kinds import Sequenced
from khobar_moderation.text import Unit

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["find_sequences"]


def find_sequences(rule: Sequenced, document: Document) -> list[Unit]:
    """Return where one of the rule's sequences stands, in normal-text offsets, at most one for each first word."""
    found: dict[int, Unit] = {}
    for names in rule.sequences:
        steps = [document.hits.get(f"{rule.id}#{name}", []) for name in names]
        if all(steps):
            for first in steps[0]:
                last = _follow(first, steps[1:], rule.gap, document)
                if last and (first.start not in found or last.end > found[first.start].end):
                    found[first.start] = Unit(first.start, last.end)
    barred = {hit.end for hit in document.hits.get(f"{rule.id}#not_after", ())} if found else set()
    return [_with_tail(unit, rule.tail, document) for unit in found.values() if unit.start - 1 not in barred]


def _follow(first: Unit, steps: list[list[Unit]], gap: int, document: Document) -> Unit | None:
    """Return the last word of a sequence that begins with `first`, each step the nearest in reach."""
    last, sentence_end = first, document.sentence_at(first.start).end
    for hits in steps:
        nearest = bisect_left(hits, (last.end, 0))
        if nearest == len(hits) or hits[nearest].start >= sentence_end:
            return None
        between = document.key[last.end : hits[nearest].start]
        if len(between.split()) > gap:
            return None
        last = hits[nearest]
    return last


def _with_tail(unit: Unit, words: int, document: Document) -> Unit:
    """Widen a unit by the words that follow it in its clause, so many at most, and to the edges of its last word."""
    key, clause_end = document.key, max(unit.end, document.clause_at(unit.end - 1).end)
    end = unit.end
    while end < clause_end and key[end].isalnum():
        end += 1
    for _ in range(words):
        following = end + 1
        if following >= clause_end or key[end] != " " or not key[following].isalnum():
            break
        end = following
        while end < clause_end and key[end].isalnum():
            end += 1
    return Unit(unit.start, end)
