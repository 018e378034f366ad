"""Part words that were written as one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from khobar_moderation.spelling.repairs import weigh_form
from khobar_moderation.spelling.speller import is_known

__all__ = ["split_word"]

_NEVER_INSIDE = frozenset("\N{ARABIC LETTER TEH MARBUTA}\N{ARABIC LETTER ALEF MAKSURA}")
"""Letters that end a word: whatever follows them is the next word."""
_ARTICLE = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
_NEGATIONS = ("لا", "ما")
_PAST, _PLURAL = ("توا", "تو"), ("ون", "وا", "ونه", "ونها", "ونهم", "ين")
_PRESENT = frozenset("يتنأ")
_BEFORE_NOUNS = frozenset(("في", "وفي", "مع", "ومع"))
_SHORTEST = 3
_OFTEN, _VERY_OFTEN = 20.0, 400.0


@lru_cache(maxsize=16_384)
def split_word(word: str, heads: frozenset[str], tails: frozenset[str], *, dialect: bool = False) -> str | None:
    """Return an unknown word parted in two known ones by a blank, None where it does not part.

    Args:
        word: in normal spelling, unknown to the lexicon.
        heads: short words that writers join to the next one, such as لا and في.
        tails: short words that writers join to the one before, such as أن and عليه.
        dialect: whether verbs count that only dialect has, known by their endings.
    """
    for place in _certain_places(word):
        if _is_word(word[:place]) and _is_word(word[place:]):
            return f"{word[:place]} {word[place:]}"
    for place in range(2, len(word) - 1):
        head, tail = word[:place], word[place:]
        if head in heads and _fits_after(head, tail):
            return f"{head} {tail}"
        if dialect and head in heads and head.endswith(_NEGATIONS) and _looks_like_verb(tail):
            return f"{head} {tail}"
        if tail in tails and len(head) >= _SHORTEST and weigh_form(head) >= _OFTEN:
            return f"{head} {tail}"
        if tail.startswith(_ARTICLE) and len(tail) > 4 and weigh_form(head) >= _OFTEN and weigh_form(tail) >= _OFTEN:
            return f"{head} {tail}"
    return None


def _fits_after(head: str, tail: str) -> bool:
    """Whether a word can follow: after لا a verb of the present (لاسلكي is a word), after في rather an article."""
    if len(tail) < _SHORTEST:
        return False
    weight = weigh_form(tail)
    if head.endswith(_NEGATIONS[0]):
        return weight >= _OFTEN and tail[0] in _PRESENT
    return weight >= (_VERY_OFTEN if head in _BEFORE_NOUNS and not tail.startswith(_ARTICLE) else _OFTEN)


def _looks_like_verb(tail: str) -> bool:
    return len(tail) > 4 and (tail.endswith(_PAST) or (tail[0] in _PRESENT and tail.endswith(_PLURAL)))


def _certain_places(word: str) -> Iterator[int]:
    return (place + 1 for place, letter in enumerate(word[:-1]) if letter in _NEVER_INSIDE and place)


def _is_word(part: str) -> bool:
    return weigh_form(part) >= _OFTEN or (len(part) >= _SHORTEST and is_known(part))
