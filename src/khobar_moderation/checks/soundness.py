"""The soundness check: insults, what is unsuitable before pupils, and unproven claims."""

from __future__ import annotations

import re
from collections.abc import Iterator

from khobar_moderation.document import Document
from khobar_moderation.finding import Finding
from khobar_moderation.rulepacks import simple_findings

__all__ = ["check", "find_unsound"]

# A quotation: paired marks on one line, no longer than a few sentences, so that a stray mark quotes nothing.
_QUOTATION = re.compile(r"«[^«»\n]{1,300}»|“[^“”\n]{1,300}”|\"[^\"\n]{1,300}\"")


def check(document: Document) -> Iterator[Finding]:
    """Yield what the rules of `rules/soundness` find."""
    yield from document.unsound


def find_unsound(document: Document) -> Iterator[Finding]:
    """Yield what the rules of `rules/soundness` find, worked out anew; `Document.unsound` keeps it.

    A word that stands in quotation marks is not said but spoken of when the post names a campaign, a lesson or a
    correction: what excuses a rule in its own sentence excuses a quotation anywhere in the post.
    """
    findings = [*simple_findings(document, "soundness"), *_pattern_findings(document)]
    if not findings:
        return
    quotations = [match.span() for match in _QUOTATION.finditer(document.post.text)]
    excused = _excused_types(document) if quotations else set()
    for finding in findings:
        if finding.type not in excused or not _lies_in(finding, quotations):
            yield finding


def _pattern_findings(document: Document) -> Iterator[Finding]:
    """Yield what the patterns find, each rule once for the same words."""
    ends: dict[str, int] = {}
    for unit, rule in document.rulebook.word_patterns.find(document, "soundness/"):
        if unit.start >= ends.get(rule.id, 0):
            ends[rule.id] = unit.end
            yield rule.finding(document.span(*unit))


def _excused_types(document: Document) -> set[str]:
    """Return the types of finding for which an excuse stands somewhere in the post."""
    rules = document.rulebook.of_check("soundness")
    return {rule.type for rule in rules if f"{rule.id}#unless" in document.hits}


def _lies_in(finding: Finding, quotations: list[tuple[int, int]]) -> bool:
    span = finding.span
    return span is not None and any(start < span.start and span.end < end for start, end in quotations)
