"""The soundness check: insults, what is unsuitable before pupils, and unproven claims."""

from __future__ import annotations

import re
from collections.abc import Iterator

from khobar_moderation.document import Document
from khobar_moderation.finding import Finding
from khobar_moderation.rulepacks import simple_findings

__all__ = ["check"]

# A quotation: paired marks on one line, no longer than a few sentences, so that a stray mark quotes nothing.
_QUOTATION = re.compile(r"«[^«»\n]{1,300}»|“[^“”\n]{1,300}”|\"[^\"\n]{1,300}\"")


def check(document: Document) -> Iterator[Finding]:
    """Yield what the rules of `rules/soundness` find.

    A word that stands in quotation marks is not said but spoken of when the post names a campaign, a lesson or a
    correction: what excuses a rule in its own sentence excuses a quotation anywhere in the post.
    """
    findings = list(simple_findings(document, "soundness"))
    if not findings:
        return
    quotations = [match.span() for match in _QUOTATION.finditer(document.post.text)]
    excused = _excused_types(document) if quotations else set()
    for finding in findings:
        if finding.type not in excused or not _lies_in(finding, quotations):
            yield finding


def _excused_types(document: Document) -> set[str]:
    """Return the types of finding for which an excuse stands somewhere in the post."""
    rules = document.rulebook.of_check("soundness")
    return {rule.type for rule in rules if f"{rule.id}#unless" in document.hits}


def _lies_in(finding: Finding, quotations: list[tuple[int, int]]) -> bool:
    span = finding.span
    return span is not None and any(start < span.start and span.end < end for start, end in quotations)
