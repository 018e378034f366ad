"""Rules as data: the kinds a rule file can hold, their loader, and the matcher that runs them all in one pass."""

from khobar_moderation.rulepacks.kinds import (
    CodeRule,
    CorrectionsRule,
    CueRule,
    IdentifierRule,
    LexiconRule,
    PatternRule,
    PhrasesRule,
    RoleRule,
    Rule,
)
from khobar_moderation.rulepacks.loader import load_rule, load_rules, rules_version
from khobar_moderation.rulepacks.rulebook import Rulebook
from khobar_moderation.rulepacks.simple import simple_findings

__all__ = [
    "CodeRule",
    "CorrectionsRule",
    "CueRule",
    "IdentifierRule",
    "LexiconRule",
    "PatternRule",
    "PhrasesRule",
    "RoleRule",
    "Rule",
    "Rulebook",
    "load_rule",
    "load_rules",
    "rules_version",
    "simple_findings",
]
