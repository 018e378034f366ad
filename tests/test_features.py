"""What the rules tell the model of each token: what training saw, bit by bit, is what a verdict rests on."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from khobar_moderation import Moderator, Post
from khobar_moderation.document import Document
from khobar_moderation.heads.features import FEATURES, featurise
from khobar_moderation.rulepacks import Rule
from khobar_moderation.rulepacks.kinds import CueRule, LexiconRule, RoleRule, WordPatternsRule

DATA = Path(__file__).parent.parent / "benchmarks" / "data"
TEXTS = [json.loads(line)["text"] for line in (DATA / "written.jsonl").read_text(encoding="utf-8").splitlines()]


def by_definition(document: Document) -> NDArray[np.float32]:
    """Return the features as they are defined, one after the other, without regard to time."""
    tokens = document.tokens
    table = np.zeros((len(tokens), len(FEATURES)), np.float32)

    def mark(start: int, end: int, name: str) -> None:
        around = max((place for place, token in enumerate(tokens) if token.start <= start), default=0)
        for place, token in enumerate(tokens):
            if place >= around and token.start < end and name in FEATURES:
                table[place, FEATURES.index(name)] = 1

    for letter, place in zip(document.encoded.letters, document.encoded.places, strict=True):
        if f"letter:{letter}" in FEATURES:
            table[place, FEATURES.index(f"letter:{letter}")] = 1
    for part, units in document.hits.items():
        rule = document.rulebook.rules.get(part)
        for unit in units:
            mark(*unit, "source:trusted" if part == "policy/trusted-bodies" else _name(rule) if rule else "")
    for fact in document.facts:
        mark(*fact.unit, f"fact:{fact.rule.type}")
    for finding in document.unsound_by_rules:
        if finding.span:
            mark(*document.normal.from_source(*finding.span), f"soundness:{finding.type}")
    for person in document.people_by_rules:
        mark(person.start, person.end, f"person:{person.role}")
        mark(person.start, person.start + 1, "person:first")
        if person.pupil:
            mark(person.start, person.end, "person:pupil")
    for found in document.identifiers:
        mark(found.start, found.end, "identifier")
    for unit in document.sentences:
        opens = [place for place, token in enumerate(tokens) if token.start >= unit.start]
        table[opens[0] if opens else len(tokens) - 1, FEATURES.index("sentence start")] = 1
    for place in range(len(tokens)):
        if place == 0 or tokens[place - 1].kind == "newline":
            table[place, FEATURES.index("line start")] = 1
    return table


def _name(rule: Rule) -> str:
    if isinstance(rule, RoleRule):
        return f"role:{rule.role}"
    if rule.check == "exposure":
        return f"fact:{rule.type}" if isinstance(rule, CueRule | LexiconRule | WordPatternsRule) else ""
    return f"{rule.check}:{rule.type}"


@pytest.mark.parametrize("text", [*TEXTS[::4], "\n\nا\n", "🌹", "\n".join(TEXTS[:5])])
def test_features_are_what_they_are_defined_to_be(text: str, moderator: Moderator) -> None:
    document = moderator.read(Post(text=text))
    assert featurise(document).tobytes() == by_definition(document).tobytes()


def test_features_of_a_post(moderator: Moderator) -> None:
    document = moderator.read(Post(text="شكرًا للأستاذة منى القحطاني.\nجوالها 0551234567"))
    table = featurise(document)
    told = {
        token.text: {name for name, value in zip(FEATURES, row, strict=True) if value}
        for token, row in zip(document.tokens, table, strict=True)
    }
    assert {"line start", "sentence start"} <= told["شكرا"]
    assert {"person:first", "person:private"} <= told["منى"]
    assert "person:private" in told["القحطاني"]
    assert "person:first" not in told["القحطاني"]
    assert {"line start", "sentence start"} <= told["جوالها"]
    assert {"letter:#", "identifier"} <= told["0551234567"]


def test_text_without_tokens_has_no_rows(moderator: Moderator) -> None:
    assert featurise(moderator.read(Post(text="\u064b\u0640"))).shape == (0, len(FEATURES))
