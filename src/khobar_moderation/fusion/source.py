"""The status of a post's source, by rules and head together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from khobar_moderation.checks.source.sighting import STRENGTH, Sighting

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["HEAD", "fuse_sightings", "wording_of"]

HEAD = "model/source"
_SURE = 0.5
_WORDING = {
    "hearsay": "source/rumour",
    "anonymous": "source/unnamed-source",
    "missing": "source/unsourced-news",
    "organization": "source/other-body",
    "named": "source/titled-name",
}
"""The rules whose message to the reviewer serves what the head finds by itself."""
_TRUSTED = "policy/trusted-bodies"


def wording_of(sighting: Sighting) -> str:
    """Return the id of the rule whose message to the reviewer serves a sighting."""
    return _WORDING.get(sighting.status, sighting.rule) if sighting.rule == HEAD else sighting.rule


def fuse_sightings(document: Document, sightings: Sequence[Sighting]) -> tuple[list[Sighting], float]:
    """Return the sources of a document that the model has read, and how sure the status of the weakest is.

    What the rules saw stays, save what is weaker than the status decided on; where they saw nothing of that status, the
    head's words for it are added.
    """
    reading = document.reading
    assert reading is not None
    by_rules = min((sighting.status for sighting in sightings), key=STRENGTH.index)
    status, chance = document.weights.source.choose(reading.posts["post_source"], by_rules)
    kept = [sighting for sighting in sightings if STRENGTH.index(sighting.status) >= STRENGTH.index(status)]
    if not any(sighting.status == status for sighting in kept):
        kept = [sighting for sighting in kept if sighting.status in ("named", "organization")]
        kept.append(_by_head(document, status))
    return kept, chance


def _by_head(document: Document, status: str) -> Sighting:
    reading = document.reading
    assert reading is not None
    spans = [span for span in reading.spans("sources") if span.kind == status and span.score >= _SURE]
    if not spans:
        return Sighting(status, HEAD)
    best = max(spans, key=lambda span: span.score)
    trusted = any(best.start <= hit.start < best.end for hit in document.hits.get(_TRUSTED, ()))
    return Sighting(status, HEAD, best.start, best.end, trusted and status == "organization")
