"""How two spellings of a word differ, and how a form is packed beside its key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khobar_moderation.spelling.letters import error_type, pack_seats, respell, slips, unpack_seats
from khobar_moderation.text import match_key

WORDS = st.text(st.sampled_from("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"), min_size=1, max_size=40)


@given(WORDS)
def test_a_form_is_its_key_and_its_seats(word: str) -> None:
    assert unpack_seats(match_key(word), pack_seats(word)) == word


def test_plain_letters_take_no_seat() -> None:
    assert pack_seats("كتاب") == b""
    assert len(pack_seats("أمة")) == 2


@pytest.mark.parametrize(
    ("written", "right", "kind"),
    [
        ("الى", "إلى", "hamza"),
        ("إستقبال", "استقبال", "hamza"),
        ("المدرسه", "المدرسة", "ta_marbuta"),
        ("الاهليه", "الأهلية", "ta_marbuta"),
        ("انتباة", "انتباه", "ta_marbuta"),
        ("حتي", "حتى", "alif_maqsura"),
        ("الي", "إلى", "hamza"),
        ("مسؤل", "مسؤول", "hamza"),
        ("شئ", "شيء", "hamza"),
        ("الرجا", "الرجاء", "hamza"),
        ("قرائة", "قراءة", "hamza"),
        ("حظور", "حضور", "spelling"),
        ("هاذا", "هذا", "spelling"),
    ],
)
def test_the_gravest_difference_names_the_error(written: str, right: str, kind: str) -> None:
    assert error_type(written, right) == kind


@pytest.mark.parametrize(
    ("written", "right", "kinds"),
    [
        ("ان", "أن", {"initial_hamza"}),
        ("والاجهزه", "والأجهزة", {"initial_hamza", "heh"}),
        ("راس", "رأس", {"medial_hamza"}),
        ("أن", "إن", {"swapped_hamza"}),
        ("إجتماع", "اجتماع", {"false_hamza"}),
        ("شكرأ", "شكرا", {"false_final"}),
        ("فئه", "فيه", {"false_seat"}),
        ("انتباة", "انتباه", {"marbuta"}),
        ("جائزتة", "جائزته", {"opened_marbuta"}),
        ("علي", "على", {"yeh"}),
        ("فى", "في", {"maqsura"}),
    ],
)
def test_slips_are_told_apart(written: str, right: str, kinds: set[str]) -> None:
    assert slips(written, right) == kinds


@pytest.mark.parametrize(
    ("source", "written", "right", "expected"),
    [
        ("المدرسه", "المدرسه", "المدرسة", "المدرسة"),
        ("إِستِقبال", "إستقبال", "استقبال", "اِستِقبال"),
        ("سجّانه", "سجانه", "سجانة", "سجّانة"),
        ("المدرســه", "المدرسه", "المدرسة", "المدرســة"),
        ("هاذا", "هاذا", "هذا", "هذا"),
        ("مساءاً", "مساءا", "مساءً", "مساءً"),
        ("هااام", "هام", "هام", "هام"),
    ],
)
def test_marks_on_letters_that_stay_are_kept(source: str, written: str, right: str, expected: str) -> None:
    assert respell(source, written, right) == expected
