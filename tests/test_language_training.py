"""How the language head is taught, and how what it says is weighed."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch

from khobar_moderation import Moderator, Post
from khobar_moderation.fusion.language import Proposal
from khobar_moderation.heads.features import FEATURES
from khobar_moderation.heads.labels import ANY, GRAMMAR, JOIN
from khobar_moderation.heads.lexical import look_up
from khobar_moderation.spelling.edits import KINDS
from khobar_moderation.training.language import LanguageCourse, Lesson, teach_language
from khobar_moderation.training.language_examples import choose_labels, encode, misspelt, of_annotated, of_plain
from khobar_moderation.training.language_fitting import Judged, fit_language, judge
from khobar_moderation.training.network import ModeratorNetwork, Shape

TEXT = "ذهب الطلاب الى المدرسه و كتبوا الدرس"
ERRORS = [("الى", "hamza", "إلى"), ("المدرسه", "ta_marbuta", "المدرسة"), ("و كتبوا", "split_merge", "وكتبوا")]
POST = {
    "id": "x-1",
    "text": TEXT,
    "language": [
        {"start": TEXT.index(word), "end": TEXT.index(word) + len(word), "type": kind, "correction": right}
        for word, kind, right in ERRORS
    ],
}
CLEAN = ("ذهب الطلاب إلى المدرسة وكتبوا الدرس", "أعلنت الإدارة عن أسماء الفائزين", "كانت القراءة هواية أختي الكبرى")
LABELS = [ANY, GRAMMAR, JOIN, *KINDS, "start:ا>إ", "end:ه>ة"]


def test_annotated_errors_become_the_edits_that_mend_them(moderator: Moderator) -> None:
    words = of_annotated(POST, moderator.read(Post(text=TEXT)))
    by_form = {word.form: word for word in words}
    assert [str(edit) for edit in by_form["الى"].edits] == ["start:ا>إ"]
    assert [str(edit) for edit in by_form["المدرسه"].edits] == ["end:ه>ة"]
    assert by_form["و"].join
    assert not by_form["الطلاب"].edits


def test_rows_hold_the_labels_of_each_word(moderator: Moderator) -> None:
    words = of_annotated(POST, moderator.read(Post(text=TEXT)))
    vocabulary: dict[str, int] = {}
    (row,) = encode(words, vocabulary, {name: number for number, name in enumerate(LABELS)}, None)
    held = {form: {LABELS[label] for label in row.labels[number] if label >= 0} for form, number in vocabulary.items()}
    assert held["المدرسه"] == {ANY, "end:ه>ة"}
    assert held["و"] == {ANY, JOIN}
    assert held["الدرس"] == set()


def test_frequent_edits_have_names_of_their_own() -> None:
    random, texts = Random(1), [of_plain(text) for text in CLEAN]
    names = choose_labels(misspelt(text, random) for text in texts * 400)
    assert names[: len(LABELS) - 2] == LABELS[:-2]
    assert "end:ة>" not in names[:3]
    assert "end:ه>ة" in names


@pytest.fixture(scope="module")
def lessons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    random, vocabulary = Random(1), dict[str, int]()
    labels = {name: number for number, name in enumerate(LABELS)}
    texts = [misspelt(of_plain(random.choice(CLEAN)), random) for _ in range(240)]
    rows = [row for text in texts for row in encode(text, vocabulary, labels, None)]
    matrix = np.random.default_rng(1).normal(size=(len(vocabulary), 160)).astype(np.float16)
    path = tmp_path_factory.mktemp("lessons") / "lessons.pickle"
    path.write_bytes(pickle.dumps([Lesson(matrix, look_up(list(vocabulary)).astype(np.float16), rows)] * 8))
    return path


def test_the_head_learns_and_goes_on_where_it_stopped(lessons: Path, tmp_path: Path) -> None:
    torch.manual_seed(1)
    base = ModeratorNetwork(Shape(features=len(FEATURES)))
    course = LanguageCourse(rate=3e-3, words=60, save_every=10)
    teach_language(base, lessons, tmp_path, LABELS, course)
    losses = [json.loads(line) for line in (tmp_path / "losses.jsonl").read_text("utf-8").splitlines()]
    assert losses[-1]["loss"] < 0.7 * losses[0]["loss"]
    taught = torch.load(tmp_path / "head.pt", weights_only=True)
    teach_language(base, lessons, tmp_path, LABELS, course)
    assert len((tmp_path / "losses.jsonl").read_text("utf-8").splitlines()) == len(losses)
    again = torch.load(tmp_path / "head.pt", weights_only=True)
    assert all(torch.equal(taught[name], again[name]) for name in taught)


def test_what_editors_did_is_what_is_judged(full_moderator: Moderator) -> None:
    document = full_moderator.read(Post(text=TEXT))
    judged = {group.proposals[0].at: group for group in judge(POST, document)}
    words = [word.text for word in document.words]
    mended = {
        words[at]: [p.right for p, right in zip(group.proposals, group.right, strict=True) if right]
        for at, group in judged.items()
    }
    assert mended["المدرسه"] == ["المدرسة"]
    assert judged[words.index("المدرسه")].is_error
    assert not mended.get("الدرس")


def test_odds_follow_what_was_right() -> None:
    random = Random(1)
    groups = []
    for _ in range(400):
        doubt = random.uniform(-4, 4)
        wrong = random.random() < 1 / (1 + np.exp(-doubt))
        offered = [
            Proposal(0, right, "hamza", 1, False, {"edit": edit, "any": doubt})
            for right, edit in (("أ", 2.0), ("إ", -2.0))
        ]
        groups.append(Judged(offered, [wrong, False], wrong))
    language, correction = fit_language(groups)
    assert correction.weights["edit"] > 0
    assert language.probability({"any": 4.0, "edit": 2.0, "right": 2.0}) > 0.8
    assert language.probability({"any": -4.0, "edit": 2.0, "right": -2.0}) < 0.2
