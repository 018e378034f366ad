"""Dates in figures and in words, Gregorian and Hijri."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from khobar_moderation.text import match_key

if TYPE_CHECKING:
    from khobar_moderation.rulepacks import Rulebook

__all__ = ["FIGURES", "Dates", "is_old"]

_YEAR = r"(?:1[34]|19|20)[0-9]{2}"
_BETWEEN = r" ?[./\-\u2010-\u2015] ?"
_DAY = r"[0-9]{1,2}"
_FIGURES = (
    rf"(?<![0-9])(?<![0-9][./\-])(?:{_DAY}{_BETWEEN}{_DAY}{_BETWEEN}{_YEAR}|{_YEAR}{_BETWEEN}{_DAY}{_BETWEEN}{_DAY})"
    r"(?![0-9])(?![./\-][0-9])"
)
FIGURES = re.compile(_FIGURES)
"""A day with a full year, in either order, over the normalised text."""

_YOUNGEST = 2  # years; nobody whom a school writes about is younger
_LUNAR = 1500  # years below it are Hijri
_HIJRI_EPOCH, _HIJRI_YEAR = 622, 0.970224  # a lunar year in solar ones; good to a year


class Dates:
    """Finds dates in the loose form of a text.

    Args:
        rulebook: holds `exposure/birth-date` with names of months and `evasion/spelled-digits` with number words.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        words = rulebook["exposure/birth-date"].words  # type: ignore[union-attr]
        numbers: dict[str, list[str]] = rulebook["evasion/spelled-digits"].words  # type: ignore[union-attr]
        counted = [name for digits, names in numbers.items() if digits.isdigit() for name in names]
        number = rf"و?(?:{_any([*counted, *words['thousands']])})(?![ء-ي])"
        ordinal = rf"(?:{_any(words['days'])})(?: وال[ء-ي]{{4,6}})?"
        year = rf"(?:{_any(words['year'])})? ?(?:{_YEAR}(?![0-9])|{number}(?: {number}){{0,6}})"
        day = rf"(?:(?<![0-9])[0-9]{{1,2}}|(?<![ء-ي]){ordinal})"
        named = rf"{day} ?[/\-]? ?(?:من )?(?:شهر )?(?:{_any(words['months'])})(?![ء-ي])[ ،,/\-]{{1,2}}{year}"
        era = rf"(?: ?(?:{_any(words['eras'])})(?![ء-ي]))?"
        self._pattern = re.compile(rf"(?:{_FIGURES}|{named}){era}")

    def find(self, key: str) -> Iterator[tuple[int, int]]:
        """Yield the offsets of the dates in `key`, in reading order."""
        for match in self._pattern.finditer(key):
            yield match.span()


def is_old(date: str, now: datetime) -> bool:
    """Whether the year of `date` is so long past that a pupil can be born in it; True when it is in words."""
    year = re.search(_YEAR, date)
    if not year:
        return True
    number = int(year.group())
    solar = number * _HIJRI_YEAR + _HIJRI_EPOCH if number < _LUNAR else number
    return now.year - solar > _YOUNGEST


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(match_key(word)) for word in sorted(words, key=len, reverse=True))
