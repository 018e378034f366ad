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
_NOMINATIVE, _OBLIQUE, _DUALS = "ون", "ين", ("ان", "ين")
_EIGHT = ("ثماني", "ثمان")
_ALEF, _FATHATAN, _MAQSURA = (
    "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC FATHATAN}",
    "\N{ARABIC LETTER ALEF MAKSURA}",
)
_DIGITS = re.compile(r"(?<![\d.,:/\-])(\d{1,3}(?:,\d{3})+|\d+) $")
_LONGEST_NUMBER = 12
_UNITS, _TEENS_AND_TENS = range(3, 11), range(11, 100)


class _Numeral(NamedTuple):
    prefix: str
    feminine: str  # as it stands before a feminine noun
    masculine: str

    def before(self, *, feminine: bool) -> str:
        return self.prefix + (self.feminine if feminine else self.masculine)


class _Nouns(NamedTuple):
    """Counted nouns and numerals as written: gender by singular and by plural, each from the other."""

    feminine: frozenset[str]
    masculine: frozenset[str]
    plural_of: dict[str, str]
    singular_of: dict[str, str]
    units: dict[str, _Numeral]
    teens: dict[str, _Numeral]
    tens: frozenset[str]
    tens_joined: frozenset[str]
    hundreds: frozenset[str]
    numerals: frozenset[str]

    def is_feminine(self, noun: str) -> bool | None:
        """Return the gender of a singular or plural; None for a noun that is not known."""
        if noun in self.feminine:
            return True
        if noun in self.masculine:
            return False
        return False if noun.endswith(_OBLIQUE) and len(noun) > 5 and is_noun(noun) else None

    def is_only_singular(self, noun: str) -> bool:
        return noun in self.plural_of and noun not in self.singular_of

    def is_only_plural(self, noun: str) -> bool:
        return noun in self.singular_of and noun not in self.plural_of


