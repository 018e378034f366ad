"""Arabic in Latin letters with figures for the sounds that Latin lacks, such as a name with 7 or 3 in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from khobar_moderation.identifiers.model import overlaps

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["find_arabizi"]

_RULE = "evasion/arabizi"
# A figure between letters, or before at least three; never two figures together, as in model names.
_TAIL = r"(?:['’-]?[A-Za-z235679]['’]?[a-z]{0,15}){0,3}"
_WORD = re.compile(
    r"(?<![\w@#./'’-])(?:"
    rf"[A-Za-z][a-z]{{0,15}}(?:['’-]?[A-Z][a-z]{{0,15}})?['’-]?[235679]['’]?[a-z]{{1,15}}{_TAIL}"
    rf"|[235679]['’]?[a-z]{{3,15}}{_TAIL}"
    r")(?![\w@])"
)
_FEWEST = 4  # letters and figures


def find_arabizi(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the offsets, into the normalised text, of Arabic words written in Latin letters and figures."""
    if document.normal.text.isascii():
        return
    for match in _WORD.finditer(document.normal.text):
        start, end = match.span()
        taken = overlaps(document.identifiers, start, end)
        if end - start >= _FEWEST and not taken and not _is_usual(document, match.group().lower()):
            yield start, end


def _is_usual(document: Document, word: str) -> bool:
    """Whether a word is a quantity, a format or a product that always has a figure in it."""
    words = document.rulebook[_RULE].words  # type: ignore[union-attr]
    return word in words["usual"] or word[1:] in words["units"]
