"""Vehicle plates: three of seventeen letters and up to four digits, in Arabic or Latin, in either order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from khobar_moderation.identifiers.model import Identifier, Scan, rule_of
from khobar_moderation.rulepacks import Rulebook
from khobar_moderation.text import match_key

__all__ = ["Plates"]

_KIND = "plate"
# In loose form: alif without hamza, heh without tatweel, ى as ي.
_ARABIC, _LATIN = "[ابحدرسصطعقكلمنهوي]", "[abdehjklnrstuvxgz]"
_ANY_ARABIC = "[ء-ي]"
_NOT_ISSUED = re.compile("[تثجخذزشضظغف]")
_DIGITS = "[0-9]{1,4}"


def _pattern(letter_gap: str, arabic: str) -> re.Pattern[str]:
    alternatives = []
    for letter in (arabic, _LATIN):
        letters = rf"(?<![^\W\d_]){letter}{letter_gap}{letter}{letter_gap}{letter}(?![^\W\d_])"
        alternatives.append(rf"(?<![0-9]){_DIGITS}[ \-]{{0,2}}{letters}(?![ \-]{{0,2}}[0-9])")
        alternatives.append(rf"{letters}[ \-:]{{0,2}}{_DIGITS}(?![0-9])(?![./:,\-][0-9])")
    return re.compile("|".join(alternatives))


_SPACED = _pattern(r"[ .\-]{1,2}", _ANY_ARABIC)
_JOINED = _pattern("", _ARABIC)


class Plates:
    """Finds plates: with spaced letters wherever no word speaks against them, with joined ones near a vehicle.

    Args:
        rulebook: holds `exposure/plate`, whose `words` list words that look like the letters of one.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        words = rulebook[rule_of(_KIND)].words["no letters"]  # type: ignore[union-attr]
        self._words = frozenset(match_key(word) for word in words)

    def find(self, scan: Scan) -> Iterator[Identifier]:
        """Yield the plates of a document."""
        if len(scan.letters) >= 3:
            for match in _SPACED.finditer(scan.key):
                if _is_plate(scan, match):
                    yield Identifier(_KIND, match.start(), match.end(), 0.95)
        if scan.hits(_KIND, "supports"):
            for match in _JOINED.finditer(scan.key):
                word = match.group().strip("0123456789- :")
                if word not in self._words and scan.leaning(_KIND, match.start(), match.end()) > 0:
                    yield Identifier(_KIND, match.start(), match.end(), 0.85)


def _is_plate(scan: Scan, match: re.Match[str]) -> bool:
    """Whether spaced letters and figures are a plate; with letters that no plate has, only near a word of vehicles."""
    if _NOT_ISSUED.search(match.group()):
        return scan.leaning(_KIND, *match.span()) > 0
    start = match.start()
    return scan.sentence_has(_KIND, "supports", start) or not scan.sentence_has(_KIND, "against", start)
