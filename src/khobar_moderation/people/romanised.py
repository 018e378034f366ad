"""Tell Arabic names in Latin letters, chat digits and all, by the consonants that survive every spelling."""

from __future__ import annotations

import re
from functools import cache

from khobar_moderation.people.gazetteer import load_gazetteer

__all__ = ["is_latin_family", "is_latin_given", "skeleton_of_arabic", "skeleton_of_latin"]

_ARABIC = str.maketrans(
    {
        **dict.fromkeys("اأإآٱىيوؤئءعة", ""),
        **dict.fromkeys("تطث", "t"),
        **dict.fromkeys("حه", "h"),
        **dict.fromkeys("دذضظ", "d"),
        **dict.fromkeys("سص", "s"),
        **dict.fromkeys("خقكغ", "k"),
        "ب": "b",
        "ج": "j",
        "ر": "r",
        "ز": "z",
        "ش": "x",
        "ف": "f",
        "ل": "l",
        "م": "m",
        "ن": "n",
    }
)
_DIGRAPHS = (("sh", "x"), ("ch", "x"), ("kh", "k"), ("gh", "k"), ("th", "t"), ("dh", "d"), ("ph", "f"))
_LATIN = str.maketrans(
    {
        **dict.fromkeys("aeiouyw23'’`-", ""),
        **dict.fromkeys("cqg58", "k"),
        "7": "h",
        "6": "t",
        "9": "s",
        "4": "d",
        "p": "b",
        "v": "f",
    }
)
_WORD = re.compile("(?=(?:[^A-Za-z]*[A-Za-z]){3})[A-Za-z235679'’`-]+")
_REPEATED = re.compile(r"(.)\1+")
_ARTICLE = "ال"
_LATIN_ARTICLE = re.compile("^(?:al|el|aal)[-' ]?(?=[a-z0-9'-]{3})")
_SHORTEST = 2


def is_latin_given(word: str) -> bool:
    """Whether a Latin word has the consonants of an Arabic first name."""
    skeleton = skeleton_of_latin(word)
    return bool(_WORD.fullmatch(word)) and len(skeleton) >= _SHORTEST and skeleton in _skeletons("GBgq")


def is_latin_family(word: str) -> bool:
    """Whether a Latin word has the article and the consonants of an Arabic family name."""
    skeleton = skeleton_of_latin(word)
    return bool(_LATIN_ARTICLE.match(word.lower())) and len(skeleton) >= _SHORTEST and skeleton in _skeletons("FNBfq")


def skeleton_of_latin(word: str) -> str:
    """Return the consonants of a Latin word, without article.

    >>> skeleton_of_latin("Al-3tebi"), skeleton_of_latin("Mo7ammed")
    ('tb', 'mhmd')
    """
    bare = _LATIN_ARTICLE.sub("", word.lower())
    for pair, letter in _DIGRAPHS:
        bare = bare.replace(pair, letter)
    return _finish(bare.translate(_LATIN))


def skeleton_of_arabic(key: str) -> str:
    """Return the consonants of a name in loose form, without article.

    >>> skeleton_of_arabic("العتيبي"), skeleton_of_arabic("محمد")
    ('tb', 'mhmd')
    """
    return _finish(key.removeprefix(_ARTICLE).translate(_ARABIC))


def _finish(skeleton: str) -> str:
    return _REPEATED.sub(r"\1", skeleton).removesuffix("h")


@cache
def _skeletons(classes: str) -> frozenset[str]:
    return frozenset(skeleton_of_arabic(key) for key in load_gazetteer().keys_of(classes))
