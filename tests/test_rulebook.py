"""Patterns of rules run over the loose form of a post."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from khobar_moderation import Post, load_policy
from khobar_moderation.document import Document
from khobar_moderation.rulepacks import PatternRule, Rulebook


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (r"رقم الأستاذة (?P<span>\S+)", ["نوره"]),
        (r"\S+ \d\d", ["نوره 55"]),
        (r"\D\D الأستاذة", ["قم الاستاذه"]),
        (r"استاذ\Bه", ["استاذه"]),
        (r"\d+", ["55"]),
    ],
)
def test_pattern_folds_its_letters_and_keeps_its_syntax(pattern: str, found: list[str]) -> None:
    fields = {"clause": "P5", "type": "phone", "message": {"ar": "رقم", "en": "number"}, "why": "Test."}
    examples = {"flags": ["رقم"], "allows": ["رقم"]}
    rule = PatternRule.model_validate(
        {
            "id": "exposure/test",
            "kind": "pattern",
            "pattern": pattern,
            "literals": ["رقم"],
            "examples": examples,
            **fields,
        }
    )
    rulebook = Rulebook({rule.id: rule})
    document = Document(Post(text="رقمُ الأستاذة نورة ٥٥"), rulebook, load_policy(), datetime.now(UTC))
    assert [document.key[unit.start : unit.end] for unit in rulebook.occurrences(rule, document)] == found
