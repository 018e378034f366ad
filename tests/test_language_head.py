"""The language head: what it answers, and what is made of it together with the rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from khobar_moderation import Finding, Moderator, Post
from khobar_moderation.checks.language import draft
from khobar_moderation.errors import ModelError
from khobar_moderation.finding import Safety
from khobar_moderation.fusion.language import errors_of_words, fuse_language, proposals
from khobar_moderation.fusion.weights import GradedOdds, Odds, Weights
from khobar_moderation.heads.labels import ANY, GRAMMAR, JOIN
from khobar_moderation.heads.model import Model
from khobar_moderation.heads.reading import WordErrors
from khobar_moderation.policy import load_policy
from khobar_moderation.spelling.edits import KINDS
from tiny_models import tiny_language_model

LABELS = [ANY, GRAMMAR, JOIN, *KINDS, "end:ه>ة", "last:ي>و", "start:ا>أ", "end:ة>ه"]
COLUMNS = {name: column for column, name in enumerate(LABELS)}
CORRECTION = Odds({"bias": 0.0, "edit": 1.0, "rule": 1.0})
ODDS = GradedOdds({"bias": 0.0, "right": 0.5, "any": 0.5, "rule": 1.0}, threshold=0.8, strict=0.5, safe=0.99)


def _found(
    moderator: Moderator, text: str, said: Mapping[str, Mapping[str, float]], *, strict: bool = False
) -> list[Finding]:
    """Return the findings where the head says something of some words, and nothing of the others."""
    document = moderator.read(Post(text=text))
    logits = np.full((len(document.tokens), len(LABELS)), -9.0, np.float32)
    for place, token in enumerate(document.tokens):
        for label, answer in said.get(token.text, {}).items():
            logits[place, COLUMNS[label]] = answer
    reading, drafts = draft(document)
    errors = errors_of_words(WordErrors(COLUMNS, logits), document.tokens, reading.words)
    fuse_language(reading, drafts, errors, ODDS, CORRECTION, strict=strict)
    return list(drafts.findings())


def _shown(findings: list[Finding]) -> list[tuple[str, str, str | None]]:
    return [(finding.rule, finding.type, finding.replacement) for finding in findings]


def test_the_head_finds_what_no_rule_knows(moderator: Moderator) -> None:
    text = "وصل المعلمين إلى القاعة"
    assert not _found(moderator, text, {})
    found = _found(moderator, text, {"المعلمين": {ANY: 7.0, GRAMMAR: 3.0, "last:ي>و": 7.0}})
    assert _shown(found) == [("model/language", "grammar", "المعلمون")]
    assert found[0].span
    assert text[slice(*found[0].span)] == "المعلمين"
    assert found[0].safety is Safety.NEEDS_A_LOOK
    assert 0.9 < found[0].score < 1.0


def test_the_head_can_speak_against_a_rule(moderator: Moderator) -> None:
    text = "زرنا المدرسه صباحا"
    assert not _found(moderator, text, {})
    agreed = _found(moderator, text, {"المدرسه": {ANY: 6.0, "end:ه>ة": 6.0}})
    assert [(item.type, item.replacement, item.safety) for item in agreed] == [("ta_marbuta", "المدرسة", Safety.SAFE)]
    assert agreed[0].rule != "model/language"


def test_strict_shows_what_is_only_likely(moderator: Moderator) -> None:
    said = {"المعلمين": {ANY: 1.0, GRAMMAR: 3.0, "last:ي>و": 1.0}}
    assert not _found(moderator, "وصل المعلمين إلى القاعة", said)
    assert _found(moderator, "وصل المعلمين إلى القاعة", said, strict=True)


def test_torn_words_are_joined(moderator: Moderator) -> None:
    found = _found(moderator, "حضر مدر سون كثيرون", {"مدر": {ANY: 4.0, JOIN: 4.0}})
    assert [(item.type, item.replacement) for item in found] == [("split_merge", "مدرسون")]


def test_two_edits_make_one_correction(moderator: Moderator) -> None:
    found = _found(moderator, "وصلت اسئله كثيرة", {"اسئله": {ANY: 9.0, "start:ا>أ": 8.0, "end:ه>ة": 8.0}})
    assert [item.replacement for item in found] == ["أسئلة"]


@pytest.mark.parametrize("word", ["هدى", "قطر"])
def test_what_an_edit_makes_must_be_a_word(word: str, moderator: Moderator) -> None:
    document = moderator.read(Post(text=f"قالت {word} شيئا"))
    logits = np.full((len(document.tokens), len(LABELS)), 5.0, np.float32)
    reading, drafts = draft(document)
    for group in proposals(
        reading, drafts, errors_of_words(WordErrors(COLUMNS, logits), document.tokens, reading.words)
    ):
        assert all(len(proposal.right) > 1 for proposal in group)


def test_odds_by_two_measures_are_the_same_after_writing_and_reading(full_moderator: Moderator) -> None:
    assert full_moderator.model
    weights = full_moderator.model.weights
    assert isinstance(weights.language, GradedOdds)
    assert Weights.from_dict(json.loads(json.dumps(weights.to_dict()))) == weights


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_language_model(tmp_path_factory.mktemp("models") / "tiny", LABELS)


def test_a_model_answers_for_every_word_of_a_long_post(folder: Path) -> None:
    moderator = Moderator(models=folder)
    document = moderator.read(Post(text="قرأ الطلاب الدرس الأول. " * 120))
    assert document.reading
    assert document.reading.errors
    assert document.reading.errors.logits.shape == (len(document.tokens), len(LABELS))
    assert dict(document.reading.errors.columns) == COLUMNS


def test_a_head_without_odds_says_nothing(folder: Path) -> None:
    moderator = Moderator(models=folder)
    found = moderator.check("زرنا المدرسه صباحا وكان المعلمين هناك").findings
    assert not [finding for finding in found if finding.rule == "model/language"]


def test_a_head_of_another_version_is_refused(folder: Path, tmp_path: Path) -> None:
    config = json.loads((folder / "config.json").read_text("utf-8"))
    config["language"]["lexical"] = ["length"]
    for file in folder.iterdir():
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / "config.json").unlink()
    (tmp_path / "config.json").write_text(json.dumps(config), "utf-8")
    with pytest.raises(ModelError, match="language head is not of this version"):
        Model(tmp_path)


def test_the_policy_sets_the_level() -> None:
    policy = load_policy("khobar")
    assert policy.language.level == "standard"
