"""Windows over a long post: each word stands in one, with words around it; none is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["OVERLAP", "SIZE", "Window", "windows"]

SIZE = 192
"""Words of a window; nine in ten posts fit into one."""
OVERLAP = 48
"""Words that two windows share; of these, each window answers for the half nearer to its own middle."""


class Window(NamedTuple):
    """Words [start, end) that are read together, of which it answers for [first, last)."""

    start: int
    end: int
    first: int
    last: int


def windows(count: int, size: int = SIZE, overlap: int = OVERLAP) -> Iterator[Window]:
    """Yield the windows over `count` words, in order; what they answer for follows without a gap.

    Args:
        count: words of the post.
        size: words of a window.
        overlap: words that two windows share, less than `size`.

    >>> [(window.start, window.end, window.first, window.last) for window in windows(300)]
    [(0, 192, 0, 168), (144, 300, 168, 300)]
    """
    start = first = 0
    while True:
        end = min(start + size, count)
        last = count if end == count else end - overlap // 2
        yield Window(start, end, first, last)
        if end == count:
            return
        first, start = last, end - overlap
