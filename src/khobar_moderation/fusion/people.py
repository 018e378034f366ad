"""Who is mentioned, and in which capacity, by rules and head together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from khobar_moderation.finding import Role
from khobar_moderation.fusion.weights import logit
from khobar_moderation.people import PersonMention

if TYPE_CHECKING:
    from khobar_moderation.document import Document
    from khobar_moderation.heads.reading import HeadSpan

__all__ = ["HEAD", "Candidate", "candidates", "fuse_people", "wording_of"]

HEAD = "model/people"
_NAME_CLASSES = frozenset("GgwFfBqNKS")
_ROLES = {"official": Role.OFFICIAL, "source": Role.SOURCE, "private": Role.PRIVATE, "pupil": Role.PRIVATE}


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a person's name; offsets into the normalised text.

    Attributes:
        start: where it begins.
        end: where it ends.
        rule: what the rules say of it, or None where only the head marks it.
        head: what the head says of it.
        features: for `Weights.person`.
    """

    start: int
    end: int
    rule: PersonMention | None
    head: HeadSpan
    features: dict[str, float]

    @property
    def rule_role(self) -> str:
        """The role that the rules give: one of the head's, or "none"."""
        if self.rule is None:
            return "none"
        return "pupil" if self.rule.pupil else str(self.rule.role)


def wording_of(mention: PersonMention) -> str:
    """Return the id of the rule whose message to the reviewer serves a mention."""
    if mention.rule != HEAD:
        return mention.rule
    return "exposure/role-pupil" if mention.pupil else "exposure/person-plain"


def candidates(document: Document) -> Iterator[Candidate]:
    """Yield what rules or head take for a name, each once: where they overlap, the words of the rules count."""
    reading = document.reading
    assert reading is not None
    known = document.people_by_rules
    for mention in known:
        yield _candidate(document, mention.start, mention.end, mention, reading.span_over("people", *_span(mention)))
    for span in reading.spans("people"):
        if not any(span.start < mention.end and mention.start < span.end for mention in known):
            yield _candidate(document, span.start, span.end, None, span)


def fuse_people(document: Document) -> tuple[PersonMention, ...]:
    """Return the persons of a document that the model has read, in reading order."""
    weights = document.weights
    kept = []
    for candidate in candidates(document):
        chance = weights.person.probability(candidate.features)
        if chance >= weights.person.threshold:
            kept.append(_mention(candidate, chance, *weights.role.choose(candidate.head.kinds, candidate.rule_role)))
    return tuple(sorted(kept, key=lambda mention: mention.start))


def _mention(candidate: Candidate, chance: float, role: str, certainty: float) -> PersonMention:
    rule = candidate.rule
    agreed = rule is not None and candidate.rule_role == role
    return PersonMention(
        start=candidate.start,
        end=candidate.end,
        title_start=rule.title_start if rule else candidate.start,
        role=_ROLES[role],
        pupil=role == "pupil",
        rule=rule.rule if rule and agreed else HEAD,
        score=chance * certainty,
    )


def _candidate(document: Document, start: int, end: int, rule: PersonMention | None, head: HeadSpan) -> Candidate:
    words = [token for token in document.tokens if start <= token.start < end]
    known = _known_names(document, words[0].start if words else start, end)
    features = {
        "head": logit(head.score),
        "rule": float(rule is not None),
        "rule_score": rule.score if rule else 0.0,
        "one_word": float(len(words) == 1),
        "known": known,
        "unknown_to_rules": float(rule is None and known == 0.0),
    }
    return Candidate(start, end, rule, head, features)


def _known_names(document: Document, start: int, end: int) -> float:
    """Return the share of the words in [start, end) that can be names by the lists."""
    encoded = document.encoded
    inside = [
        letter in _NAME_CLASSES
        for letter, place in zip(encoded.letters, encoded.places, strict=True)
        if letter != "'" and start <= encoded.tokens[place].start < end
    ]
    return sum(inside) / len(inside) if inside else 0.0


def _span(mention: PersonMention) -> tuple[int, int]:
    return mention.start, mention.end
