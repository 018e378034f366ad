"""Read digits that are written as words: "صفر خمسة خمسة" and so on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from khobar_moderation.text import match_key

if TYPE_CHECKING:
    from khobar_moderation.document import Document
    from khobar_moderation.rulepacks import Rulebook
    from khobar_moderation.text import Token

__all__ = ["DigitWords", "Piece"]

_RULE = "evasion/spelled-digits"
_PREFIXES = "بعلف"
_AND = "و"
_FEWEST = 3  # words; fewer spell no number worth hiding


class Piece(NamedTuple):
    """Digits that stand together, as figures or as one number word; offsets into the normalised text."""

    start: int
    end: int
    digits: str
    is_word: bool


class DigitWords:
    """The words for digits and for what may stand between them, from the rule file.

    Args:
        rulebook: holds `evasion/spelled-digits`, whose `words` give the words of each value, and `between`.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        words: dict[str, list[str]] = dict(rulebook[_RULE].words)  # type: ignore[union-attr]
        between = [match_key(word) for word in words.pop("between")]
        self._forms = _forms({match_key(word): digits for digits, names in words.items() for word in names})
        self._between = re.compile(rf"[ ،,:]{{0,2}}(?:{'|'.join(map(re.escape, between))})[ ،,:]{{0,2}}")
        self._beside_word = re.compile(r"[ \n،,:؛.\-\u2010-\u2015_/…()|]{0,4}")
        self.longest_gap = max(map(len, between)) + 4

    def joins(self, gap: str, beside_word: bool) -> bool:
        """Whether `gap` between two pieces may be part of a number; marks are, beside a digit word."""
        if beside_word and self._beside_word.fullmatch(gap):
            return True
        return self._between.fullmatch(match_key(gap)) is not None

    def pieces(self, document: Document) -> list[Piece]:
        """Return the number words of a document as digits; none if there are too few to hide a number."""
        words = [word for word in document.words if word.key in self._forms]
        return list(self._composed(document.key, words)) if len(words) >= _FEWEST else []

    def _composed(self, key: str, words: list[Token]) -> Iterator[Piece]:
        held: Piece | None = None
        for word in words:
            clitic, digits, conjoined = self._forms[word.key]
            piece = Piece(word.start + clitic, word.end, digits, True)
            if held and conjoined and key[held.end : word.start] == " " and _adds_up(held.digits, piece.digits):
                total = str(int(held.digits) + int(piece.digits))
                held = Piece(held.start, piece.end, total, True)
                continue
            if held:
                yield held
            held = piece
        if held:
            yield held


def _forms(values: dict[str, str]) -> dict[str, tuple[int, str, bool]]:
    """Return, for each number word with and without a clitic: letters of the clitic to skip, digits, after "and"."""
    forms = {_AND + word: (0, digits, True) for word, digits in values.items()}
    forms |= {prefix + word: (1, digits, False) for prefix in _PREFIXES for word, digits in values.items()}
    return forms | {word: (0, digits, False) for word, digits in values.items()}


def _adds_up(left: str, right: str) -> bool:
    """Whether "left and right" is one number: five and fifty, a hundred and twelve."""
    low, high = int(left), int(right)
    if 20 <= high < 100 and high % 10 == 0:
        return 0 < low < 10 or (low >= 100 and low % 100 < 10)
    return low >= 100 and low % 100 == 0 and high < 100
