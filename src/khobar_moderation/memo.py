"""What a function says of a word, remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["Memo"]

T = TypeVar("T")


class Memo(dict[str, T], Generic[T]):
    """The values of a function by word, worked out when first asked for with `memo[word]`.

    A look costs a fraction of one into an `lru_cache`, which moves what it finds; it matters where every word of
    every post is looked up.

    Args:
        function: gives the value of a word.
        limit: how many words are remembered; when there are more, all are forgotten.
    """

    def __init__(self, function: Callable[[str], T], limit: int = 65_536) -> None:
        super().__init__()
        self._function = function
        self._limit = limit

    def __missing__(self, word: str) -> T:
        if len(self) >= self._limit:
            self.clear()
        value = self[word] = self._function(word)
        return value
