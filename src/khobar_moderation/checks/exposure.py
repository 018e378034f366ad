"""The exposure check: identifiers, persons by their role, and private facts about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from khobar_moderation.document import Document
from khobar_moderation.finding import Evidence, Finding, Role, Span
from khobar_moderation.fusion.people import wording_of
from khobar_moderation.identifiers.model import overlaps, rule_of
from khobar_moderation.rulepacks import simple_findings
from khobar_moderation.text import match_key, normalise

if TYPE_CHECKING:
    from khobar_moderation.people import PersonMention

__all__ = ["check", "identifier_span"]

_KEYCAP = "\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}"
_OFFICE_CONTACT = "exposure/office-contact"


def check(document: Document) -> Iterator[Finding | Evidence]:
    """Yield identifiers, persons and what the rules of `rules/exposure` find by themselves."""
    yield from _identifiers(document)
    yield from _persons(document)
    yield from document.attributes
    yield from simple_findings(document, "exposure")


def identifier_span(document: Document, start: int, end: int) -> Span:
    """Return the span in the text as posted of [start, end) of the normalised text, with the last keycap's marks."""
    span = document.span(start, end)
    text, last = document.post.text, span.end
    while last < len(text) and text[last] in _KEYCAP:
        last += 1
    return Span(span.start, last)


def _identifiers(document: Document) -> Iterator[Finding | Evidence]:
    for found in document.identifiers:
        span = identifier_span(document, found.start, found.end)
        if found.office:
            yield Evidence(check="exposure", type="office_contact", rule=_OFFICE_CONTACT, span=span, score=found.score)
        else:
            yield document.rulebook[rule_of(found.kind)].finding(span, score=found.score)


def _persons(document: Document) -> Iterator[Finding | Evidence]:
    consenting = _consenting(document) if document.people else frozenset()
    for mention in document.people:
        if not overlaps(document.identifiers, mention.start, mention.end):
            yield _person(document, mention, document.key[mention.start : mention.end] in consenting)


def _person(document: Document, mention: PersonMention, consented: bool) -> Finding | Evidence:
    span = document.span(mention.start, mention.end)
    if mention.role is Role.PRIVATE and not consented:
        wording = wording_of(mention)
        found = document.rulebook[wording].finding(
            span, type="person", score=mention.score, role=mention.role, pupil=mention.pupil
        )
        return found if wording == mention.rule else replace(found, rule=mention.rule)
    kind = "person" if mention.role is not Role.PRIVATE else "consented_person"
    return Evidence(check="exposure", type=kind, rule=mention.rule, span=span, score=mention.score, role=mention.role)


def _consenting(document: Document) -> frozenset[str]:
    """Return the names, in loose form, of those who agreed to be named and whose consent has not run out."""
    today = document.now.date()
    names = document.policy.consent.names
    return frozenset(match_key(normalise(consent.name).text) for consent in names if today <= consent.until)
