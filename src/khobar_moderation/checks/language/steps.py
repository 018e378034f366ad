"""The steps of the check: each concerned with few words, told from the word alone, so that most words cost nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
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
    """Steps that run one after the other over the words that concern them, names and verses left alone."""

    def __init__(self, *steps: Step) -> None:
        self._steps = steps
        self._finders = lru_cache(maxsize=8)(self._new_finder)

    def run(self, reading: Reading, drafts: Drafts) -> None:
        """Correct the words of a post."""
        concerned: dict[int, list[int]] = {}
        for index, numbers in enumerate(map(self._finders(reading.lists), reading.mended)):
            for number in numbers:
                concerned.setdefault(number, []).append(index)
        for number in sorted(concerned):
            step = self._steps[number]
            if reading.is_formal or not step.formal:
                _run(step, concerned[number], reading, drafts)

    def _new_finder(self, lists: WordLists) -> Callable[[str], tuple[int, ...]]:
        """Return a function from a word to the steps it concerns, which remembers: a word alone is the fastest key."""
        concerns = [step.concerns for step in self._steps]

        @lru_cache(maxsize=65_536)
        def steps_of(word: str) -> tuple[int, ...]:
            return tuple(number for number, is_concerned in enumerate(concerns) if is_concerned(word, lists))

        return steps_of


def _run(step: Step, indices: Sequence[int], reading: Reading, drafts: Drafts) -> None:
    for index in indices:
        if index not in reading.silent and not (step.fresh and drafts.has(index)):
            step.mend(index, reading, drafts)
