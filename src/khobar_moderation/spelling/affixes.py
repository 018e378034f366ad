"""Take a loose key apart into prefix, stem and suffix, as a dictionary of stems needs it.

Works on loose keys (see `match_key`); which readings make sense is for the caller to weigh.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["ARTICLES", "Parts", "take_apart"]

_HEH, _TEH, _MARBUTA = (
    "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER TEH}",
    "\N{ARABIC LETTER TEH MARBUTA}",
)
ARTICLES = ("وبال", "وكال", "فبال", "فلل", "ولل", "وال", "فال", "بال", "كال", "ال", "لل")
"""Prefixes that end in the article, the longest first."""
_PARTICLES = ("", "و", "ف", "ب", "ل", "ك", "س", "وب", "ول", "وك", "وس", "فب", "فل", "فس")
_AFTER_ARTICLE = ("", "ات", "ون", "ين", "ان", "يه", "ي")
_PRONOUNS = ("ه", "ها", "هم", "هن", "هما", "ك", "كم", "كن", "نا", "ي", "ني")
_INFLECTED = ("", "ا", "ات", "ون", "ين", "ان", "وا", "ن", "ت", "تم", "تن", *_PRONOUNS)
_ON_PLURALS = (*(f"ات{pronoun}" for pronoun in _PRONOUNS[:-1]), "وه", "وها", "وهم", "ونه", "ونها", "ونهم")
_SHORTEST_STEM = 3


class Parts(NamedTuple):
    """One way to read a word.

    Attributes:
        prefix: letters before the stem, as they are spelled.
        stem: the loose key of the stem, with ه for the ة that a suffix had turned into ت.
        suffix: letters after the stem, as they are spelled.
        opened: whether the ة of the stem is written ت because a suffix follows.
    """

    prefix: str
    stem: str
    suffix: str
    opened: bool

    @property
    def is_definite(self) -> bool:
        """Whether the prefix ends in the article."""
        return self.prefix in ARTICLES


def take_apart(key: str) -> Iterator[Parts]:
    """Yield the ways to read a loose key as prefix, stem of three letters or more, and suffix."""
    for prefix in _PARTICLES:
        if key.startswith(prefix):
            yield from _take_suffix(prefix, key[len(prefix) :], _INFLECTED + _ON_PLURALS)
    for prefix in ARTICLES:
        if key.startswith(prefix):
            yield from _take_suffix(prefix, key[len(prefix) :], _AFTER_ARTICLE)


def _take_suffix(prefix: str, rest: str, suffixes: tuple[str, ...]) -> Iterator[Parts]:
    for suffix in suffixes:
        if not rest.endswith(suffix) or len(rest) - len(suffix) < _SHORTEST_STEM:
            continue
        if suffix == _HEH and rest.startswith(ARTICLES):  # no pronoun after an article, though التزامه is none
            continue
        stem = rest[: len(rest) - len(suffix)]
        if suffix == "يه":  # the nisba of a feminine noun: an article never goes with a pronoun
            yield Parts(prefix, stem + "ي", _MARBUTA, opened=False)
            continue
        if prefix or suffix:
            yield Parts(prefix, stem, suffix, opened=False)
        if suffix in _PRONOUNS and stem.endswith(_TEH):
            yield Parts(prefix, stem[:-1] + _HEH, suffix, opened=True)
