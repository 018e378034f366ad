"""A post word by word: where words begin, and how far a speaker's description may run."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from khobar_moderation.rulepacks.kinds import CodeRule
from khobar_moderation.text import Token, match_key

if TYPE_CHECKING:
    from khobar_moderation.document import Document
    from khobar_moderation.rulepacks import Rulebook

__all__ = ["Reader", "word_set"]

_VERBS = ("source/speech-verb", "source/ambiguous-verb", "source/notice-verb", "source/outside-act")


class Reader:
    """The words of a document with quick ways from an offset to a word; offsets are into the normalised text.

    Attributes:
        complements: the words that open what is said.
        stops: the words that end the description of a speaker: what is said, or what it is about, follows.
        joining: the words that never begin a name: prepositions, relatives, and what opens speech.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.key = document.key
        self.words = document.words
        self.complements, self.stops, self.joining = _function_words(document.rulebook)

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self.words]

    def index_from(self, offset: int) -> int:
        """Return the index of the first word that begins at `offset` or after it."""
        return bisect_left(self._starts, offset)

    def words_between(self, start: int, end: int) -> tuple[Token, ...]:
        """Return the words that begin in [start, end)."""
        return self.words[self.index_from(start) : self.index_from(end)]

    def head(self, offset: int) -> str:
        """Return the letters of its word that stand before `offset`: a clitic, or nothing."""
        start = offset
        while start and self.key[start - 1].isalpha():
            start -= 1
        return self.key[start:offset]

    @cached_property
    def verb_starts(self) -> frozenset[int]:
        """Where verbs of speech and the like begin."""
        hits = self.document.hits
        return frozenset(hit.start for rule in _VERBS for hit in hits.get(rule, ()))

    def same_sentence(self, start: int, end: int) -> bool:
        """Return whether two offsets lie in one sentence."""
        return self.document.sentence_at(start).end > end

    def end_of_description(self, start: int, longest: int) -> tuple[int, bool]:
        """Return where the description of a speaker that begins at `start` ends, and whether what is said follows.

        It ends before a complement, a topic, a colon or the sentence's end, and after `longest` words at the latest.
        """
        sentence_end = self.document.sentence_at(start).end
        first = self.index_from(start)
        end = start
        for word in self.words[first : first + longest]:
            if word.start >= sentence_end or ":" in self.key[end : word.start]:
                return end, ":" in self.key[end : word.start]
            if word.key in self.stops:
                return end, word.key in self.complements
            end = word.end
        return end, False

    def is_denied(self, offset: int) -> bool:
        """Return whether the word before `offset` says that it is not so, or shall not be."""
        before = self.index_from(offset) - 1
        return before >= 0 and self.words[before].key in self.word_list("source/no-speaker", "denials")

    def word_list(self, rule_id: str, name: str) -> frozenset[str]:
        """Return a word list of a rule that code decides, in loose form."""
        return word_set(self.document.rulebook, rule_id, name)

    def figure(self, rule_id: str, name: str) -> float:
        """Return a figure of a rule that code decides."""
        return _figure(self.document.rulebook, rule_id, name)


@lru_cache(maxsize=8)
def _function_words(rulebook: Rulebook) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    complements, topics, joining = (
        word_set(rulebook, "source/no-speaker", name) for name in ("complements", "topics", "joining")
    )
    return complements, complements | topics, complements | topics | joining


@lru_cache(maxsize=64)
def word_set(rulebook: Rulebook, rule_id: str, name: str) -> frozenset[str]:
    """Return a word list of a rule that code decides, in loose form.

    Raises:
        KeyError: no such rule or list.
    """
    rule = rulebook[rule_id]
    assert isinstance(rule, CodeRule)
    return frozenset(match_key(word) for word in rule.words[name])


@lru_cache(maxsize=64)
def _figure(rulebook: Rulebook, rule_id: str, name: str) -> float:
    rule = rulebook[rule_id]
    assert isinstance(rule, CodeRule)
    return rule.figures[name]
