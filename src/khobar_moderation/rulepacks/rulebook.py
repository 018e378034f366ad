"""All rules of a moderator, ready to be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import regex

from khobar_moderation.errors import DeadlineExceeded
from khobar_moderation.rulepacks.kinds import Boundary, Rule, WordPatternsRule
from khobar_moderation.rulepacks.matcher import PhraseMatcher
from khobar_moderation.rulepacks.word_patterns import PATTERN_SECONDS, WordPatterns
from khobar_moderation.text import Unit, fold_letters

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["PATTERN_SECONDS", "Rulebook"]


class Rulebook:
    """The rules by id, their phrases in one automaton, and their patterns, compiled when first needed.

    Args:
        rules: by id.
        lexicons: further phrases to find, such as the trusted bodies of a policy, by the name they are asked for.
    """

    def __init__(self, rules: Mapping[str, Rule], lexicons: Mapping[str, Sequence[str]] | None = None) -> None:
        self.rules = dict(rules)
        self._lexicons = dict(lexicons or {})
        self._patterns: dict[str, regex.Pattern[str]] = {}
        self.word_patterns = WordPatterns(rule for rule in self.rules.values() if isinstance(rule, WordPatternsRule))
        self._by_check: dict[str, tuple[Rule, ...]] = {}
        for rule in self.rules.values():
            self._by_check[rule.check] = (*self._by_check.get(rule.check, ()), rule)
        self._literals = {
            rule.id: f"{rule.id}#literals" for rule in self.rules.values() if getattr(rule, "literals", ())
        }
        self._triggers = {part: rule for rule in self.rules.values() for part in (rule.id, f"{rule.id}#literals")}

    def __getitem__(self, rule_id: str) -> Rule:
        return self.rules[rule_id]

    def of_check(self, check: str) -> tuple[Rule, ...]:
        """Return the rules of a check, in the order of their ids."""
        return self._by_check.get(check, ())

    def triggered(self, hits: Mapping[str, list[Unit]]) -> dict[str, list[Rule]]:
        """Return, by check, the rules of which a phrase or literal stands in a post, in order of ids.

        The others have nothing to say of it: what a post costs grows with what stands in it, not with the rules.
        """
        found = {rule.id: rule for part in hits if (rule := self._triggers.get(part))}
        by_check: dict[str, list[Rule]] = {}
        for rule_id in sorted(found):
            rule = found[rule_id]
            by_check.setdefault(rule.check, []).append(rule)
        return by_check

    @cached_property
    def matcher(self) -> PhraseMatcher:
        """The automaton over all phrases: `<id>`, and `<id>#unless` and so on for a rule's other lists."""
        parts: dict[str, tuple[Boundary, Sequence[str]]] = {
            name: ("clitics", phrases) for name, phrases in self._lexicons.items()
        }
        for rule in self.rules.values():
            parts |= _parts(rule)
        parts |= {part: ("start", sorted(heads)) for part, heads in self.word_patterns.heads().items()}
        return PhraseMatcher(parts)

    def occurrences(self, rule: Rule, document: Document) -> list[Unit]:
        """Return where the phrases and the pattern of `rule` stand in a document, in normal-text offsets.

        What stands in a sentence with one of the rule's `unless` is left out.

        Raises:
            DeadlineExceeded: its pattern took too long.
        """
        hits = document.hits
        units = list(hits.get(rule.id, ()))
        literals = self._literals.get(rule.id)
        if literals in hits:
            units += self._pattern_matches(rule, document.key)
        if units and (excuses := hits.get(f"{rule.id}#unless")):
            excused = {document.sentence_at(excuse.start) for excuse in excuses}
            units = [unit for unit in units if document.sentence_at(unit.start) not in excused]
        return units

    def _pattern_matches(self, rule: Rule, key: str) -> list[Unit]:
        pattern = self._patterns.get(rule.id)
        if pattern is None:
            pattern = self._patterns[rule.id] = regex.compile(fold_letters(rule.pattern))  # type: ignore[union-attr, arg-type]
        group = "span" if "span" in pattern.groupindex else 0
        try:
            spans = [match.span(group) for match in pattern.finditer(key, timeout=PATTERN_SECONDS)]
        except TimeoutError:
            raise DeadlineExceeded(rule.id) from None
        return [Unit(start, end) for start, end in spans if end > start]


def _parts(rule: Rule) -> dict[str, tuple[Boundary, Sequence[str]]]:
    """Return the phrases of a rule with their boundary, by the name under which their hits are found."""
    boundary: Boundary = getattr(rule, "boundary", "clitics")
    parts: dict[str, tuple[Boundary, Sequence[str]]] = {rule.id: (boundary, getattr(rule, "phrases", ()))}
    parts[f"{rule.id}#literals"] = ("raw", getattr(rule, "literals", ()))
    for name in ("unless", "supports", "against"):
        parts[f"{rule.id}#{name}"] = ("clitics", getattr(rule, name, ()))
    return {part: (edge, phrases) for part, (edge, phrases) in parts.items() if phrases}
