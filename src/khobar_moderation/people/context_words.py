"""The words around names that ship with the rules: titles, links, places that bear names, public figures."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

from khobar_moderation.resources import RULES
from khobar_moderation.text import match_key

__all__ = ["ContextWords", "load_context_words"]

_LETTERS = {
    "title": "T",
    "title_name": "Y",
    "relation": "R",
    "naming": "r",
    "vocative": "y",
    "link": "b",
    "clan": "A",
    "kunya": "K",
    "place": "P",
    "ruler": "M",
    "job": "J",
    "honorific": "H",
    "predicate": "c",
}
_ARTICLE, _TO_THE = "ال", "لل"
_CONJUNCTIONS = ("و", "ف")
_PREPOSITIONS = ("ل", "ب", "ك")


class ContextWords:
    """Classes of the words around names, by loose key, and the public figures, as loose keys.

    Args:
        path: the file of words, a kind and its words on a line.

    Attributes:
        letters: T title, Y title that is a name too, R relative, J job, r
            what says that a name comes, y vocative, b link, A clan, K kunya,
            P place, M ruler, H what follows a holy name, c what is said of a person.
        abbreviations: single letters that are titles before a full stop or stroke.
        compound_ends: words that end a first name of two words.
        place_titles: titles that belong to the name of a place right before them.
        courtesies: words of good wishes before a name that are names too.
        not_family: words with article that follow a first name and are no family name.
        public: names of no private person.
    """

    def __init__(self, path: Path) -> None:
        kinds = _read(path)
        self.public = frozenset(kinds.pop("public"))
        self.compound_ends = frozenset(kinds.pop("compound_end"))
        self.place_titles = frozenset(kinds.pop("place_title"))
        self.courtesies = frozenset(kinds.pop("courtesy"))
        self.not_family = frozenset(kinds.pop("not_family"))
        self.abbreviations = frozenset(kinds.pop("abbreviation"))
        self.letters = {word: _LETTERS[kind] for kind, words in kinds.items() for word in words}

    def letter(self, key: str) -> tuple[str, int]:
        """Return the class of a word and how many letters of it are clitics; ("", 0) when it is none of these."""
        found = self.letters.get(key)
        if found:
            return found, 0
        for width in (1, 2):
            rest = _without_clitic(key, width)
            found = self.letters.get(rest) if rest else None
            if found and found not in "AbyrHc":
                return found, width
        return "", 0


def _without_clitic(key: str, width: int) -> str:
    """Return `key` without `width` letters of clitics, "" when they are none; the article that لل hides comes back."""
    head, rest = key[:width], key[width:]
    if head == _TO_THE:
        return _ARTICLE + rest
    if width == 1 and head in (*_CONJUNCTIONS, *_PREPOSITIONS):
        return rest
    if width == 2 and head[:1] in _CONJUNCTIONS and head[1:] in _PREPOSITIONS:
        return _ARTICLE + rest[1:] if rest.startswith(head[1:]) and head[1:] == "ل" else rest
    return ""


def _read(path: Path) -> dict[str, list[str]]:
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, tab, words = line.partition("\t")
        if tab and not line.startswith("#"):
            kinds[kind] += [match_key(word.replace("_", " ")) for word in words.split()]
    return kinds


@cache
def load_context_words() -> ContextWords:
    """Return the words around names that ship with the rules."""
    return ContextWords(RULES / "lexicons" / "names-context.tsv")
