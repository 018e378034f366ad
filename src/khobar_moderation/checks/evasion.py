"""The evasion check: ways of writing that hide something from whoever searches for it."""

from __future__ import annotations

from collections.abc import Iterator

from khobar_moderation.checks.exposure import identifier_span
from khobar_moderation.document import Document
from khobar_moderation.evasions import find_arabizi, find_mixed_scripts, find_overrides, find_spaced_letters
from khobar_moderation.finding import Finding

__all__ = ["check"]

_KEYCAP = "\N{COMBINING ENCLOSING KEYCAP}"


def check(document: Document) -> Iterator[Finding]:
    """Yield disguised writing; what it hides is found by other checks."""
    rules = document.rulebook
    for span in find_overrides(document.post.text):
        yield rules["evasion/bidi-override"].finding(span)
    for span in find_spaced_letters(document):
        yield rules["evasion/spaced-letters"].finding(span)
    for start, end in find_mixed_scripts(document):
        yield rules["evasion/mixed-scripts"].finding(document.span(start, end))
    for start, end in find_arabizi(document):
        yield rules["evasion/arabizi"].finding(document.span(start, end))
    yield from _spelled_digits(document)


def _spelled_digits(document: Document) -> Iterator[Finding]:
    """Yield the identifiers whose digits are written as words or as keycap emoji."""
    for found in document.identifiers:
        span = identifier_span(document, found.start, found.end)
        if found.spelled or _KEYCAP in document.post.text[span.start : span.end]:
            yield document.rulebook["evasion/spelled-digits"].finding(span)
