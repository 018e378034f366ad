"""The word lists of the language rules, gathered once for a rulebook."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from khobar_moderation.rulepacks import CodeRule, CorrectionsRule, Rulebook

__all__ = ["Correction", "WordLists", "word_lists"]

_CONJUNCTIONS = ("\N{ARABIC LETTER WAW}", "\N{ARABIC LETTER FEH}")


class Correction(NamedTuple):
    """What a corrections rule says of a word."""

    rule: str
    right: str
    safe: bool


class WordLists:
    """Word lists and figures of the rules of the language check.

    Attributes:
        corrections: what to write instead, by wrong word.
        colloquial: the same for colloquial words, which are advice in a formal post and tell dialect where many.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self._words: dict[tuple[str, str], frozenset[str]] = {}
        self._pairs: dict[tuple[str, str], dict[str, str]] = {}
        self._figures: dict[tuple[str, str], float] = {}
        self.corrections: dict[str, Correction] = {}
        self.colloquial: dict[str, Correction] = {}
        for rule in rulebook.of_check("language"):
            if isinstance(rule, CodeRule):
                self._words.update({(rule.id, name): frozenset(words) for name, words in rule.words.items()})
                self._figures.update({(rule.id, name): figure for name, figure in rule.figures.items()})
            elif isinstance(rule, CorrectionsRule):
                target = self.colloquial if rule.type == "dialect" else self.corrections
                for wrong, right in rule.corrections.items():
                    target[wrong] = Correction(rule.id, right, rule.safety == "safe")

    def words(self, rule_id: str, name: str) -> frozenset[str]:
        """Return a word list of a code rule.

        Raises:
            KeyError: the rule has no such list.
        """
        return self._words[rule_id, name]

    def pairs(self, rule_id: str, name: str) -> dict[str, str]:
        """Return a word list of pairs parted by a blank, as a mapping.

        Raises:
            KeyError: the rule has no such list.
        """
        found = self._pairs.get((rule_id, name))
        if found is None:
            parts = (entry.partition(" ") for entry in self._words[rule_id, name])
            found = self._pairs[rule_id, name] = {first: second for first, _, second in parts}
        return found

    def figure(self, rule_id: str, name: str) -> float:
        """Return a figure of a code rule.

        Raises:
            KeyError: the rule has no such figure.
        """
        return self._figures[rule_id, name]

    def correction_of(self, word: str) -> Correction | None:
        """Return the correction of a wrong word, with or without a conjunction before it."""
        found = self.corrections.get(word)
        if not found and word.startswith(_CONJUNCTIONS):
            bare = self.corrections.get(word[1:])
            return bare and bare._replace(right=word[0] + bare.right)
        return found


@lru_cache(maxsize=8)
def word_lists(rulebook: Rulebook) -> WordLists:
    """Return the word lists of a rulebook."""
    return WordLists(rulebook)
