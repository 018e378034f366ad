"""The source check: where a post has its information from, by its weakest source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from khobar_moderation.checks.source.attribution import find_attributions
from khobar_moderation.checks.source.headlines import (
    find_bracketed_speakers,
    find_headline_speakers,
    find_linked_sources,
)
from khobar_moderation.checks.source.reader import Reader
from khobar_moderation.checks.source.rumours import find_rumours
from khobar_moderation.checks.source.sighting import STRENGTH, Sighting
from khobar_moderation.checks.source.standing import find_standing
from khobar_moderation.checks.source.subjects import find_subjects
from khobar_moderation.checks.source.unsourced import find_continued_speech, find_unsourced_claims
from khobar_moderation.document import Document
from khobar_moderation.finding import Evidence, Finding, Label, Message, Role
from khobar_moderation.fusion.source import fuse_sightings, wording_of
from khobar_moderation.text import match_key

__all__ = ["check", "status_by_rules"]

_UNTRUSTED = Message(
    "المصدر مذكور باسمه، لكنه ليس في قائمة المصادر الموثوقة؛ يلزم أن يراجع المنشور شخص.",
    "The source is named, but is not on the list of trusted persons; a person must look.",
)


def check(document: Document) -> Iterator[Finding | Evidence | Label]:
    """Yield the status of a post's source as a label, and each source seen as a finding or as evidence."""
    sightings = _sightings(Reader(document))
    score = 1.0
    if document.reading is not None:
        sightings, score = fuse_sightings(document, sightings)
    weakest = min(sightings, key=lambda sighting: STRENGTH.index(sighting.status))
    yield Label(check="source", value=weakest.status, rule=weakest.rule, score=score)
    for sighting in dict.fromkeys(sightings):
        yield from _report(document, sighting, score)


def status_by_rules(document: Document) -> str:
    """Return the status that the rules give a post by themselves."""
    return min((sighting.status for sighting in _sightings(Reader(document))), key=STRENGTH.index)


def _sightings(reader: Reader) -> list[Sighting]:
    """Return every source seen; where there is none, what the post is then."""
    subjects = find_subjects(reader)
    sightings = [
        *find_rumours(reader),
        *find_attributions(reader, subjects),
        *find_headline_speakers(reader, subjects),
        *find_bracketed_speakers(reader, subjects),
    ]
    later = (
        find_continued_speech(reader, subjects),
        find_linked_sources(reader),
        find_unsourced_claims(reader, subjects),
    )
    for finder in later:
        sightings = sightings or list(finder)
    return sightings or [find_standing(reader)]


def _report(document: Document, sighting: Sighting, score: float) -> Iterator[Finding | Evidence]:
    span = document.span(sighting.start, sighting.end) if sighting.end > sighting.start else None
    if sighting.status == "named" or sighting.trusted:
        role = Role.SOURCE if sighting.status == "named" else None
        yield Evidence(check="source", type=sighting.status, rule=sighting.rule, span=span, role=role)
        yield from _untrusted(document, sighting)
    elif sighting.status in ("hearsay", "anonymous", "missing", "organization"):
        rule = document.rulebook[wording_of(sighting)]
        yield replace(rule.finding(span, type=sighting.status, score=score), rule=sighting.rule)


def _untrusted(document: Document, sighting: Sighting) -> Iterator[Finding]:
    """Yield a finding for a named source who is not on the list, where the policy asks for one that is."""
    trust = document.policy.source
    if sighting.status != "named" or not trust.named_source_must_be_trusted:
        return
    name = document.key[sighting.start : sighting.end]
    if not any(match_key(person) in name for person in trust.trusted_persons):
        finding = document.rulebook[wording_of(sighting)].finding(document.span(sighting.start, sighting.end))
        yield replace(finding, type="untrusted_person", message=_UNTRUSTED)
