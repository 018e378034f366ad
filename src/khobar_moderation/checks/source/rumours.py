"""Hearsay and unnamed sources that a phrase alone gives away."""

from __future__ import annotations

from collections.abc import Iterator

from khobar_moderation.checks.source.reader import Reader
from khobar_moderation.checks.source.sighting import Sighting
from khobar_moderation.text import Unit

__all__ = ["find_rumours"]

_RULES = frozenset(
    (
        "source/forwarded",
        "source/forwarded-mark",
        "source/rumour",
        "source/pass-it-on",
        "source/send-to-others",
        "source/unnamed-source",
    )
)
_QUOTES = "«»\"“”'()"


def find_rumours(reader: Reader) -> Iterator[Sighting]:
    """Yield where a post passes on hearsay, or an unnamed source, in so many words.

    A phrase that stands in quotation marks by itself is spoken about, not used.
    """
    document = reader.document
    for rule in document.triggered.get("source", ()):
        for unit in document.rulebook.occurrences(rule, document) if rule.id in _RULES else ():
            if not _is_quoted(reader.key, unit) and not reader.is_denied(unit.start):
                yield Sighting(rule.type, rule.id, unit.start, unit.end)


def _is_quoted(key: str, unit: Unit) -> bool:
    return key[unit.start - 1 : unit.start] in tuple(_QUOTES) and key[unit.end : unit.end + 1] in tuple(_QUOTES)
