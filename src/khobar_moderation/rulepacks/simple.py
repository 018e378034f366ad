"""What rules say by themselves: phrases and patterns become findings without further code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from khobar_moderation.finding import Finding
from khobar_moderation.rulepacks.kinds import PatternRule, PhrasesRule

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["simple_findings"]


def simple_findings(document: Document, check: str) -> Iterator[Finding]:
    """Yield what the phrase and pattern rules of `check` find.

    Raises:
        DeadlineExceeded: a pattern took too long.
    """
    for rule in document.triggered.get(check, ()):
        if isinstance(rule, PhrasesRule | PatternRule):
            for unit in document.rulebook.occurrences(rule, document):
                yield rule.finding(document.span(*document.reach(unit, rule.reach)))