@lru_cache(maxsize=8)
def _nouns(lists: WordLists) -> _Nouns:
    masculine, feminine = lists.pairs(_RULE, "masculine"), lists.pairs(_RULE, "feminine")
    plural_of = masculine | feminine
    tens = lists.words(_RULE, "tens")
    both_cases = {stem + ending for ten in tens for stem in (ten[:-2],) for ending in (_NOMINATIVE, _OBLIQUE)}
    units, teens = _spellings(lists.pairs(_RULE, "units")), _spellings(lists.pairs(_RULE, "teens"))
    tens_as_written = frozenset(prefix + word for word in tens for prefix in _PREFIXES)
    hundreds = frozenset(prefix + word for word in lists.words(_RULE, "hundreds") for prefix in _PREFIXES)
    return _Nouns(
        frozenset((*feminine, *feminine.values(), *lists.words(_RULE, "more_feminine"))),
        frozenset((*masculine, *masculine.values(), *lists.words(_RULE, "more_masculine"))),
        plural_of,
        {plural: singular for singular, plural in plural_of.items()},
        units,
        teens,
        tens_as_written,
        frozenset("و" + word for word in both_cases),
        hundreds,
        frozenset((*units, *teens, *tens_as_written, *hundreds)),
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
    return word in nouns.numerals or word in nouns.plural_of or word in nouns.singular_of


def _mend_number(index: int, reading: Reading, drafts: Drafts) -> None:
    """Correct a numeral that does not agree with its noun, or a noun that does not agree with its number."""
    nouns = _nouns(reading.lists)
    if reading.mended[index] in nouns.numerals:
        _mend_numeral(index, reading, drafts, nouns)
    elif reading.follows_digit(index):
        _mend_after_digits(index, reading, drafts, nouns)


def _mend_numeral(index: int, reading: Reading, drafts: Drafts, nouns: _Nouns) -> None:
    word, after = reading.mended[index], reading.after(index)
    if (word in nouns.units or word in nouns.teens) and after in (_TEN_MASCULINE, _TEN_FEMININE):
        _mend_teen(index, reading, drafts, nouns)
    elif word in nouns.units:
        _mend_unit(index, reading, drafts, nouns)
    elif word in nouns.tens:
        _mend_tens(index, reading, drafts, nouns)
    elif word in nouns.hundreds:
        _mend_hundreds(index, reading, drafts, nouns)
    elif word in nouns.plural_of or word in nouns.singular_of:
        _mend_after_digits(index, reading, drafts, nouns)


NUMBERS = Step(_concerns, _mend_number, formal=True)


def _mend_unit(index: int, reading: Reading, drafts: Drafts, nouns: _Nouns) -> None:
    word, noun = reading.mended[index], reading.after(index)
    if noun in nouns.tens_joined:
        noun = _bare_singular(reading.after(index + 1))
    elif nouns.is_only_singular(noun):
        return  # no plural follows, so it may not be what is counted
    feminine = nouns.is_feminine(noun) if noun else None
    if feminine is not None:
        right = nouns.units[word].before(feminine=feminine)
        if word != right and not (word.endswith(_EIGHT) and right.endswith(_EIGHT)):
            drafts.mend(_RULE, index, right)


def _mend_teen(index: int, reading: Reading, drafts: Drafts, nouns: _Nouns) -> None:
    noun = _bare_singular(reading.after(index + 1))
    if noun not in nouns.plural_of:
        return
    feminine = noun in nouns.feminine
    wrong = (reading.mended[index], reading.mended[index + 1])
    numeral = nouns.teens.get(wrong[0]) or nouns.units[wrong[0]]
    right = (numeral.before(feminine=feminine), _TEN_FEMININE if feminine else _TEN_MASCULINE)
    if right[0] != wrong[0] and right[1] != wrong[1]:
        drafts.mend(_RULE, index, " ".join(right), count=2)
    elif right[0] != wrong[0]:
        drafts.mend(_RULE, index, right[0])
    elif right[1] != wrong[1]:
        drafts.mend(_RULE, index + 1, right[1])


def _bare_singular(noun: str) -> str:
    return noun.removesuffix(_ALEF)


def _mend_tens(index: int, reading: Reading, drafts: Drafts, nouns: _Nouns) -> None:
    """خمسون after a preposition is خمسين; so is the second part of خمسة وعشرون; and عشرون معلم lacks its tanwin."""
    word, before, noun = reading.mended[index], reading.before(index), reading.after(index)
    oblique = reading.lists.words(_RULE, "oblique")
    governed = before in oblique or word.startswith(("ب", "ل"))
    if before in nouns.units and word.startswith("و"):
        governed = reading.before(index - 1) in oblique or nouns.units[before].prefix in ("ب", "ل")
    if governed:
        drafts.mend(_RULE, index, word.removesuffix(_NOMINATIVE) + _OBLIQUE)
    elif nouns.is_only_singular(noun) and noun not in nouns.feminine and index + 1 not in reading.silent:
        drafts.mend(_RULE, index + 1, noun + reading.fathatan)


def _mend_hundreds(index: int, reading: Reading, drafts: Drafts, nouns: _Nouns) -> None:
    """ستمئة حقائب is ستمئة حقيبة; مئتين طالب is مئتي طالب."""
    word, noun = reading.mended[index], reading.after(index)
    if nouns.is_only_plural(noun):
        drafts.mend(_RULE, index + 1, nouns.singular_of[noun])
    elif word.endswith(_DUALS) and nouns.is_only_singular(noun):
        drafts.mend(_RULE, index, word[:-1], safe=False)


def _mend_after_digits(index: int, reading: Reading, drafts: Drafts, nouns: _Nouns) -> None:
    word = reading.mended[index]
    number = _number_before(index, reading)
    if number is None:
        return
    singular = nouns.singular_of.get(word, word)
    if number % 100 in _TEENS_AND_TENS:
        right = singular if singular in nouns.feminine else singular + reading.fathatan
        if not singular.endswith(_MAQSURA) and word != right and _FATHATAN not in reading.surface(index):
            drafts.mend(_RULE, index, right)
    elif number >= 100 and number % 100 == 0 and nouns.is_only_plural(word):
        drafts.mend(_RULE, index, singular)
    elif number in _UNITS and nouns.is_only_singular(word):
        drafts.mend(_RULE, index, nouns.plural_of[word], safe=False)


def _number_before(index: int, reading: Reading) -> int | None:
    """Return the number in digits right before a word, unless it is the number of something."""
    start = reading.words[index].start
    match = _DIGITS.search(reading.document.normal.text[max(0, start - _LONGEST_NUMBER) : start])
    if not match:
        return None
    is_next = index > 0 and reading.words[index - 1].end == start - len(match.group()) - 1
    if is_next and reading.mended[index - 1] in reading.lists.words(_RULE, "not_counting"):
        return None
    return int(match.group(1).replace(",", ""))
