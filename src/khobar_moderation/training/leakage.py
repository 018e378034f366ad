"""Keep what is measured on out of what is learnt from: find texts that share long runs of letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from khobar_moderation.text import match_key, normalise

__all__ = ["RUN", "Shared", "find_shared"]

RUN = 24
"""Letters and digits in a row from which two texts count as sharing wording; some five words."""

_NOT_LETTERS = re.compile(r"[^\u0621-\u064a0-9a-z]")


@dataclass(frozen=True, slots=True)
class Shared:
    """A text that shares wording with one that is measured on.

    Attributes:
        id: of the text.
        measured: of the other.
        letters: how many letters of it stand in shared runs.
        share: how much of it that is, 0 to 1; near 1 is a copy.
    """

    id: str
    measured: str
    letters: int
    share: float


def find_shared(
    texts: Iterable[tuple[str, str]], measured: Iterable[tuple[str, str]], *, run: int = RUN
) -> Iterator[Shared]:
    """Yield the texts, given as (id, text), that share a run of `run` letters with a measured one.

    Spelling is folded first, so that hamza seats, marks and white space hide nothing.
    """
    known: dict[str, str] = {}
    for other, text in measured:
        letters = _letters(text)
        known.update((letters[at : at + run], other) for at in range(len(letters) - run + 1))
    for own, text in texts:
        letters = _letters(text)
        starts = [at for at in range(len(letters) - run + 1) if letters[at : at + run] in known]
        if starts:
            covered = len({place for at in starts for place in range(at, at + run)})
            yield Shared(own, known[letters[starts[0] : starts[0] + run]], covered, covered / len(letters))


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", match_key(normalise(text).text))
