"""Edits: what turns a word as written into the word that is meant."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khobar_moderation.spelling.edits import KINDS, apply_edit, edits_between, name_edit, rivals_of

ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
WORDS = st.text(ARABIC, min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("written", "right", "names"),
    [
        ("المدرسه", "المدرسة", ["end:ه>ة"]),
        ("اخبار", "أخبار", ["start:ا>أ"]),
        ("وانتم", "وأنتم", ["start:ا>أ"]),
        ("سجلو", "سجلوا", ["end:>ا"]),
        ("المعلمين", "المعلمون", ["last:ي>و"]),
        ("لاكن", "لكن", ["start:ا>"]),
        ("مسؤل", "مسؤول", ["last:>و"]),
        ("ياأخي", "يا أخي", ["inside:> "]),
        ("اسئله", "أسئلة", ["start:ا>أ", "end:ه>ة"]),
        ("كتاب", "كتاب", []),
    ],
)
def test_edits_say_where_and_what(written: str, right: str, names: list[str]) -> None:
    assert [str(edit) for edit in edits_between(written, right)] == names


@given(WORDS, WORDS)
def test_an_edit_by_its_own_name_makes_the_word_that_is_meant(written: str, right: str) -> None:
    edits = edits_between(written, right)
    if len(edits) == 1:
        assert right in apply_edit(str(edits[0]), written)
    assert bool(edits) == (written != right)


@pytest.mark.parametrize(
    ("written", "right", "kind"),
    [
        ("مدررسة", "مدرسة", "drop"),
        ("مدسة", "مدرسة", "miss"),
        ("مردسة", "مدرسة", "swap"),
        ("مذرسة", "مدرسة", "letter"),
        ("فيالبيت", "في البيت", "split"),
    ],
)
def test_an_edit_that_has_no_name_is_known_by_its_kind(written: str, right: str, kind: str) -> None:
    (edit,) = edits_between(written, right)
    assert name_edit(edit, ()) == kind
    assert right in apply_edit(kind, written)


def test_what_a_kind_makes_is_never_the_word_itself_but_for_doubled_letters() -> None:
    for kind, word in product(KINDS, ("كتب", "مدرسة")):
        assert word not in apply_edit(kind, word)


def test_letters_that_are_taken_for_one_another_are_so_both_ways() -> None:
    for letter in ARABIC:
        assert letter not in rivals_of(letter)
        assert all(letter in rivals_of(rival) for rival in rivals_of(letter))


def test_an_unknown_name_makes_nothing() -> None:
    assert list(apply_edit("other", "كتب")) == []
    assert list(apply_edit("end:ة>ه", "كتب")) == []
