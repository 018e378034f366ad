"""Find stretches of digits that one writer may have meant as one number.

Digits may be split by blanks, dots, dashes or brackets, be written as words, or be strung together by words such
as "then". All offsets are into the normalised text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from khobar_moderation.identifiers.dates import FIGURES
from khobar_moderation.identifiers.spelled import DigitWords, Piece
from khobar_moderation.text import Unit

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["REVERSED", "SHORTEST", "Window", "find_runs", "reversed_windows", "windows_of"]

SHORTEST = 9
"""The fewest digits of a number that identifies somebody."""
LONGEST = 24
"""More digits than any of them has."""

_TABLE = 100
"""More pieces than any number is split into, several in a row included: a table of figures."""
_FEW = 6
"""Pieces that a number in a table of figures may be split into."""

REVERSED = re.compile("\u202e([^\u202c\n]+)")
"""A stretch of the text as posted that is shown in the reverse of the order it is stored in."""

_NUMERAL = re.compile("[0-9]+")
_SPLIT_NUMBER = re.compile(r"[0-9](?:[ .\-]{0,2}[0-9])*")
_JOINER = re.compile(r"[ .\-\u2010-\u2015_/()·*~]{0,3}")


class Window(NamedTuple):
    """Neighbouring pieces of a run, read as one number.

    Attributes:
        start: offset of its first digit.
        end: offset just past its last digit.
        digits: all its digits.
        pieces: how many pieces it is split into.
        whole: whether it is all of its run.
        spelled: whether digits of it are written as words.
    """

    start: int
    end: int
    digits: str
    pieces: int
    whole: bool
    spelled: bool


def find_runs(document: Document, masked: Sequence[Unit], words: DigitWords) -> Iterator[list[Piece]]:
    """Yield the runs of pieces with at least `SHORTEST` digits, none of them inside `masked` or a date."""
    text = document.normal.text
    numerals = _outside([Piece(*match.span(), match.group(), False) for match in _NUMERAL.finditer(text)], masked)
    for run in _chains(text, sorted([*numerals, *words.pieces(document)]), words):
        if _length(run) >= SHORTEST:
            yield from _without_dates(text, run)


def windows_of(run: list[Piece]) -> Iterator[Window]:
    """Yield every stretch of whole pieces of `run` that has between `SHORTEST` and `LONGEST` digits."""
    most = LONGEST if len(run) <= _TABLE else _FEW
    for first in range(len(run)):
        digits = ""
        for last in range(first, min(len(run), first + most)):
            digits += run[last].digits
            if len(digits) > LONGEST:
                break
            if len(digits) >= SHORTEST:
                pieces = run[first : last + 1]
                spelled = any(piece.is_word for piece in pieces)
                yield Window(run[first].start, run[last].end, digits, len(pieces), len(pieces) == len(run), spelled)


def reversed_windows(document: Document) -> Iterator[Window]:
    """Yield the numbers that a direction override shows in the reverse of the order they are stored in."""
    normal = document.normal
    for stretch in REVERSED.finditer(document.post.text):
        first, last = (bisect_left(normal.starts, offset) for offset in stretch.span(1))
        for number in _SPLIT_NUMBER.finditer(normal.text, first, last):
            digits = "".join(_NUMERAL.findall(number.group()))[::-1]
            if SHORTEST <= len(digits) <= LONGEST:
                yield Window(*number.span(), digits, 1, True, False)


def _length(run: list[Piece]) -> int:
    return sum(len(piece.digits) for piece in run)


def _outside(pieces: list[Piece], spans: Sequence[Unit]) -> list[Piece]:
    """Return the pieces that begin in none of `spans`, which are in order."""
    if not spans:
        return pieces
    kept, at = [], 0
    for piece in pieces:
        while at < len(spans) and spans[at].end <= piece.start:
            at += 1
        if at == len(spans) or piece.start < spans[at].start:
            kept.append(piece)
    return kept


def _chains(text: str, pieces: list[Piece], words: DigitWords) -> Iterator[list[Piece]]:
    chain: list[Piece] = []
    for piece in pieces:
        if chain and not _joined(text, chain[-1], piece, words):
            yield chain
            chain = []
        chain.append(piece)
    if chain:
        yield chain


def _joined(text: str, left: Piece, right: Piece, words: DigitWords) -> bool:
    gap = text[left.end : right.start]
    if _JOINER.fullmatch(gap):
        return True
    return len(gap) <= words.longest_gap and words.joins(gap, left.is_word or right.is_word)


def _without_dates(text: str, run: list[Piece]) -> Iterator[list[Piece]]:
    """Yield what is left of `run` between the dates in it: their digits are no part of a number."""
    if len(run) < 3:
        yield run
        return
    first = 0
    for date in FIGURES.finditer(text, run[0].start, run[-1].end):
        cut = bisect_left(run, date.start(), lo=first, key=lambda piece: piece.start)
        yield run[first:cut]
        first = bisect_left(run, date.end(), lo=cut, key=lambda piece: piece.start)
    yield run[first:]
