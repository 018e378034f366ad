"""The steps of the check: each concerned with few words, told from the word alone, so that most words cost nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from khobar_moderation.checks.language.drafts import Drafts
from khobar_moderation.checks.language.reading import Reading
from khobar_moderation.checks.language.wordlists import WordLists

__all__ = ["Stage", "Step"]


class Step(NamedTuple):
    """A step of the check.

    Attributes:
        concerns: whether a word in normal spelling concerns the step; asked once for a word.
        mend: corrects the word at an index, or its neighbours.
        formal: whether only formal posts are concerned.
        fresh: whether only words are concerned that nothing has corrected yet.
    """

    concerns: Callable[[str, WordLists], bool]
    mend: Callable[[int, Reading, Drafts], None]
    formal: bool = False
    fresh: bool = False


class Stage:
    """Steps that run one after the other over the words that concern them, names and verses left alone.

    Args:
        number: place of the stage in `Note.steps`.
        steps: what is done, in this order.
    """

    def __init__(self, number: int, *steps: Step) -> None:
        self._number = number
        self._steps = steps

    def steps_of(self, word: str, lists: WordLists) -> tuple[int, ...]:
        """Return the numbers of the steps that a word concerns."""
        return tuple(number for number, step in enumerate(self._steps) if step.concerns(word, lists))

    def run(self, reading: Reading, drafts: Drafts) -> None:
        """Correct the words of a post."""
        concerned: dict[int, list[int]] = {}
        for index, note in reading.noted():
            for number in note.steps[self._number]:
                concerned.setdefault(number, []).append(index)
        for number in sorted(concerned):
            step = self._steps[number]
            if not step.formal or reading.is_formal:
                _run(step, concerned[number], reading, drafts)


def _run(step: Step, indices: Sequence[int], reading: Reading, drafts: Drafts) -> None:
    silent = reading.silent
    for index in indices:
        if index in silent or (step.fresh and drafts.has(index)):
            continue
        if step.concerns(reading.mended[index], reading.lists):  # a step before may have made another word of it
            step.mend(index, reading, drafts)
