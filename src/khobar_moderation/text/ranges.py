"""Pick from a long list what stands in one place, without looking at all of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, TypeVar

__all__ = ["starting_between"]

_Item = TypeVar("_Item")
_START: Callable[[Any], int] = attrgetter("start")


def starting_between(
    items: Sequence[_Item], low: int, high: int, key: Callable[[_Item], int] = _START
) -> Sequence[_Item]:
    """Return the items that start at `low` or later and before `high`; `items` in the order of their starts."""
    return items[bisect_left(items, low, key=key) : bisect_left(items, high, key=key)]
