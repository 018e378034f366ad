"""Find every phrase of every rule in one pass over a post."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from itertools import pairwise

import ahocorasick

from khobar_moderation.rulepacks.kinds import Boundary
from khobar_moderation.text import Unit, match_key, normalise

__all__ = ["PREFIXES", "SUFFIXES", "PhraseMatcher", "strip_prefix"]

_ARTICLE = "ال"
PREFIXES = frozenset(
    conjunction + rest for conjunction in ("", "و", "ف") for rest in ("", "ب", "ك", "ل", "س", "ال", "بال", "كال", "لل")
)
"""Clitics that may stand before a word, in loose form."""
_PREPOSITIONS = frozenset(conjunction + rest for conjunction in ("", "و", "ف") for rest in ("", "ب", "ك", "ل"))
SUFFIXES = frozenset(("", "ه", "ها", "هم", "هن", "هما", "ك", "كم", "كن", "ي", "ني", "نا"))
"""Pronouns that may stand after a word, in loose form."""


_new_unit = partial(tuple.__new__, Unit)  # half the time of calling Unit, in the innermost loop

_NO_CLITIC = frozenset(("",))
_WORD = re.compile(r"[^\W\d_]+|\d+")

_CONJUNCTIONS = frozenset(("", "و", "ف"))

# What may stand in the same word before and after a phrase; None: anything.
_EDGES: dict[Boundary, tuple[frozenset[str] | None, frozenset[str] | None]] = {
    "word": (_NO_CLITIC, _NO_CLITIC),
    "prefixes": (_PREPOSITIONS, _NO_CLITIC),
    "clitics": (PREFIXES, SUFFIXES),
    "start": (_CONJUNCTIONS, None),
    "raw": (None, None),
}

_LONG = 8  # letters, more than any clitic has: of a word of a million letters only so many are looked at


class PhraseMatcher:
    """All phrases of all rules in one automaton: a thousandth phrase costs nothing at run time.

    Args:
        phrases: for each part (any name), its boundary and its phrases.
    """

    def __init__(self, phrases: Mapping[str, tuple[Boundary, Iterable[str]]]) -> None:
        entries: dict[str, dict[tuple[Boundary, str], None]] = {}
        for part, (boundary, texts) in phrases.items():
            for key in _spellings(_loose(texts), boundary):
                entries.setdefault(key, {})[boundary, part] = None
        self._automaton = ahocorasick.Automaton()
        for key, parts in entries.items():
            value = tuple((len(key), *_EDGES[boundary], part) for boundary, part in parts)
            self._automaton.add_word(key, value)
        self._automaton.make_automaton()

    def scan(self, key: str) -> dict[str, list[Unit]]:
        """Return where the phrases of each part stand in `key`, the loose form of a normalised text."""
        found: dict[str, list[Unit]] = {}
        if not len(self._automaton):
            return found
        word_starts, word_ends = _word_edges(key)
        for last, entries in self._automaton.iter(key):
            end = last + 1
            word_end = word_ends[last]
            for length, heads, tails, part in entries:
                start = end - length
                word_start = word_starts[start]
                before = max(word_start, start - _LONG)
                if word_start != start and heads is not None and key[before:start] not in heads:
                    continue
                if word_end != end and tails is not None and key[end : min(word_end, end + _LONG)] not in tails:
                    continue
                if part in found:
                    found[part].append(_new_unit((start, end)))
                else:
                    found[part] = [_new_unit((start, end))]
        for part, hits in found.items():
            if len(hits) > 1:
                found[part] = _longest(hits)
        return found


def strip_prefix(key: str, prefix: str) -> str:
    """Return the word `key` without `prefix`, with the article that لل hides given back.

    >>> strip_prefix("للمدرسه", "لل")
    'المدرسه'
    """
    rest = key[len(prefix) :]
    return _ARTICLE + rest if prefix.endswith("لل") else rest


def _loose(texts: Iterable[str]) -> list[str]:
    """Return the loose forms of phrases, worked out together: one by one they would take most of the loading time."""
    return match_key(normalise("\n".join(texts)).text).split("\n")


def _spellings(keys: list[str], boundary: Boundary) -> list[str]:
    """Return the keys, and how those with the article are written after the preposition "to"."""
    if boundary != "clitics":
        return keys
    return keys + ["لل" + key[len(_ARTICLE) :] for key in keys if key.startswith(_ARTICLE)]


def _word_edges(key: str) -> tuple[list[int], list[int]]:
    """Return, for each character, where the word or number that it stands in begins and ends; marks stand alone."""
    starts = list(range(len(key)))
    ends = list(range(1, len(key) + 1))
    for word in _WORD.finditer(key):
        start, end = word.span()
        starts[start:end] = [start] * (end - start)
        ends[start:end] = [end] * (end - start)
    return starts, ends


def _longest(hits: list[Unit]) -> list[Unit]:
    """Return hits, given by their ends, without those that lie inside another one; reading order."""
    if all(earlier.start < later.start for earlier, later in pairwise(hits)):
        return hits  # as nearly always: none can lie inside another
    kept: list[Unit] = []
    for hit in sorted(hits, key=lambda unit: (unit.start, -unit.end)):
        if not kept or hit.end > kept[-1].end:
            kept.append(hit)
    return kept
