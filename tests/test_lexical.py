"""What the lexicon tells the language head of a word."""

from __future__ import annotations

import numpy as np
import pytest

from khobar_moderation.heads.lexical import LEXICAL, look_up


def _of(word: str) -> dict[str, float]:
    return dict(zip(LEXICAL, look_up([word])[0].tolist(), strict=True))


def test_one_row_a_word_and_zeros_for_what_is_none() -> None:
    rows = look_up(["كتاب", "،", "hello", "2030", "و", "ك" * 40])
    assert rows.shape == (6, len(LEXICAL))
    assert rows[0].any()
    assert not rows[1:].any()
    assert look_up([]).shape == (0, len(LEXICAL))


def test_numbers_lie_between_nothing_and_one() -> None:
    rows = look_up(["المدرسة", "المدرسه", "ان", "إلى", "مسؤل", "ياأخي", "يلعبون", "في"])
    assert np.isfinite(rows).all()
    assert rows.min() >= 0.0
    assert rows.max() <= 1.0


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("المدرسه", "heh"), ("اخبار", "initial_hamza"), ("مدرسسة", "dropped"), ("مردسة", "swapped"),
        ("مدرصة", "alike"), ("ياأخي", "parted"), ("معلمون", "other_plural"), ("كتاب", "article"),
        ("الكتاب", "no_article"),
    ],
)  # fmt: skip
def test_a_slip_shows_in_its_number(word: str, name: str) -> None:
    assert _of(word)[name] > 0.2


def test_a_known_word_is_not_searched_for_slips() -> None:
    row = _of("مدرسة")
    assert row["known"] == 1.0
    assert not row["alike"]
