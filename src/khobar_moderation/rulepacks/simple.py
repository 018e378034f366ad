"""What rules say by themselves: phrases, patterns and corrections become findings without further code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from khobar_moderation.finding import Finding, Safety
from khobar_moderation.rulepacks.kinds import CorrectionsRule, PatternRule, PhrasesRule

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["simple_findings"]


def simple_findings(document: Document, check: str) -> Iterator[Finding]:
    """Yield what the phrase, pattern and correction rules of `check` find.

    Raises:
        DeadlineExceeded: a pattern took too long.
    """
    for rule in document.rulebook.of_check(check):
        if isinstance(rule, PhrasesRule | PatternRule):
            for unit in document.rulebook.occurrences(rule, document):
                yield rule.finding(document.span(*document.reach(unit, rule.reach)))
        elif isinstance(rule, CorrectionsRule):
            yield from _corrections(document, rule)


def _corrections(document: Document, rule: CorrectionsRule) -> Iterator[Finding]:
    for word in document.words:
        right = rule.corrections.get(word.text)
        if right:
            yield rule.finding(document.span(word.start, word.end), replacement=right, safety=Safety(rule.safety))
