"""Lists of people: what the heading says holds for everyone below it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from khobar_moderation.attributes.anchors import Anchor
from khobar_moderation.finding import Finding
from khobar_moderation.rulepacks.kinds import Rule
from khobar_moderation.text import Unit, starting_between

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["find_listed"]

_LIST = "exposure/listed-"
_FACT_LENGTH = 45
"""Characters that may follow a name in an entry; more is running text and no entry."""

_TELLING_HEADINGS = frozenset({"discipline", "finance"})
"""Types whose heading is a fact about those below it even where the entries say nothing more."""

_TELLING_ENTRIES = frozenset({"whereabouts"})
"""Types whose entries are facts in words too; of others only what holds a number is."""

_NUMBER = re.compile(r"\d")


def find_listed(document: Document, anchors: Sequence[Anchor]) -> Iterator[Finding]:
    """Yield what headings and entries of a post's lists tell about the private people in them."""
    people = [anchor for anchor in anchors if anchor.private and anchor.rule is None]
    for rule in document.triggered.get("exposure", ()):
        if people and rule.id.startswith(_LIST):
            for heading in _headings(document, document.hits[rule.id], people):
                yield from _list_below(document, rule, heading, people)


def _headings(document: Document, hits: Sequence[Unit], people: Sequence[Anchor]) -> Iterator[Unit]:
    """Yield the first hit of each line that names nobody itself."""
    named = {document.sentence_at(person.start) for person in people}
    for hit in hits:
        line = document.sentence_at(hit.start)
        if line not in named:
            named.add(line)
            yield hit


def _list_below(document: Document, rule: Rule, heading: Unit, people: Sequence[Anchor]) -> Iterator[Finding]:
    entries = list(_entries(document, heading, people))
    if entries and rule.type in _TELLING_HEADINGS:
        yield rule.finding(document.span(*heading))
    for person, entry in entries:
        fact = _fact_of(document, person, entry)
        if fact and (rule.type in _TELLING_ENTRIES or _NUMBER.search(document.normal.text, *fact)):
            yield rule.finding(document.span(*fact))


def _entries(document: Document, heading: Unit, people: Sequence[Anchor]) -> Iterator[tuple[Anchor, Unit]]:
    """Yield the last person of each line below a heading, with the line, as far as the list goes on."""
    sentences = document.sentences
    first = bisect_right(sentences, document.sentence_at(heading.start))
    for sentence in islice(sentences, first, None):
        inside = starting_between(people, sentence.start, sentence.end)
        if not inside or sentence.end - inside[-1].end > _FACT_LENGTH:
            return
        yield inside[-1], sentence


def _fact_of(document: Document, person: Anchor, entry: Unit) -> Unit | None:
    """Return what follows the person in an entry, without the marks between."""
    start = person.end
    while start < entry.end and not document.normal.text[start].isalnum():
        start += 1
    return Unit(start, entry.end) if start < entry.end else None
