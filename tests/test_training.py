"""What the heads learn from: annotations as targets, further versions of posts, and what must be left out."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest

from khobar_moderation.heads.labels import WORD_HEADS
from khobar_moderation.training.annotation import (
    ANY_FIRST,
    ANY_INSIDE,
    IGNORED,
    Marked,
    gold_of,
    read_conll,
    read_marked,
)
from khobar_moderation.training.augmentation import NameLists, misspell, rename
from khobar_moderation.training.leakage import RUN, find_shared
from khobar_moderation.training.pipeline import FOLDS, fold_of

POSTS = Path(__file__).parents[1] / "data" / "posts"
NAMES = NameLists({"M": ["سعد", "فيصل"], "F": ["نورة", "هيا"]}, ["الحربي", "الدوسري"])


def words_of(text: str) -> list[tuple[int, int]]:
    ends = [place for place, letter in enumerate(f"{text} ") if letter == " "]
    return list(zip([0, *(end + 1 for end in ends[:-1])], ends, strict=True))


def test_targets_mark_the_first_word_of_a_span_and_those_that_follow() -> None:
    text = "كرمت المدرسة الطالب سعد الحربي أمس"
    marked = Marked("w-1", text, people=((20, 30, "pupil"),), labels={"personal": "work"})
    targets = gold_of(marked, words_of(text)).targets
    tags = [WORD_HEADS["people"][tag] for tag in targets["people"]]
    assert tags == ["O", "O", "O", "B-pupil", "I-pupil", "O"]
    assert set(targets["attributes"]) == {IGNORED}
    assert targets["post_source"] == IGNORED


def test_a_person_of_unknown_role_is_a_person_in_any_role(tmp_path: Path) -> None:
    path = tmp_path / "some.conll"
    path.write_text("قال O\nأحمد B-PER\nعلي I-PER\nأمس O\n\nعاد O\nسعد B-PERS\n", encoding="utf-8")
    first, second = read_conll(path)
    assert [first.text[start:end] for start, end, _ in first.people or ()] == ["أحمد علي"]
    assert [second.text[start:end] for start, end, _ in second.people or ()] == ["سعد"]
    targets = gold_of(first, words_of(first.text)).targets["people"]
    assert list(targets) == [0, ANY_FIRST, ANY_INSIDE, 0]


def test_renaming_moves_every_span_with_its_words() -> None:
    text = "غاب سعد الحربي لمرضه، واعتذر ولي أمر سعد الحربي"
    first, second = text.index("سعد"), text.rindex("سعد")
    ill = text.index("لمرضه")
    marked = Marked(
        "w-1", text, people=((first, first + 10, "pupil"), (second, second + 10, "pupil")),
        attributes=((ill, ill + 5, "health"),), sources=(), unsound=(), personal=(),
    )  # fmt: skip
    other = rename(marked, NAMES, Random(3))
    names = [other.text[start:end] for start, end, _ in other.people or ()]
    assert names[0] == names[1]
    assert [other.text[start:end] for start, end, _ in other.attributes or ()] == ["لمرضه"]


def test_slips_of_spelling_move_nothing() -> None:
    text = "أعلنت إدارة المدرسة عن بدء التسجيل في النشاط إلى نهاية الأسبوع " * 20
    other = misspell(Marked("w-1", text), Random(1), share=0.5).text
    assert len(other) == len(text)
    assert other != text
    assert all((a == " ") == (b == " ") for a, b in zip(text, other, strict=True))


def test_shared_wording_is_found_whatever_its_spelling() -> None:
    measured = [("m-1", "تعلن إدارة المدرسة عن موعد الاختبارات النهائية لهذا العام")]
    texts = [
        ("same", "تُعلن ادارة المدرسه عن موعد الإختبارات النهائية، وعليه يلزم الحضور"),
        ("other", "يقام غدا لقاء أولياء الأمور في مسرح المدرسة بعد صلاة العصر"),
    ]
    (shared,) = find_shared(texts, measured)
    assert (shared.id, shared.measured) == ("same", "m-1")
    assert shared.letters >= RUN
    assert 0 < shared.share < 1


@pytest.mark.parametrize("measured", ["written", "fresh"])
def test_no_training_post_is_a_copy_of_one_that_measures(measured: str) -> None:
    gold = Path(__file__).parents[1] / "benchmarks" / "data" / f"{measured}.jsonl"
    posts = [(post.id, post.text) for path in sorted(POSTS.glob("*.jsonl")) for post in read_marked(path)]
    assert len(posts) > 4000
    shared = find_shared(posts, [(post.id, post.text) for post in read_marked(gold)])
    assert [found for found in shared if found.share > 0.5] == []


def test_every_annotation_of_the_training_posts_is_inside_its_text() -> None:
    for path in POSTS.glob("*.jsonl"):
        for post in read_marked(path):
            spans = [*(post.people or ()), *(post.attributes or ()), *(post.sources or ()), *(post.unsound or ())]
            assert all(0 <= start < end <= len(post.text) for start, end, _ in spans), post.id


def test_authors_and_neighbours_stay_in_one_fold() -> None:
    assert {fold_of(f"t7-{number:03}") for number in range(1, 140)} == {fold_of("t7-001")}
    assert fold_of("w2-041") == fold_of("w2-059")
    assert {fold_of(f"w2-{number:03}") for number in range(1, 261)} == set(range(FOLDS))


def test_targets_of_a_text_without_words_are_empty() -> None:
    targets = gold_of(Marked("w-1", "", people=(), unsound=()), []).targets
    assert targets["people"].shape == (0,)
    assert isinstance(targets["unsound"], np.ndarray)
