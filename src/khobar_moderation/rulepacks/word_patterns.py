"""Try many patterns on a post, each only at the words that begin as it can begin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import regex

from khobar_moderation.errors import DeadlineExceeded
from khobar_moderation.rulepacks.heads import pattern_heads
from khobar_moderation.rulepacks.kinds import WordPatternsRule
from khobar_moderation.text import Unit, fold_letters

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["PATTERN_SECONDS", "WordMatch", "WordPatterns"]

PATTERN_SECONDS = 1.0
"""Time that one pattern may take at one word; patterns are planned linear, this is the last net."""

_LONG_TEXT = 5_000
"""Characters from which on the time of a pattern is watched; in a shorter text none can take long."""


class WordMatch(NamedTuple):
    """Where a rule's pattern matched, in normal-text offsets."""

    unit: Unit
    rule: WordPatternsRule


class WordPatterns:
    """The patterns of all `word_patterns` rules, compiled when a post first holds a word that one can begin with.

    Args:
        rules: the rules whose patterns are tried.
    """

    def __init__(self, rules: Iterable[WordPatternsRule]) -> None:
        self._sources = {
            f"{rule.id}#pattern {number}": (rule, fold_letters(pattern))
            for rule in rules
            for number, pattern in enumerate(rule.patterns)
        }
        self._by_prefix: dict[str, frozenset[str]] = {}
        self._compiled: dict[str, regex.Pattern[str]] = {}

    def heads(self) -> dict[str, frozenset[str]]:
        """Return how the matches of each pattern can begin, by the name that its hits are found under."""
        return {part: pattern_heads(pattern) for part, (_, pattern) in self._sources.items()}

    def find(self, document: Document, prefix: str) -> list[WordMatch]:
        """Return the matches of rules whose id begins with `prefix`, in reading order, the longer first.

        What stands in a sentence with an `unless` of its rule is left out.

        Raises:
            DeadlineExceeded: a pattern took too long.
        """
        found = []
        for part in document.hits.keys() & self._parts(prefix):
            rule = self._sources[part][0]
            for hit in document.hits[part]:
                unit = self._match(part, document.key, hit.start)
                if unit and not _is_excused(document, rule, unit):
                    found.append(WordMatch(unit, rule))
        return sorted(found, key=lambda match: (match.unit.start, -match.unit.end, match.rule.id))

    def _parts(self, prefix: str) -> frozenset[str]:
        parts = self._by_prefix.get(prefix)
        if parts is None:
            parts = self._by_prefix[prefix] = frozenset(part for part in self._sources if part.startswith(prefix))
        return parts

    def _match(self, part: str, key: str, start: int) -> Unit | None:
        rule, source = self._sources[part]
        pattern = self._compiled.get(part)
        if pattern is None:
            pattern = self._compiled[part] = regex.compile(rule.to_word_end(source))
        try:
            match = pattern.match(key, start, timeout=PATTERN_SECONDS if len(key) > _LONG_TEXT else None)
        except TimeoutError:
            raise DeadlineExceeded(rule.id) from None
        if not match:
            return None
        unit = Unit(*match.span("span" if "span" in pattern.groupindex else 0))
        return unit if unit.end > unit.start else None


def _is_excused(document: Document, rule: WordPatternsRule, unit: Unit) -> bool:
    excuses = document.hits.get(f"{rule.id}#unless", ())
    sentence = document.sentence_at(unit.start) if excuses else None
    return any(document.sentence_at(excuse.start) == sentence for excuse in excuses)
