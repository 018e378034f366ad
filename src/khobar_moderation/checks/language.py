"""The language check."""

from __future__ import annotations

from collections.abc import Iterator

from khobar_moderation.document import Document
from khobar_moderation.finding import Finding
from khobar_moderation.rulepacks import simple_findings

__all__ = ["check"]


def check(document: Document) -> Iterator[Finding]:
    """Yield what the rules of `rules/language` find."""
    yield from simple_findings(document, "language")
