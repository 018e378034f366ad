"""Write a post as one letter a token, so that chains of names can be told by a regular expression.

Letters beside those of `WordClass` and `ContextWords`: T also for an abbreviated title; S the first part of a compound
name and s of one that is an everyday phrase too, E its second; i a single letter, L a Latin word, h a hashtag, # a
number; marks stand for themselves, and ; for whatever else there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from khobar_moderation.people.context_words import load_context_words
from khobar_moderation.people.gazetteer import WordClass, load_gazetteer
from khobar_moderation.text import Token, match_key

__all__ = ["Encoded", "encode"]

_MARKS = {
    **dict.fromkeys("،,", ","),
    **dict.fromkeys("؛;!?؟…*", ";"),
    **dict.fromkeys("–—-", "-"),
    **dict.fromkeys('«»"“”', '"'),
    **dict.fromkeys("([{", "("),
    **dict.fromkeys(")]}", ")"),
    **{mark: mark for mark in ".:/|_"},
}
_KINDS = {"newline": "\n", "number": "#", "latin": "L", "hashtag": "h"}
_JOINS = frozenset("/0123456789")
_ARTICLE = "ال"
_SHORT = 3
_FATHERS = frozenset(("ابو", "ابي", "ابا"))
_FATHER = "father"
_BAKR = "بكر"
_FAITH = "الدين"
_NAME = "name"
_SERVANT = "عبد"
_LORD = ("رب", "ربه")


class Encoded(NamedTuple):
    """A post as letters.

    Attributes:
        letters: one for each token, and `'` before one that begins with clitics.
        tokens: the tokens encoded.
        places: for each letter, the place of its token.
        clitics: for each token, how many of its characters are clitics.
    """

    letters: str
    tokens: Sequence[Token]
    places: Sequence[int]
    clitics: Sequence[int]


def encode(tokens: Sequence[Token]) -> Encoded:
    """Return the letters of `tokens`."""
    letters: list[str] = []
    places: list[int] = []
    clitics: list[int] = []
    compound = ""
    for place, (kind, _, _, text, key) in enumerate(tokens):
        if kind != "arabic":
            letter, width, compound = _KINDS.get(kind) or _MARKS.get(text, ";"), 0, ""
        elif compound and _ends_compound(key, compound):
            letters[-1] = "s" if compound == "s" else "S"
            letter, width, compound = "E", 0, ""
        elif len(key) < _SHORT and _is_abbreviation(tokens, place):
            letter, width, compound = "T", len(key) - 1, ""
        else:
            letter, width, compound = _read_word(text)
        if letter == "i" and letters[-2:] == ["T", "."]:
            letters[-2] = "i"  # م.ع. are initials, not the title م.
        clitics.append(width)
        if width:
            letters.append("'")
            places.append(place)
        if letter != "_":  # which joins the words of a file name
            letters.append(letter)
            places.append(place)
    return Encoded("".join(letters), tokens, places, clitics)


@lru_cache(maxsize=65_536)
def _read_word(text: str) -> WordClass:
    key = match_key(text)
    if len(key) == 1:
        return WordClass("i")
    if key == _SERVANT:
        return WordClass("v", compound=_SERVANT)
    letter, width = load_context_words().letter(key)
    if letter and (not width or key not in load_gazetteer()):
        return WordClass(letter, width, _FATHER if key in _FATHERS else "")
    found = load_gazetteer().classify(text)
    return found._replace(compound=_NAME) if found.letter in "GgBq" and not found.compound else found


def _ends_compound(key: str, compound: str) -> bool:
    if compound == _FATHER:
        return key == _BAKR
    if compound == _NAME:
        return key == _FAITH
    if compound == _SERVANT:
        return key.startswith(_ARTICLE) or key in _LORD
    return key in load_context_words().compound_ends


def _is_abbreviation(tokens: Sequence[Token], place: int) -> bool:
    """Tell أ. and م/ before a name from the letter of a class, as in 3/أ."""
    token = tokens[place]
    bare = token.key[-1:]
    after = tokens[place + 1].text if place + 1 < len(tokens) else ""
    if after not in (".", "/") or bare not in load_context_words().abbreviations:
        return False
    before = tokens[place - 1] if place else None
    joined = before is not None and before.end == token.start and before.text[-1:] in _JOINS
    return not joined and token.key[:-1] in ("", "و", "ل", "ف", "ب")
