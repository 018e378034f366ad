"""Numbers and what they count: gender, singular or plural, case."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from khobar_moderation.checks.language.drafts import Drafts
from khobar_moderation.checks.language.reading import Reading
from khobar_moderation.checks.language.steps import Step
from khobar_moderation.checks.language.wordlists import WordLists
from khobar_moderation.spelling.speller import is_noun

__all__ = ["NUMBERS"]

_RULE = "language/counted-noun"
_PREFIXES = ("", "و", "ب", "ل", "ف", "وب", "ول")
_TEN_MASCULINE, _TEN_FEMININE = "عشر", "عشرة"
_NOMINATIVE, _OBLIQUE = "ون", "ين"
_ALEF, _MARBUTA = "\N{ARABIC LETTER ALEF}", "\N{ARABIC LETTER TEH MARBUTA}"
_FATHATAN = "\N{ARABIC FATHATAN}"
_DIGITS = re.compile(r"(?<![\d.,:/\-])(\d{1,3}(?:,\d{3})+|\d+) $")
_LONGEST_NUMBER = 12
_UNITS, _TEENS = range(3, 11), range(11, 100)


class _Numeral(NamedTuple):
    prefix: str
    feminine: str  # as it stands before a feminine noun
    masculine: str


class _Nouns(NamedTuple):
    """Counted nouns: gender by singular and by plural, and each from the other; numerals as written."""

    feminine: frozenset[str]
    plural_of: dict[str, str]
    singular_of: dict[str, str]
    units: dict[str, _Numeral]
    teens: dict[str, _Numeral]
    tens: frozenset[str]

    def is_feminine(self, noun: str) -> bool | None:
        """Return the gender of a singular or plural; None for a noun that is not known."""
        if noun in self.feminine:
            return True
        if noun in self.singular_of or noun in self.plural_of:
            return False
        return False if noun.endswith(_OBLIQUE) and len(noun) > 5 and is_noun(noun) else None


@lru_cache(maxsize=8)
def _nouns(lists: WordLists) -> _Nouns:
    masculine, feminine = lists.pairs(_RULE, "masculine"), lists.pairs(_RULE, "feminine")
    plural_of = masculine | feminine
    return _Nouns(
        frozenset((*feminine, *feminine.values())),
        plural_of,
        {plural: singular for singular, plural in plural_of.items()},
        _spellings(lists.pairs(_RULE, "units")),
        _spellings(lists.pairs(_RULE, "teens")),
        frozenset(prefix + word for word in lists.words(_RULE, "tens") for prefix in _PREFIXES),
    )


def _spellings(pairs: dict[str, str]) -> dict[str, _Numeral]:
    return {
        prefix + form: _Numeral(prefix, feminine, masculine)
        for feminine, masculine in pairs.items()
        for form in (feminine, masculine)
        for prefix in _PREFIXES
    }


def _concerns(word: str, lists: WordLists) -> bool:
    nouns = _nouns(lists)
    return any(word in group for group in (nouns.units, nouns.teens, nouns.tens, nouns.plural_of, nouns.singular_of))


def _mend_number(index: int, reading: Reading, drafts: Drafts) -> None:
    """Correct a numeral that does not agree with its noun, or a noun that does not agree with its number."""
    nouns = _nouns(reading.lists)
    word = reading.mended[index]
    if word in nouns.units or word in nouns.teens:
        _mend_unit(index, reading, drafts, nouns)
    elif word in nouns.tens:
        _mend_tens(index, reading, drafts, nouns)
    elif word in nouns.plural_of or word in nouns.singular_of:
        _mend_after_number(index, reading, drafts, nouns)


NUMBERS = Step(_concerns, _mend_number, formal=True)


def _mend_unit(index: int, reading: Reading, drafts: Drafts, nouns: _Nouns) -> None:
    word, after = reading.mended[index], reading.after(index)
    if after in (_TEN_MASCULINE, _TEN_FEMININE):
        _mend_teen(index, reading, drafts, nouns)
        return
    if word not in nouns.units or not after:
        return
    numeral = nouns.units[word]
    feminine = nouns.is_feminine(after) if after not in nouns.plural_of or after in nouns.singular_of else None
    if feminine is not None:
        right = numeral.prefix + (numeral.feminine if feminine else numeral.masculine)
        if not _same_numeral(word, right):
            drafts.mend(_RULE, index, right)


def _same_numeral(word: str, right: str) -> bool:
    return word == right or {word, right} <= {"ثماني", "ثمان"}


def _mend_teen(index: int, reading: Reading, drafts: Drafts, nouns: _Nouns) -> None:
    counted = _bare_singular(reading.after(index + 1))
    feminine = nouns.is_feminine(counted) if counted in nouns.plural_of else None
    numeral = nouns.teens.get(reading.mended[index]) or nouns.units[reading.mended[index]]
    if feminine is None:
        return
    first = numeral.feminine if feminine else numeral.masculine
    right = (numeral.prefix + first, _TEN_FEMININE if feminine else _TEN_MASCULINE)
    wrong = (reading.mended[index], reading.mended[index + 1])
    if right[0] != wrong[0] and right[1] != wrong[1]:
        drafts.mend(_RULE, index, " ".join(right), count=2)
    elif right[0] != wrong[0]:
        drafts.mend(_RULE, index, right[0])
    elif right[1] != wrong[1]:
        drafts.mend(_RULE, index + 1, right[1])


def _bare_singular(noun: str) -> str:
    return noun[:-1] if noun.endswith(_ALEF) and not noun.endswith(_MARBUTA) else noun


def _mend_tens(index: int, reading: Reading, drafts: Drafts, nouns: _Nouns) -> None:
    """خمسون after a preposition is خمسين; so is the second part of خمسة وعشرون."""
    word = reading.mended[index]
    oblique = reading.lists.words(_RULE, "oblique")
    before = reading.before(index)
    governed = before in oblique or word.startswith(("ب", "ل"))
    if before in nouns.units and word.startswith("و"):
        governed = reading.before(index - 1) in oblique or nouns.units[before].prefix in ("ب", "ل")
    if governed:
        drafts.mend(_RULE, index, word.removesuffix(_NOMINATIVE) + _OBLIQUE)
        return
    counted = reading.after(index)
    if counted in nouns.plural_of and counted not in nouns.feminine and index + 1 not in reading.silent:
        drafts.mend(_RULE, index + 1, counted + reading.fathatan)


def _mend_after_number(index: int, reading: Reading, drafts: Drafts, nouns: _Nouns) -> None:
    word = reading.mended[index]
    number = _number_before(index, reading)
    if number is None:
        return
    singular = nouns.singular_of.get(word, word)
    if number % 100 in _TEENS:
        right = singular if singular in nouns.feminine else singular + reading.fathatan
        if singular.endswith("ى") or (word == right) or _has_tanwin(index, reading):
            return
        drafts.mend(_RULE, index, right)
    elif number >= 100 and number % 100 == 0 and word in nouns.singular_of and word not in nouns.plural_of:
        drafts.mend(_RULE, index, singular)
    elif number in _UNITS and word in nouns.plural_of and word not in nouns.singular_of:
        drafts.mend(_RULE, index, nouns.plural_of[word], safe=False)


def _has_tanwin(index: int, reading: Reading) -> bool:
    return _FATHATAN in reading.surface(index)


def _number_before(index: int, reading: Reading) -> int | None:
    """Return the number in digits right before a word, unless it is the number of something."""
    start = reading.words[index].start
    match = _DIGITS.search(reading.document.normal.text[max(0, start - _LONGEST_NUMBER) : start])
    if not match:
        return None
    place = start - len(match.group())
    is_next = index > 0 and reading.words[index - 1].end == place - 1
    if is_next and reading.mended[index - 1] in reading.lists.words(_RULE, "not_counting"):
        return None
    return int(match.group(1).replace(",", ""))
