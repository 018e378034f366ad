"""What the examples of rules do not show: that they are sound data, fast, and nobody's wording."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from khobar_moderation.resources import RULES
from khobar_moderation.rulepacks import Rule, load_rules
from khobar_moderation.rulepacks.kinds import RULE
from khobar_moderation.rulepacks.linting import problems_of, shared_wording
from khobar_moderation.rulepacks.pages import index, page, write_pages
from khobar_moderation.rulepacks.slowness import slow_on

EMBEDDED = load_rules(RULES)


COMMON: dict[str, Any] = {
    "type": "offensive",
    "clause": "P4",
    "message": {"ar": "رسالة", "en": "message"},
    "why": "why",
    "examples": {"flags": ["[[يا تافه]] اسكت"], "allows": ["درس عن كلمة «يا تافه»"]},
}


def made(**changes: Any) -> Rule:
    phrases = {"id": "soundness/made", "kind": "phrases", "phrases": ["يا تافه"]}
    return RULE.validate_python({**COMMON, **phrases, **changes})


def pattern(source: str) -> Rule:
    fields = {"id": "soundness/made", "kind": "pattern", "pattern": source, "literals": ["تافه"]}
    return RULE.validate_python({**COMMON, **fields})


def corrections(**pairs: str) -> Rule:
    fields = {"id": "language/made", "kind": "corrections", "type": "hamza", "clause": "P3", "corrections": pairs}
    examples = {"flags": ["[[ان]] الدرس"], "allows": ["إن الدرس"]}
    return RULE.validate_python({**COMMON, **fields, "examples": examples})


@pytest.mark.parametrize("rule", EMBEDDED.values(), ids=EMBEDDED)
def test_rule_is_sound(rule: Rule) -> None:
    assert problems_of(rule) == []


@pytest.mark.parametrize(
    "rule", [rule for rule in EMBEDDED.values() if getattr(rule, "pattern", None)], ids=lambda r: r.id
)
def test_pattern_takes_linear_time(rule: Rule) -> None:
    assert slow_on(rule) is None


def test_ids_are_paths() -> None:
    files = {path.relative_to(RULES).with_suffix("").as_posix() for path in RULES.glob("*/*.yaml")}
    assert {name for name in files if not name.startswith("policies/")} == set(load_rules(RULES))


def test_a_sound_rule_has_no_problem() -> None:
    assert problems_of(made()) == []
    assert problems_of(pattern(r"يا\s(?:تافه|غبي)[ـ]?ّ?")) == []
    assert problems_of(corrections(ان="إن")) == []
    assert problems_of(pattern(r"(?P<span>يا\S*\s+تافه)\B")) == []


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (made(type="nosuch"), "no finding, evidence or label"),
        (made(clause="P5"), "is not 'P4'"),
        (made(examples={"flags": ["[[يا تافه]]"], "allows": ["صباح الخير"]}), "number 1: shares no word"),
        (made(unless=["درس"], examples={"flags": ["[[يا تافه]]"], "allows": ["أمر تافه"]}), "none holds"),
        (pattern(r"(تافه"), "does not compile"),
        (pattern(r"PDF تافه"), "can never match"),
        (pattern(r"تافهٌ"), "can never match"),
        (pattern(r"٥ تافه"), "can never match"),
        (corrections(**{"ان شاء": "إن شاء"}), "no word of a text"),
        (corrections(أنّ="أن"), "no word of a text"),
    ],
)
def test_lint_tells(rule: Rule, told: str) -> None:
    assert any(told in problem for problem in problems_of(rule))


@pytest.mark.parametrize("source", [r"(?:\w+\s*)+[!؟]", r"(ا+)+ب", r"تافه.*تافه.*خلاص", r"\w+\sتافه"])
def test_a_pattern_that_blows_up_is_caught(source: str) -> None:
    assert slow_on(pattern(source)) is not None


def test_shared_wording_is_found_across_marks_and_blanks(tmp_path: Path) -> None:
    (tmp_path / "soundness").mkdir()
    (tmp_path / "soundness" / "rule.yaml").write_text(
        'flags: ["أعلن الناطق أن المكتب، سيغلق أبوابه"]', encoding="utf-8"
    )
    posts = tmp_path / "posts.jsonl"
    lines = [
        {"id": "p1", "text": "نعم أعلن الناطق أن «المكتب» سيغلق أبوابه غدا"},
        {"text": "أعلن الناطق أن المكتب مفتوح"},
    ]
    posts.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert shared_wording(tmp_path, posts) == [(tmp_path / "soundness" / "rule.yaml", "p1")]
    assert shared_wording(tmp_path, posts, letters=40) == []


def test_a_page_holds_what_a_reader_needs() -> None:
    rule = made(examples={"flags": [{"text": "[[يا تافه]] أنت", "channel": "x"}], "allows": ["«يا تافه»"]})
    content = page(rule)
    for expected in ("# soundness/made", "clause P4", "رسالة", "message", "يا تافه", "channel: x"):
        assert expected in content
    assert "[soundness/made](soundness/made.md)" in index([rule])


def test_pages_of_rules_that_are_gone_are_removed(tmp_path: Path) -> None:
    assert write_pages([made(), made(id="soundness/other")], tmp_path) == 2
    assert write_pages([made()], tmp_path) == 1
    assert sorted(path.name for path in tmp_path.rglob("*.md")) == ["README.md", "made.md"]


def test_every_rule_has_a_page() -> None:
    for rule in EMBEDDED.values():
        assert page(rule).startswith(f"# {rule.id}\n")
