"""Find every phrase of every rule in one pass over a post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import ahocorasick

from khobar_moderation.rulepacks.kinds import Boundary
from khobar_moderation.text import Unit, match_key, normalise

__all__ = ["PREFIXES", "SUFFIXES", "PhraseMatcher", "strip_prefix"]

_ARTICLE = "ال"
PREFIXES = frozenset(
    conjunction + rest for conjunction in ("", "و", "ف") for rest in ("", "ب", "ك", "ل", "س", "ال", "بال", "كال", "لل")
)
"""Clitics that may stand before a word, in loose form."""
SUFFIXES = frozenset(("", "ه", "ها", "هم", "هن", "هما", "ك", "كم", "كن", "ي", "ني", "نا"))
"""Pronouns that may stand after a word, in loose form."""


class PhraseMatcher:
    """All phrases of all rules in one automaton: a thousandth phrase costs nothing at run time.

    Args:
        phrases: for each part (any name), its boundary and its phrases.
    """

    def __init__(self, phrases: Mapping[str, tuple[Boundary, Iterable[str]]]) -> None:
        entries: dict[str, dict[Boundary, list[str]]] = defaultdict(lambda: defaultdict(list))
        for part, (boundary, texts) in phrases.items():
            for text in texts:
                for key in _spellings(match_key(normalise(text).text), boundary):
                    entries[key][boundary].append(part)
        self._automaton = ahocorasick.Automaton()
        for key, parts in entries.items():
            value = tuple((len(key), boundary, tuple(dict.fromkeys(names))) for boundary, names in parts.items())
            self._automaton.add_word(key, value)
        self._automaton.make_automaton()

    def scan(self, key: str) -> dict[str, list[Unit]]:
        """Return where the phrases of each part stand in `key`, the loose form of a normalised text."""
        found: dict[str, list[Unit]] = {}
        if not len(self._automaton):
            return found
        for last, entries in self._automaton.iter(key):
            end = last + 1
            for length, boundary, parts in entries:
                start = end - length
                if _fits(key, start, end, boundary):
                    for part in parts:
                        found.setdefault(part, []).append(Unit(start, end))
        return {part: _longest(hits) if len(hits) > 1 else hits for part, hits in found.items()}


def strip_prefix(key: str, prefix: str) -> str:
    """Return the word `key` without `prefix`, with the article that لل hides given back.

    >>> strip_prefix("للمدرسه", "لل")
    'المدرسه'
    """
    rest = key[len(prefix) :]
    return _ARTICLE + rest if prefix.endswith("لل") else rest


def _spellings(key: str, boundary: Boundary) -> Iterable[str]:
    yield key
    if boundary == "clitics" and key.startswith(_ARTICLE):
        yield "لل" + key[len(_ARTICLE) :]


def _fits(key: str, start: int, end: int, boundary: Boundary) -> bool:
    if boundary == "raw":
        return True
    if boundary == "digits":
        return not (start and key[start - 1].isdigit()) and not key[end : end + 1].isdigit()
    joined_before = start > 0 and key[start - 1].isalpha() and key[start].isalpha()
    joined_after = end < len(key) and key[end].isalpha() and key[end - 1].isalpha()
    if not (joined_before or joined_after):
        return True
    if boundary == "word":
        return False
    return (not joined_before or _word_head(key, start) in PREFIXES) and (
        not joined_after or _word_tail(key, end) in SUFFIXES
    )


def _word_head(key: str, end: int) -> str:
    """Return the letters of the word before `end`; more than any clitic has, if it is longer than that."""
    start = end
    while start and end - start < 5 and key[start - 1].isalpha():
        start -= 1
    return key[start:end]


def _word_tail(key: str, start: int) -> str:
    end = start
    while end < len(key) and end - start < 4 and key[end].isalpha():
        end += 1
    return key[start:end]


def _longest(hits: list[Unit]) -> list[Unit]:
    """Drop each hit that lies inside another of the same part; reading order."""
    kept: list[Unit] = []
    for hit in sorted(hits, key=lambda unit: (unit.start, -unit.end)):
        if not kept or hit.end > kept[-1].end:
            kept.append(hit)
    return kept
