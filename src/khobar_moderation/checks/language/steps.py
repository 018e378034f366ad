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
        self._steps_of = lru_cache(maxsize=65_536)(self._find_steps)

    def run(self, reading: Reading, drafts: Drafts) -> None:
        """Correct the words of a post."""
        steps_of, lists = self._steps_of, reading.lists
        concerned: dict[int, list[int]] = {}
        for index, word in enumerate(reading.mended):
            for number in steps_of(word, lists):
                concerned.setdefault(number, []).append(index)
        for number in sorted(concerned):
            step = self._steps[number]
            if reading.is_formal or not step.formal:
                _run(step, concerned[number], reading, drafts)

    def _find_steps(self, word: str, lists: WordLists) -> tuple[int, ...]:
        return tuple(number for number, step in enumerate(self._steps) if step.concerns(word, lists))


def _run(step: Step, indices: Sequence[int], reading: Reading, drafts: Drafts) -> None:
    for index in indices:
        if index not in reading.silent and not (step.fresh and drafts.has(index)):
            step.mend(index, reading, drafts)
