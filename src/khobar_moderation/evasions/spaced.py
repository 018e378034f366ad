"""Words whose letters are torn apart by blanks, dots or stars, or at their joints with a tatweel on both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from khobar_moderation.finding import Span
from khobar_moderation.text import Token, match_key

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["find_spaced_letters"]

_RULE = "evasion/spaced-letters"
_GAP = re.compile(r"[ .\-_*·•~|+]{1,2}")
_TATWEEL = "\N{ARABIC TATWEEL}"
_JOINT = re.compile(f"(?<={_TATWEEL})[ .\\-_*·|+]{{1,2}}(?={_TATWEEL}+[\u0621-\u064a])")
_ENOUGH = 4  # letters that are a word torn apart whatever they say
_FEWEST = 3  # letters that are one if they say what a rule stops
_AROUND = 60  # characters within which a word tells what letters are about
_STOPPING = ("soundness/", "source/", "personal/")


def find_spaced_letters(document: Document) -> Iterator[Span]:
    """Yield the spans, in the text as posted, of words that are torn apart."""
    for letters in _rows(document):
        if _is_disguise(document, letters):
            yield document.span(letters[0].start, letters[-1].end)
    if _TATWEEL in document.post.text:
        yield from _torn_at_joints(document.post.text)


def _rows(document: Document) -> Iterator[list[Token]]:
    """Yield the rows of at least `_FEWEST` single Arabic letters."""
    text = document.normal.text
    row: list[Token] = []
    for word in document.words:
        if word.end - word.start != 1 or word.kind != "arabic":
            continue
        if row and not _GAP.fullmatch(text, row[-1].end, word.start):
            if len(row) >= _FEWEST:
                yield row
            row = []
        row.append(word)
    if len(row) >= _FEWEST:
        yield row


def _is_disguise(document: Document, row: Sequence[Token]) -> bool:
    """Whether a row of letters is a word, and no list, set of initials, plate or lesson about letters."""
    word = "".join(letter.key for letter in row)
    words = document.rulebook[_RULE].words  # type: ignore[union-attr]
    around = document.key[max(0, row[0].start - _AROUND) : row[-1].end + _AROUND]
    if any(match_key(term) in around for term in words["about letters"]):
        return False
    if len(set(word)) < _FEWEST or any(word in match_key(order) for order in words["orders"]):
        return False
    if len(row) >= _ENOUGH and not _is_bracketed(document.normal.text, row):
        return True
    return any(part.startswith(_STOPPING) for part in document.rulebook.matcher.scan(word))


def _is_bracketed(text: str, row: Sequence[Token]) -> bool:
    """Whether a short row stands in brackets, as initials do."""
    start, end = row[0].start, row[-1].end
    return len(row) == _ENOUGH and text[start - 1 : start] == "(" and text[end : end + 2].lstrip(". ")[:1] == ")"


def _torn_at_joints(text: str) -> Iterator[Span]:
    last = 0
    for joint in _JOINT.finditer(text):
        if joint.start() < last:
            continue
        start, last = joint.span()
        while start and (_is_inside(text, start - 1)):
            start -= 1
        while last < len(text) and (_is_inside(text, last) or _JOINT.match(text, last)):
            last += 1
        yield Span(start, last)


def _is_inside(text: str, at: int) -> bool:
    return text[at].isalpha() or "\u064b" <= text[at] <= "\u0652"
