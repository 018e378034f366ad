"""Whether a post is offensive, unsuitable or unscientific, by rules and head together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from khobar_moderation.finding import Finding
from khobar_moderation.fusion.weights import logit
from khobar_moderation.heads.labels import SOUNDNESS
from khobar_moderation.text import Unit

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["HEAD", "features", "fuse_unsound"]

HEAD = "model/soundness"
_WORDING = {
    "offensive": "soundness/contempt-phrase",
    "unsuitable": "soundness/shaming",
    "unscientific": "soundness/viral-science",
}
"""The rules whose message to the reviewer serves what the head finds by itself."""


def features(document: Document, kind: str, by_rules: Sequence[Finding]) -> dict[str, float]:
    """Return what tells whether a document is unsound in the way `kind`, for `Weights.unsound`."""
    reading = document.reading
    assert reading is not None
    words = reading.words["unsound"][:, SOUNDNESS.index(kind)]
    rule = any(finding.type == kind for finding in by_rules)
    return {
        "post": logit(reading.posts["post_soundness"][kind]),
        "word": logit(float(words.max())) if len(words) else 0.0,
        "rule": float(rule),
        f"rule_{kind}": float(rule),
        kind: 1.0,
    }


def fuse_unsound(document: Document, by_rules: Sequence[Finding]) -> Iterator[Finding]:
    """Yield what is unsound in a document that the model has read: what rules found, or the words the head marks."""
    odds = document.weights.unsound
    for kind in SOUNDNESS:
        chance = odds.probability(features(document, kind, by_rules))
        if chance < odds.threshold:
            continue
        found = [replace(finding, score=chance) for finding in by_rules if finding.type == kind]
        yield from found or [_by_head(document, kind, chance)]


def _by_head(document: Document, kind: str, chance: float) -> Finding:
    """Return a finding over the sentence of which the head is surest."""
    reading = document.reading
    assert reading is not None
    place = SOUNDNESS.index(kind)
    sentences = document.sentences or (Unit(0, len(document.normal.text)),)
    worst = max(sentences, key=lambda unit: float(reading.mean("unsound", *unit)[place]))
    rule = document.rulebook[_WORDING[kind]]
    return replace(rule.finding(document.span(*worst), type=kind, score=chance), rule=HEAD)
