"""Posts without an attribution: the office's own work, no claim at all, or a claim without a source."""

from __future__ import annotations

from collections.abc import Iterator

from khobar_moderation.checks.source.reader import Reader
from khobar_moderation.checks.source.sighting import Sighting
from khobar_moderation.rulepacks.kinds import CueRule

__all__ = ["find_standing", "weigh_cues"]

MOST_HITS = 3
"""How often a cue counts in one post at the most."""
_DEFAULTS = {
    "first_party": "source/own-work",
    "none": "source/nothing-claimed",
    "missing": "source/unproven-claim",
}
"""The rule that speaks for a status when no cue does; its figures are where the scales stand without any cue."""


def find_standing(reader: Reader) -> Sighting:
    """Return what a post without any attribution is: the status for which its cues weigh most."""
    weights = dict.fromkeys(_DEFAULTS, 0.0)
    leading = {status: (0.0, rule) for status, rule in _DEFAULTS.items()}
    for status, weight, rule in (*_defaults(reader), *weigh_cues(reader)):
        weights[status] += weight
        if rule != _DEFAULTS[status]:
            leading[status] = max(leading[status], (weight, rule))
    decided = max(weights, key=weights.__getitem__)
    return Sighting(decided, leading[decided][1])


def weigh_cues(reader: Reader) -> Iterator[tuple[str, float, str]]:
    """Yield the status, weight and id of each cue rule that speaks in a post.

    Raises:
        DeadlineExceeded: a pattern took too long.
    """
    rulebook = reader.document.rulebook
    for rule in rulebook.of_check("source"):
        if isinstance(rule, CueRule) and (hits := rulebook.occurrences(rule, reader.document)):
            yield rule.type, rule.weight * min(len(hits), MOST_HITS), rule.id


def _defaults(reader: Reader) -> Iterator[tuple[str, float, str]]:
    """Yield where the scales stand before any cue: chat is short, and what a health myth claims needs a source."""
    for status, rule in _DEFAULTS.items():
        per_word = reader.figure(rule, "per_word") * len(reader.words)
        yield status, reader.figure(rule, "start") + per_word, rule
    if any(True for _ in _unproven(reader)):
        yield "missing", reader.figure("source/unproven-claim", "myth"), "source/unproven-claim"


def _unproven(reader: Reader) -> Iterator[str]:
    document = reader.document
    for rule in document.rulebook.of_check("soundness"):
        if rule.type == "unscientific" and document.rulebook.occurrences(rule, document):
            yield rule.id
