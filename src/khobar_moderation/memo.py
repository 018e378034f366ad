"""What is worked out once and remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

__all__ = ["Memo", "lazy"]

T = TypeVar("T")


class lazy(Generic[T]):
    """A property that is worked out when first asked for, as `functools.cached_property` without its lock.

    Up to Python 3.11 that lock is one for all objects of a class: while the model read a post, no other thread could
    read one. Two threads that ask at the same time for the same object may both work it out; the values are equal.

    Args:
        function: gives the value.
    """

    def __init__(self, function: Callable[[Any], T]) -> None:
        self._function = function
        self.__doc__ = function.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> lazy[T]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> lazy[T] | T:
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._function(instance)
        return value


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
