"""Slips made on purpose: what is meant is always known, and each writer has habits."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from khobar_moderation.spelling.edits import edits_between
from khobar_moderation.training.language_examples import Word, misspelt, of_plain
from khobar_moderation.training.slips import draw_writer, slip

TEXT = (
    "أعلنت إدارة المدرسة أن المعلمين والمعلمات سيبدؤون الأسبوع القادم برنامجا جديدا في القراءة، وأن الطلاب الذين لم "
    "يسجلوا إلى الآن يمكنهم أن يسجلوا أسماءهم لدى المشرف. ولا يخفى على أحد ما لهذه البرامج من أثر كبير في مستوى "
    "الأبناء، فشكرا لكل من أسهم في إعدادها، إن هذا دليل على أن العمل المشترك يؤتي ثماره عندما يصدق أصحابه."
)


def _slips(count: int, seed: int = 1) -> Counter[tuple[str, str]]:
    random, words = Random(seed), of_plain(TEXT)
    forms = [word.form for word in words]
    made: Counter[tuple[str, str]] = Counter()
    for _ in range(count):
        writer = draw_writer(random)
        for at, word in enumerate(words):
            found = slip(forms, at, writer, random) if word.taught else None
            if found:
                assert found.right == " ".join(forms[at : at + found.took])
                made[" ".join(found.words), found.right] += 1
    return made


def test_a_slip_tells_what_was_meant_and_is_never_the_word_itself() -> None:
    made = _slips(200)
    assert len(made) > 150
    assert all(wrong != right for wrong, right in made)


@pytest.mark.parametrize(
    "pair",
    [
        ("المدرسه", "المدرسة"), ("ان", "أن"), ("الى", "إلى"), ("يسجلو", "يسجلوا"), ("هاذا", "هذا"),
        ("المعلمون", "المعلمين"), ("ولايخفى", "ولا يخفى"), ("القرائة", "القراءة"), ("عند ما", "عندما"), ("لدا", "لدى"),
    ],
)  # fmt: skip
def test_slips_that_people_make_are_made(pair: tuple[str, str]) -> None:
    assert _slips(2000)[pair] > 0


def test_the_same_seed_makes_the_same_slips() -> None:
    words = of_plain(TEXT)
    assert misspelt(words, Random(7)) == misspelt(words, Random(7))
    assert len({tuple(misspelt(words, Random(seed))) for seed in range(8)}) > 4


def test_what_was_misspelt_is_mended_by_its_edits() -> None:
    words = of_plain(TEXT)
    for seed in range(40):
        for word in misspelt(words, Random(seed)):
            if word.edits:
                assert any(edits_between(word.form, other) == word.edits for other in _meant(words, word))


def _meant(words: list[Word], wrong: Word) -> list[str]:
    """Return the words that stood at the place of a wrong one: itself, and with the next where both stuck together."""
    forms = [word.form for word in words[wrong.place : wrong.place + 2]]
    return [forms[0], " ".join(forms)]


def test_words_that_teach_nothing_are_left_as_they_are() -> None:
    words = [word._replace(taught=False) for word in of_plain(TEXT)]
    assert misspelt(words, Random(3)) == words


def test_some_writers_make_no_slips() -> None:
    words = of_plain(TEXT)
    assert any(misspelt(words, Random(seed)) == words for seed in range(30))
