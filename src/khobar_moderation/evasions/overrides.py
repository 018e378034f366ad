"""Direction controls that show letters or digits in another order than they are stored.

Plain marks (U+200E, U+200F, U+061C) are innocent, and so are embeddings and isolates around a number or a word:
address books put them there when a number is copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from khobar_moderation.finding import Span
from khobar_moderation.identifiers.runs import REVERSED

__all__ = ["find_overrides"]

_CONTROL = "[\u202a-\u202e\u2066-\u2069]"
_ANY = re.compile(_CONTROL)
_ARABIC_LEFT_TO_RIGHT = re.compile("\u202d([^\u202c\u202d\n\u0621-\u064a]*[\u0621-\u064a][^\u202c\n]*)")
# Inside a number or inside a word of one script
_INSIDE = re.compile(
    rf"(?<=[0-9٠-٩۰-۹]){_CONTROL}+(?=[0-9٠-٩۰-۹])"
    rf"|(?<=[\u0621-\u064a]){_CONTROL}+(?=[\u0621-\u064a])|(?<=[A-Za-z]){_CONTROL}+(?=[A-Za-z])"
)


def find_overrides(text: str) -> Iterator[Span]:
    """Yield the spans in `text`, as posted, whose order of display is tampered with."""
    if not _ANY.search(text):
        return
    last = 0
    stretches = [match.span(1) for pattern in (REVERSED, _ARABIC_LEFT_TO_RIGHT) for match in pattern.finditer(text)]
    for start, end in sorted([*stretches, *_tampered_words(text)]):
        start, end = _trim(text, max(start, last), end)
        if start < end:
            yield Span(start, end)
            last = end


def _tampered_words(text: str) -> Iterator[tuple[int, int]]:
    last = 0
    for control in _INSIDE.finditer(text):
        if control.start() >= last:
            start, last = _around(text, *control.span())
            yield start, last


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets of the word or number that holds [start, end)."""
    while start and (text[start - 1].isalnum() or _ANY.match(text[start - 1])):
        start -= 1
    while end < len(text) and (text[end].isalnum() or _ANY.match(text[end])):
        end += 1
    return start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return start, end
