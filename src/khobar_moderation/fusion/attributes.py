"""Which words state a private fact about somebody, by rules and head together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from khobar_moderation.attributes import Anchor, find_anchors, find_attributes
from khobar_moderation.finding import Finding
from khobar_moderation.fusion.weights import logit
from khobar_moderation.text import Unit

if TYPE_CHECKING:
    from khobar_moderation.document import Document
    from khobar_moderation.heads.reading import HeadSpan

__all__ = ["HEAD", "Candidate", "candidates", "fuse_attributes"]

HEAD = "model/attributes"
_FAR = 200
"""Characters from a fact beyond which nobody is near."""

_WORDING = {
    "health": "exposure/attribute-health-state",
    "grade": "exposure/attribute-grade",
    "discipline": "exposure/attribute-discipline",
    "family": "exposure/attribute-family",
    "finance": "exposure/attribute-finance",
    "belief": "exposure/attribute-belief",
    "whereabouts": "exposure/attribute-whereabouts",
}
"""The rules whose message to the reviewer serves what the head finds by itself."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may state a private fact; offsets into the normalised text.

    Attributes:
        unit: where they stand.
        kind: the type of the fact.
        rule: what the rules found, or None where only the head marks it.
        features: for `Weights.attribute`.
    """

    unit: Unit
    kind: str
    rule: Finding | None
    features: dict[str, float]


def candidates(document: Document) -> Iterator[Candidate]:
    """Yield what rules or head take for a private fact."""
    reading = document.reading
    assert reading is not None
    anchors = find_anchors(document)
    by_rules = [(_unit(document, finding), finding) for finding in find_attributes(document)]
    for unit, finding in by_rules:
        head = reading.span_over("attributes", *unit)
        yield _candidate(anchors, head, finding.type, finding, document)
    for span in reading.spans("attributes"):
        if not any(span.start < unit.end and unit.start < span.end and f.type == span.kind for unit, f in by_rules):
            yield _candidate(anchors, span, span.kind, None, document)


def fuse_attributes(document: Document) -> Iterator[Finding]:
    """Yield the private facts of a document that the model has read."""
    odds = document.weights.attribute
    for candidate in candidates(document):
        chance = odds.probability(candidate.features)
        if chance < odds.threshold:
            continue
        if candidate.rule is not None:
            yield replace(candidate.rule, score=chance)
        else:
            rule = document.rulebook[_WORDING[candidate.kind]]
            found = rule.finding(document.span(*candidate.unit), type=candidate.kind, score=chance)
            yield replace(found, rule=HEAD)


def _unit(document: Document, finding: Finding) -> Unit:
    assert finding.span is not None
    return Unit(*document.normal.from_source(*finding.span))


def _candidate(
    anchors: Sequence[Anchor], head: HeadSpan, kind: str, rule: Finding | None, document: Document
) -> Candidate:
    unit = Unit(head.start, head.end)
    near = [anchor for anchor in anchors if anchor.gap(unit) <= _FAR]
    private = [anchor for anchor in near if anchor.private]
    sentence = document.sentence_at(unit.start)
    features = {
        "head": logit(head.score),
        "kind": logit(head.kinds[kind]),
        "rule": float(rule is not None),
        "private_in_sentence": float(any(document.sentence_at(anchor.start) == sentence for anchor in private)),
        "private_near": float(bool(private)),
        "picked_out": float(any(anchor.rule is not None for anchor in private)),
        "nobody": float(not near),
        kind: 1.0,
    }
    return Candidate(unit, kind, rule, features)
