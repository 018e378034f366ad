"""Which clauses of a post are personal: the cheapest way to tell them from the working ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from khobar_moderation.document import Document
from khobar_moderation.text import Unit

__all__ = ["ENTER", "SWITCH_IN_SENTENCE", "SWITCH_OF_SENTENCE", "Part", "parts_of", "personal_parts"]

# The three thresholds of the check, in the unit of the cues' weights. Chosen on the annotated training posts with
# their authors held out in turn.
ENTER = 0.8
"""What the cues of a personal part must outweigh."""
SWITCH_OF_SENTENCE = 0.7
"""What it costs when a post turns from work to personal, or back, with a new sentence."""
SWITCH_IN_SENTENCE = 1.2
"""What it costs when it does so within a sentence."""


class Part(NamedTuple):
    """A personal part of one sentence: offsets into the normalised text, first and last clause by number."""

    start: int
    end: int
    first: int
    last: int


def personal_parts(document: Document, scores: Sequence[float]) -> list[Part]:
    """Return the personal parts of a document whose clauses have these scores (above 0 is personal).

    Clauses are divided into personal and working runs so that the scores inside personal runs, less the costs of
    entering and switching, come out highest; a clause without cues goes with its neighbours.
    """
    if sum(score for score in scores if score > 0) < ENTER:
        return []
    sentences = [document.sentence_at(clause.start) for clause in document.clauses]
    return list(parts_of(document, _personal(scores, sentences)))


def parts_of(document: Document, personal: Sequence[bool]) -> Iterator[Part]:
    """Yield the runs of personal clauses, cut where a sentence ends; `personal` says for each clause whether it is."""
    sentences = [document.sentence_at(clause.start) for clause in document.clauses]
    return _by_sentence(document.clauses, sentences, personal)


def _personal(scores: Sequence[float], sentences: Sequence[Unit]) -> list[bool]:
    """Return for each clause whether it is personal: a two-state chain, solved from left to right and traced back."""
    work, personal = 0.0, -ENTER
    came_from: list[tuple[bool, bool]] = []  # whether the clause before was personal, if this one is (work, personal)
    for number, score in enumerate(scores):
        switch = _switch_cost(sentences, number)
        back, enter = personal - switch, work - switch - ENTER
        came_from.append((back > work, personal >= enter))
        work, personal = max(work, back), max(personal, enter) + score
    state, states = personal > work, []
    for from_work, from_personal in reversed(came_from):
        states.append(state)
        state = from_personal if state else from_work
    return states[::-1]


def _switch_cost(sentences: Sequence[Unit], number: int) -> float:
    if number == 0:
        return 0.0
    return SWITCH_IN_SENTENCE if sentences[number] == sentences[number - 1] else SWITCH_OF_SENTENCE


def _by_sentence(clauses: Sequence[Unit], sentences: Sequence[Unit], personal: Sequence[bool]) -> Iterator[Part]:
    """Yield the personal runs, cut where a sentence ends."""
    open_part: Part | None = None
    for number, clause in enumerate(clauses):
        goes_on = open_part is not None and personal[number] and sentences[number] == sentences[number - 1]
        if goes_on and open_part:
            open_part = open_part._replace(end=clause.end, last=number)
            continue
        if open_part:
            yield open_part
        open_part = Part(clause.start, clause.end, number, number) if personal[number] else None
    if open_part:
        yield open_part
