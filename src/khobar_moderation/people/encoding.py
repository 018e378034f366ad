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
_MARK_CLASSES = {letter: WordClass(letter) for letter in (*_KINDS.values(), *_MARKS.values(), ";")}
_ARTICLE = "ال"
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
    classes: list[WordClass] = []
    compound = ""
    for place, token in enumerate(tokens):
        read = _read_token(tokens, place)
        if compound and token.kind == "arabic" and _ends_compound(token.key, compound):
            classes[-1] = classes[-1]._replace(letter="s" if compound == "s" else "S")
            read = WordClass("E")
        compound = _FATHER if token.key in _FATHERS else read.compound or (_NAME if read.letter in "GgBq" else "")
        classes.append(read)
    letters, places = [], []
    for place, (letter, width, _) in enumerate(classes):
        if letter != "_":  # joins the words of a file name
            letters.append("'" + letter if width else letter)
            places += [place, place] if width else [place]
    return Encoded("".join(letters), tokens, places, [each.clitics for each in classes])


def _read_token(tokens: Sequence[Token], place: int) -> WordClass:
    token = tokens[place]
    if token.kind != "arabic":
        return _MARK_CLASSES[_KINDS.get(token.kind) or _MARKS.get(token.text, ";")]
    if len(token.key) < 3 and _is_abbreviation(tokens, place):
        return WordClass("T", len(token.key) - 1)
    return _read_word(token.text)


@lru_cache(maxsize=65_536)
def _read_word(text: str) -> WordClass:
    key = match_key(text)
    if key == _SERVANT:
        return WordClass("v", compound=_SERVANT)
    if len(key) == 1:
        return WordClass("i")
    letter, width = load_context_words().letter(key)
    if letter and (not width or key not in load_gazetteer()):
        return WordClass(letter, width)
    return load_gazetteer().classify(text)


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
