"""The skeleton of a name: what is left of it when every trick of spelling that keeps its look is undone.

Two names that a reader takes for the same have the same skeleton: hamza seats, ة/ه, ى/ي, tatweel, marks, case,
separators, letters typed twice, digits and Cyrillic or Greek letters that look like Latin ones, and i, l and 1 as one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from khobar_moderation.rulepacks.matcher import PREFIXES
from khobar_moderation.text import match_key, normalise

__all__ = ["Skeleton", "bears", "skeleton"]

_PIECES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W_A-Z]+")
_RUNS = re.compile(r"(.)\1+")
_LOOK_ALIKES = {
    ord(twin): letter
    for letter, twins in {
        "a": "4аα",
        "b": "8вβ",
        "c": "с",
        "e": "3еε",
        "g": "9",
        "h": "һн",
        "k": "кκ",
        "l": "1iіıι",
        "m": "м",
        "o": "0оο",
        "p": "рρ",
        "s": "5ѕ",
        "t": "7тτ",
        "u": "υ",
        "v": "ν",
        "x": "хχ",
        "y": "у",
    }.items()
    for twin in twins
}


class Skeleton(NamedTuple):
    """A name without its tricks.

    Attributes:
        letters: its letters, without separators.
        starts: offsets in `letters` where a word of the name begins.
        ends: offsets in `letters` where a word of the name ends, with and without the digits that close it.
    """

    letters: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@lru_cache(maxsize=1024)
def skeleton(name: str) -> Skeleton:
    """Return the skeleton of the name of an account.

    >>> skeleton("@Kh0bbar__Edu").letters == skeleton("khobar_edu").letters
    True
    """
    letters, starts, ends = "", [], []
    for piece in _PIECES.findall(_without_marks(name)):
        folded = _fold(piece)
        start = len(letters) - letters.endswith(folded[0])
        letters = letters[:start] + folded
        starts.append(start)
        ends += [start + len(_fold(piece.rstrip("0123456789"))), len(letters)]
    return Skeleton(letters, tuple(starts), tuple(ends))


def bears(account: Skeleton, name: Skeleton) -> bool:
    """Return whether the words of `name` stand in the name of an account, be it glued to a clitic or to "official"."""
    start = account.letters.find(name.letters) if name.letters else -1
    while start >= 0:
        if _begins_word(account, start) and _ends_word(account, start + len(name.letters)):
            return True
        start = account.letters.find(name.letters, start + 1)
    return False


def _without_marks(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", normalise(name).text)
    return "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")


def _fold(piece: str) -> str:
    folded = match_key(piece.casefold()).translate(_LOOK_ALIKES)
    return _RUNS.sub(r"\1", folded.replace("rn", "m").replace("vv", "w"))


_HEADS = PREFIXES | {"al", "the"}
_TAILS = frozenset(map(_fold, ("official", "office", "sa", "ksa", "news")))


def _begins_word(account: Skeleton, offset: int) -> bool:
    word = max(start for start in account.starts if start <= offset)
    return word == offset or account.letters[word:offset] in _HEADS


def _ends_word(account: Skeleton, offset: int) -> bool:
    if offset in account.ends:
        return True
    word_end = min(end for end in account.ends if end > offset)
    return account.letters[offset:word_end] in _TAILS
