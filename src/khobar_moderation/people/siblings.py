"""Where a name stands in a list: a word that could be a name is one beside names in the same place of the same list."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from khobar_moderation.people.grammar import Chain

__all__ = ["Entry", "entry_of"]

_OPENS = {",": ",", ":": ":", "": "\n", "\n": "\n", "-": "\n", "#": "\n", ";": "\n", ".": "\n", "'": ","}
_CLOSES = frozenset(",.\n-(#:;|/'")


class Entry(NamedTuple):
    """A place in a list.

    Attributes:
        opener: the mark before the name: comma, colon or line.
        line: number of its line.
    """

    opener: str
    line: int


def entry_of(chain: Chain, letters: str, line_ends: Sequence[int]) -> Entry | None:
    """Return the place in a list at which an unannounced name stands, None when it stands in none.

    Args:
        chain: the name.
        letters: of its post.
        line_ends: offsets of the line ends among the letters.
    """
    opener = _OPENS.get(letters[chain.title - 1 : chain.title] if chain.title else "")
    after = letters[chain.end : chain.end + 1]
    if opener is None or chain.license or (after and after not in _CLOSES):
        return None
    if opener == ":" and after == ",":
        opener = ","  # the first of the list that a colon opens
    return Entry(opener, bisect_left(line_ends, chain.start))
