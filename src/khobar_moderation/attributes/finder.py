"""Join facts to the people they are about, and say how far each fact reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from khobar_moderation.attributes.anchors import Anchor, find_anchors
from khobar_moderation.attributes.facts import Fact
from khobar_moderation.attributes.lists import find_listed
from khobar_moderation.finding import Finding
from khobar_moderation.text import Unit, starting_between

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["find_attributes"]

# How many characters may lie between a person and a fact, by who the person is. Read off the training posts:
# nine in ten of the facts annotated there lie nearer to their person.
_NAMED = 90
_NEXT_SENTENCE = 30
_PICKED_OUT = 40
_OFFICIAL = 12
_WEAK = 0.5
"""Share of these distances that a fact with less than full weight may lie away."""

_LONGEST = 200
"""Characters of the longest mention, address or list entry: what starts further away does not reach here."""

_TAIL_WORDS = 7
"""Words that a fact may go on for after the phrase that states it."""

_ALWAYS_PRIVATE = frozenset({"health", "family", "belief", "finance"})
"""What is nobody's business even of someone who is mentioned in office."""

_WAW = "\N{ARABIC LETTER WAW}"
_NEW_CLAUSE = re.compile("و[يتن]..|[وف](?:لا|ما|لم|لن|هو|هي|قد|نرجو|نامل|يرجي|اللي|من)$")
"""Words, in loose form, that join a clause of its own to a fact."""


def find_attributes(document: Document) -> Iterator[Finding]:
    """Yield the private facts of a post that an identifiable person stands beside.

    Raises:
        DeadlineExceeded: a pattern took too long.
    """
    anchors = find_anchors(document)
    if anchors:
        listed = sorted(find_listed(document, anchors), key=_start_of)
        yield from listed
        yield from _beside_people(document, anchors, listed)


def _beside_people(document: Document, anchors: Sequence[Anchor], listed: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the facts in running text that no list has told already."""
    facts = document.facts
    ends: dict[str, int] = {}
    for fact in facts:
        kind = fact.rule.type
        if fact.unit.start < ends.get(kind, 0) or _is_something_else(document, fact):
            continue
        anchor = _whose(document, fact, anchors)
        if anchor:
            extent = _extent(document, fact, anchors, facts)
            ends[kind] = extent.end
            finding = (anchor.rule or fact.rule).finding(document.span(*extent), type=kind)
            start = _start_of(finding)
            near = starting_between(listed, start - _LONGEST, start + _LONGEST, key=_start_of)
            if not any(_tells_the_same(finding, other) for other in near):
                yield finding


def _start_of(finding: Finding) -> int:
    return finding.span.start if finding.span else 0


def _tells_the_same(finding: Finding, other: Finding) -> bool:
    """Tell whether two findings of one type share text."""
    if finding.type != other.type or finding.span is None or other.span is None:
        return False
    return finding.span.start < other.span.end and other.span.start < finding.span.end


def _is_something_else(document: Document, fact: Fact) -> bool:
    """Tell whether the words are part of a name, as many adjectives can be, or of an address."""
    start, end = fact.unit
    people = starting_between(document.people, start - _LONGEST, end)
    identifiers = starting_between(document.identifiers, start - _LONGEST, end)
    return any(person.start <= start < person.end for person in people) or any(
        start < found.end for found in identifiers
    )


def _whose(document: Document, fact: Fact, anchors: Sequence[Anchor]) -> Anchor | None:
    """Return the nearest person that the fact can be about, private ones first."""
    around = starting_between(anchors, fact.unit.start - _NAMED - _LONGEST, fact.unit.end + _NAMED + 1)
    near = [anchor for anchor in around if anchor.gap(fact.unit) <= _limit(document, fact, anchor)]
    return min(near, key=lambda anchor: (not anchor.private, anchor.gap(fact.unit)), default=None)


def _limit(document: Document, fact: Fact, anchor: Anchor) -> float:
    """Return how far the fact may lie from this person; less than nothing where it cannot be about them."""
    same = document.sentence_at(anchor.start) == document.sentence_at(fact.unit.start)
    if not anchor.private:
        return _OFFICIAL if same and fact.rule.weight >= 1 and fact.rule.type in _ALWAYS_PRIVATE else -1
    limit = (_NAMED if same else _NEXT_SENTENCE) if anchor.rule is None else (_PICKED_OUT if same else -1)
    return limit if fact.rule.weight >= 1 else limit * _WEAK


def _extent(document: Document, fact: Fact, anchors: Sequence[Anchor], facts: Sequence[Fact]) -> Unit:
    """Return the fact with the words that complete it: to the end of the clause, a person, or another fact."""
    start, end = fact.unit
    limit = max(end, document.clause_at(end - 1).end)
    stops = [anchor.start for anchor in starting_between(anchors, end, limit)]
    later = starting_between(facts, end, limit, key=_fact_start)
    limit = min([limit, *stops, *(other.unit.start for other in later if _stands_apart(document, fact, other))])
    for word in starting_between(document.words, end, limit)[:_TAIL_WORDS]:
        if word.end > limit or _NEW_CLAUSE.match(word.key):
            break
        end = word.end
    return Unit(start, end)


def _fact_start(fact: Fact) -> int:
    return fact.unit.start


def _stands_apart(document: Document, fact: Fact, other: Fact) -> bool:
    """Tell whether a later fact is one of its own: of another type, or joined by a conjunction."""
    return other.rule.type != fact.rule.type or _WAW in document.key[other.unit.start - 1 : other.unit.start + 1]
