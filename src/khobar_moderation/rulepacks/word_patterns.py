"""Try many patterns on a post, each only at the words that begin as it can begin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import regex

from khobar_moderation.errors import DeadlineExceeded
from khobar_moderation.rulepacks.kinds import WordPatternsRule
from khobar_moderation.text import Unit, match_key

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["PATTERN_SECONDS", "WordPattern", "WordPatterns", "fold_letters"]

PATTERN_SECONDS = 1.0
"""Time that one pattern may take at one word; patterns are planned linear, this is the last net."""

_LONG_TEXT = 5_000
"""Characters from which on the time of a pattern is watched; in a shorter text none can take long."""

_HEAD = 5
"""Length of the beginnings by which patterns are told apart."""

_REMEMBERED = 20_000
"""Beginnings of words whose patterns are kept at hand; a text that has more is odd, and only slower."""


class WordPattern(NamedTuple):
    """A compiled pattern and the rule that it stands in."""

    regex: regex.Pattern[str]
    rule: WordPatternsRule


class WordPatterns:
    """The patterns of some rules, by the beginnings of words at which they can match.

    Which patterns can begin at a beginning is asked of the patterns themselves (a partial match), once for each
    beginning that turns up.

    Args:
        rules: the rules whose patterns are tried.
    """

    def __init__(self, rules: Iterable[WordPatternsRule]) -> None:
        self._all = tuple(
            WordPattern(regex.compile(fold_letters(rule.at_word(pattern))), rule)
            for rule in rules
            for pattern in rule.patterns
        )
        self._by_head: dict[str, tuple[WordPattern, ...]] = {}

    def find(self, document: Document) -> Iterator[tuple[WordPatternsRule, Unit]]:
        """Yield the matches in a document, in reading order, save those in a sentence with an `unless` of their rule.

        Raises:
            DeadlineExceeded: a pattern took too long.
        """
        key = document.key
        seconds = PATTERN_SECONDS if len(key) > _LONG_TEXT else None
        for word in document.words:
            for pattern in self._candidates(key[word.start : word.start + _HEAD]):
                unit = _match(pattern, key, word.start, seconds)
                if unit and not _is_excused(document, pattern.rule, unit):
                    yield pattern.rule, unit

    def _candidates(self, head: str) -> tuple[WordPattern, ...]:
        """Return the patterns that can match where a text goes on with `head`."""
        known = self._by_head.get(head)
        if known is not None:
            return known
        rough = self._candidates(head[:-1]) if len(head) > 1 else self._all
        fitting = tuple(pattern for pattern in rough if pattern.regex.match(head, partial=True))
        if len(self._by_head) < _REMEMBERED:
            self._by_head[head] = fitting
        return fitting


def _match(pattern: WordPattern, key: str, start: int, seconds: float | None) -> Unit | None:
    try:
        match = pattern.regex.match(key, start, timeout=seconds) if seconds else pattern.regex.match(key, start)
    except TimeoutError:
        raise DeadlineExceeded(pattern.rule.id) from None
    if not match:
        return None
    unit = Unit(*match.span("span" if "span" in pattern.regex.groupindex else "all"))
    return unit if unit.end > unit.start else None


def _is_excused(document: Document, rule: WordPatternsRule, unit: Unit) -> bool:
    excuses = document.hits.get(f"{rule.id}#unless", ())
    sentence = document.sentence_at(unit.start) if excuses else None
    return any(document.sentence_at(excuse.start) == sentence for excuse in excuses)


def fold_letters(pattern: str) -> str:
    r"""Return a pattern over the loose form: its Arabic letters folded, its syntax (\S, (?P<span>…)) as it is."""
    return "".join(letter if letter.isascii() else match_key(letter) for letter in pattern)
