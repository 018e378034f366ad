"""Small edits that turn a word as written into the word that is meant, and how to make them.

An edit is where in the word letters change, which letters stand there, and which should. Seen so, تدرس for تدرسي and
يلعب for يلعبي are one edit, and what a model has learnt of one word serves the next.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import lru_cache
from typing import NamedTuple

__all__ = [
    "DROP",
    "KINDS",
    "LETTER",
    "MISS",
    "OTHER",
    "SPLIT",
    "SWAP",
    "Edit",
    "apply_edit",
    "edits_between",
    "name_edit",
    "rivals_of",
]

_CLITICS = frozenset("وفبكلسا")
_LONGEST_CLITICS = 4
_LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
_ALIKE = (
    "بتثني", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق",  # told apart by dots
    "ضظ", "ذزظد", "ثتس", "سص", "تط", "قكغ", "هح", "كج",  # by sound
    "ضص", "صث", "ثق", "قف", "فغ", "غع", "عه", "هخ", "خح", "حج", "جد", "شس", "سي", "يب", "بل", "لا", "ات", "تن",
    "نم", "مك", "كط", "رل", "ىة", "ةو", "وز", "زظ",  # by their keys
)  # fmt: skip
_RIVALS = {letter: "".join({*"".join(group for group in _ALIKE if letter in group)} - {letter}) for letter in _LETTERS}

DROP, MISS, SWAP, LETTER, SPLIT, OTHER = "drop", "miss", "swap", "letter", "split", "other"
"""Edits of any letter: one too many, one too few, two neighbours in the wrong order, one taken for another; a blank
that is missing; the rest."""


KINDS = (DROP, MISS, SWAP, LETTER, SPLIT, OTHER)


class Edit(NamedTuple):
    """One change.

    Attributes:
        zone: "start" (only clitics before it), "end", "last" (one letter after it) or "inside".
        old: the letters as written.
        new: the letters that are meant.
    """

    zone: str
    old: str
    new: str

    def __str__(self) -> str:
        """Return the name by which a model knows the edit."""
        return f"{self.zone}:{self.old}>{self.new}"


def rivals_of(letter: str) -> str:
    """Return the letters that are taken for a letter: by dots, by sound or by their keys."""
    return _RIVALS.get(letter, "")


@lru_cache(maxsize=262_144)
def edits_between(written: str, right: str) -> tuple[Edit, ...]:
    """Return the fewest edits that turn `written` into `right`, letters that change side by side in one.

    >>> [str(edit) for edit in edits_between("المدرسه", "المدرسة")]
    ['end:ه>ة']
    """
    edits = []
    for start, end, old, new in _changes(written, right):
        edits.append(Edit(_zone(written, start, end), old, new))
    return tuple(edits)


def name_edit(edit: Edit, known: Container[str]) -> str:
    """Return the name of an edit: its own where that is one of the `known`, else that of its kind."""
    own = str(edit)
    if own in known:
        return own
    old, new = edit.old, edit.new
    if len(old) == len(new) == 2 and old == new[::-1]:
        return SWAP
    if " " in new:
        return SPLIT if new == " " and not old else OTHER
    kinds = {(1, 0): DROP, (0, 1): MISS, (1, 1): LETTER}
    return kinds.get((len(old), len(new)), OTHER)


def apply_edit(name: str, word: str) -> Iterator[str]:
    """Yield what an edit by that name can make of a word; nothing where it does not fit."""
    if name == DROP:
        yield from (word[:place] + word[place + 1 :] for place in range(len(word)))
    elif name == MISS:
        for place in range(1, len(word)):
            yield from (word[:place] + letter + word[place:] for letter in _LETTERS)
    elif name == SWAP:
        for place in range(len(word) - 1):
            if word[place] != word[place + 1]:
                yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    elif name == SPLIT:
        yield from (f"{word[:place]} {word[place:]}" for place in range(1, len(word)))
    elif name == LETTER:
        for place, letter in enumerate(word):
            yield from (word[:place] + rival + word[place + 1 :] for rival in rivals_of(letter))
    elif name != OTHER:
        zone, _, change = name.partition(":")
        old, _, new = change.partition(">")
        yield from _replace(word, Edit(zone, old, new))


def _replace(word: str, edit: Edit) -> Iterator[str]:
    size = len(edit.old)
    for start in range(len(word) - size + 1):
        end = start + size
        if word[start:end] == edit.old and _zone(word, start, end) == edit.zone:
            yield word[:start] + edit.new + word[end:]


def _zone(word: str, start: int, end: int) -> str:
    if end == len(word) and start:
        return "end"
    if start <= _LONGEST_CLITICS and _CLITICS.issuperset(word[:start]) and (start == 0 or end < len(word) - 1):
        return "start"
    return "last" if end == len(word) - 1 else "inside"


def _changes(written: str, right: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield where and what changes, by the cheapest way from one word to the other (Wagner and Fischer 1974)."""
    place, other = 0, 0
    change: list[int] | None = None
    for step in [*_steps(written, right), "="]:
        if step == "=":
            if change:
                yield change[0], place, written[change[0] : place], right[change[1] : other]
            change = None
        elif change is None:
            change = [place, other]
        place += step in "=-~"
        other += step in "=+~"


def _steps(written: str, right: str) -> list[str]:
    rows, columns = len(written) + 1, len(right) + 1
    costs = [[0.0] * columns for _ in range(rows)]
    for i in range(rows):
        for j in range(columns):
            if i and j:
                same = written[i - 1] == right[j - 1]
                costs[i][j] = min(
                    costs[i - 1][j - 1] + (0.0 if same else 1.0), costs[i - 1][j] + 1.0, costs[i][j - 1] + 1.0
                )
            else:
                costs[i][j] = float(i + j)
    steps = []
    i, j = rows - 1, columns - 1
    while i or j:
        if i and j and written[i - 1] == right[j - 1] and costs[i][j] == costs[i - 1][j - 1]:
            step = "="
        elif i and j and costs[i][j] == costs[i - 1][j - 1] + 1.0:
            step = "~"
        elif i and costs[i][j] == costs[i - 1][j] + 1.0:
            step = "-"
        else:
            step = "+"
        steps.append(step)
        i -= step in "=-~"
        j -= step in "=+~"
    return steps[::-1]
