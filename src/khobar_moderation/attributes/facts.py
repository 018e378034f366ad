"""Private facts as phrases of a post, before anybody asks whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from khobar_moderation.rulepacks.kinds import CueRule, WordPatternsRule
from khobar_moderation.text import Unit

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["Fact", "find_facts"]

_ATTRIBUTE = "exposure/attribute-"


@dataclass(frozen=True, slots=True)
class Fact:
    """Words that state a private fact; offsets into the normalised text.

    Attributes:
        unit: where they stand.
        rule: the rule that knows them; its weight says how far from a person they may stand.
    """

    unit: Unit
    rule: CueRule | WordPatternsRule


def find_facts(document: Document) -> list[Fact]:
    """Return the facts that a post states, in reading order, the longer first where two begin together.

    Raises:
        DeadlineExceeded: a pattern took too long.
    """
    facts = [Fact(unit, rule) for unit, rule in document.rulebook.word_patterns.find(document, _ATTRIBUTE)]
    for rule in document.triggered.get("exposure", ()):
        if isinstance(rule, CueRule) and rule.id.startswith(_ATTRIBUTE):
            facts += [Fact(unit, rule) for unit in document.rulebook.occurrences(rule, document)]
    return sorted(facts, key=lambda fact: (fact.unit.start, -fact.unit.end))
