"""The names that ship with the rules, and the class of each word that a chain of names could be made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

from khobar_moderation.resources import RULES
from khobar_moderation.text import match_key

__all__ = ["Gazetteer", "WordClass", "bare_word", "load_gazetteer"]

_FOLDER = RULES / "lexicons"
_PARTICLES = re.compile("^(?:[وف]?(?:ال|بال|كال|لل)|[وف]?[بلك]|[وف])(?=...)")
_CLITICS = ("و", "ف", "ب", "ل", "ول", "وب", "فل", "فب")
_ENDINGS = re.compile("(?:هما|ها|هم|هن|نا|كم|كن|تم|وا|ون|ين|ات|ان|ه|ك|ي)$")
_PLURALS = re.compile("(?<=....)(?:ون|ين|ات)$")
_PREFIXES = re.compile("^(?:[سبه]?[يتن]|ا|ما)(?=...)")
_ARTICLE = "ال"
_SERVANT = "عبد"
_FATHERS = ("ابو", "بو", "ام")
_PAIRS = {"GF": "B", "gF": "q", "gf": "q", "wF": "q", "wf": "q", "Gf": "B"}
_SEATED = frozenset("أإآؤئء")
_SHORT = frozenset(("طه", "مي", "ضي"))
_FINAL_YEH = frozenset("يى")


class WordClass(NamedTuple):
    """What a word can be in a chain of names.

    Attributes:
        letter: G first name, g first name that is a word too, w word that is a first name now and then, F family name,
            f family name that is a word too, B first and family name, q the same of a word, N unknown nisba, u unknown
            with article, U unknown, d word with article, v word.
        clitics: letters before the name that belong to clitics.
        compound: S when it begins a compound first name, s when that is an everyday phrase too, else "".
    """

    letter: str
    clitics: int = 0
    compound: str = ""


_NO_NAME = WordClass("v")


class Gazetteer:
    """Names and everyday words by loose key; looking one up takes the same time whatever their number.

    Args:
        names: the file of names with their classes that `training.gazetteer` builds.
        vocabulary: the file of everyday words beside it.
    """

    def __init__(self, names: Path, vocabulary: Path) -> None:
        self._names: dict[str, WordClass] = {}
        self._spelled: dict[str, str] = {}
        self._seated: set[str] = set()
        self._never: frozenset[str] = frozenset()
        for letters, spellings, keys in _rows(names):
            if letters == "x":
                self._never |= frozenset(spellings)
                continue
            self._names.update(zip(keys, repeat(_word_class(letters)), strict=False))
            self._seated.update(name for name in spellings if not _SEATED.isdisjoint(name[1:]))
            if letters[0] in "gwf":
                self._spelled.update(
                    (key, name[-1]) for name, key in zip(spellings, keys, strict=True) if name[-1] in _FINAL_YEH
                )
        self._words = frozenset(vocabulary.read_text(encoding="utf-8").splitlines())

    def __contains__(self, key: str) -> bool:
        return key in self._names

    def keys_of(self, classes: str) -> Iterator[str]:
        """Yield the loose keys of the names whose class letter is one of `classes`."""
        return (key for key, found in self._names.items() if found.letter in classes)

    def classify(self, text: str) -> WordClass:
        """Return the class of a word of normalised text."""
        key = match_key(text)
        if text in self._never:
            return WordClass("v")
        found = self._known(text, key) or self._after_clitic(text, key) or _glued(key, self._names)
        return found or self._unknown(key)

    def _known(self, text: str, key: str) -> WordClass | None:
        found = self._names.get(key)
        if found and self._is_spelled_otherwise(text, key):
            return None
        return found

    def _is_spelled_otherwise(self, text: str, key: str) -> bool:
        """Whether the spelling is another word's: على is not علي, nor تأمر تامر."""
        if text in self._never or self._spelled.get(key, text[-1]) != text[-1]:
            return True
        return not _SEATED.isdisjoint(text[1:]) and text not in self._seated

    def _after_clitic(self, text: str, key: str) -> WordClass | None:
        if key in self._words:
            return None  # لبنان is not for بنان
        for clitic in _CLITICS:
            rest = len(clitic)
            if key.startswith(clitic) and (len(key) > rest + 2 or key[rest:] in _SHORT):
                found = self._known(text[rest:], key[rest:]) or _glued(key[rest:], self._names)
                if found and not (found.letter in "wfq" and clitic in "بل"):
                    return found._replace(clitics=rest)
        return None

    def _unknown(self, key: str) -> WordClass:
        definite = key.startswith(_ARTICLE) and len(key) > 4
        if self._is_word(key):
            return WordClass("d" if definite or key.startswith("لل") else "v")
        if definite:
            return WordClass("N" if key[-1] in _FINAL_YEH else "u")
        return WordClass("U" if len(key) > 2 else "v")

    def _is_word(self, key: str) -> bool:
        bare = bare_word(key)
        if bare in self._words or key in self._words:
            return True
        if key.startswith(_ARTICLE):
            return _PLURALS.sub("", bare) in self._words or self._names.get(bare, _NO_NAME).letter in "gwq"
        stem = _ENDINGS.sub("", bare)
        if len(stem) > 2 and (self._is_stem(stem) or self._is_stem(stem + "ه") or self._is_stem(stem[:-1] + "ه")):
            return True
        tail = _PREFIXES.sub("", bare)
        return tail in self._words or _ENDINGS.sub("", tail) in self._words

    def _is_stem(self, stem: str) -> bool:
        return stem in self._words or self._names.get(stem, _NO_NAME).letter in "gwq"


def bare_word(key: str) -> str:
    """Return a loose key without the article and particles before it.

    >>> bare_word("والمدرسه"), bare_word("للمدرسه")
    ('مدرسه', 'مدرسه')
    """
    return _PARTICLES.sub("", key)


def _word_class(classes: str) -> WordClass:
    plain = classes.strip("Ss")
    letter = _PAIRS.get(plain, plain) or "v"
    return WordClass(letter, compound=classes[len(plain) :])


def _glued(key: str, names: dict[str, WordClass]) -> WordClass | None:
    """Return the class of a first name of two words written as one: عبدالله, ابوبكر, ضيفالله."""
    if key.startswith(_SERVANT) and len(key) > 5 and (key[3:5] == _ARTICLE or key[3:] in ("ربه", "رب")):
        return WordClass("G", compound="S" if key[3:] == "رب" else "")
    for father in _FATHERS:
        rest = names.get(key[len(father) :]) if key.startswith(father) else None
        if rest and rest.letter in "GB" and len(key) > len(father) + 3:
            return WordClass("G")
    return None


def _rows(path: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield class, spellings and loose keys of each line; all keys are made at once, which keeps loading short."""
    text = path.read_text(encoding="utf-8")
    for line, key_line in zip(text.splitlines(), match_key(text).splitlines(), strict=True):
        letters, tab, names = line.partition("\t")
        if tab and not line.startswith("#"):
            yield letters, names.split(" "), key_line[len(letters) + 1 :].split(" ")


@cache
def load_gazetteer() -> Gazetteer:
    """Return the names and words that ship with the rules."""
    return Gazetteer(_FOLDER / "names.tsv", _FOLDER / "names-vocabulary.tsv")
