"""Lessons: each misspelt word is told why, by the line that is meant for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khobar_moderation import Moderator
from khobar_moderation.checks.language.teaching import Lesson, lessons, lessons_page, teach
from khobar_moderation.taxonomy import FINDINGS

ALL = [lesson for of_type in lessons().values() for lesson in of_type]
PAIRS = [(lesson, pair) for lesson in ALL for pair in lesson.examples]
ARABIC = st.text("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي ًٌَُِّْ", max_size=60)


@pytest.mark.parametrize(("lesson", "pair"), PAIRS, ids=[lesson.id for lesson, _ in PAIRS])
def test_a_lesson_is_told_of_its_examples(lesson: Lesson, pair: str) -> None:
    told = teach(lesson.type, *pair.split(">"))
    assert told
    assert (told.ar, told.en) == (lesson.ar, lesson.en)


@given(st.sampled_from(sorted(lessons())), ARABIC, ARABIC)
def test_something_is_told_of_any_word(type_: str, written: str, right: str) -> None:
    assert teach(type_, written, right)


def test_lessons_are_of_the_closed_list_and_the_last_is_told_of_anything() -> None:
    assert len({lesson.id for lesson in ALL}) == len(ALL)
    for type_, of_type in lessons().items():
        assert type_ in FINDINGS["language"]
        assert all(lesson.pair or lesson.change for lesson in of_type[:-1])
        assert (of_type[-1].pair, of_type[-1].change) == (None, None)


def test_the_page_is_up_to_date() -> None:
    assert (Path(__file__).parent.parent / "docs" / "rules" / "lessons.md").read_text("utf-8") == lessons_page()


def test_marks_of_vowels_change_nothing_and_other_types_are_not_taught() -> None:
    assert teach("spelling", "شُكرن", "شكرًا") == teach("spelling", "شكرن", "شكرا")
    assert teach("punctuation", "؟", "!") is None


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("ذهبنا الى المكتبة", "همزة قطع: الحروف"),
        ("زرنا المدرسه", "تاء التأنيث"),
        ("المعلمات سجلو الأسماء", "تُكتب ألف بعد واو"),
    ],
)
def test_findings_teach(moderator: Moderator, text: str, start: str) -> None:
    messages = [finding.message.ar for finding in moderator.check(text).findings if finding.check == "language"]
    assert any(message.startswith(start) for message in messages)
