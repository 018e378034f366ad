"""Whatever is posted, the normalised text leads back into it, and its parts lie where they say."""

from __future__ import annotations

from itertools import pairwise

import pytest
from camel_tools.utils.dediac import dediac_ar
from camel_tools.utils.normalize import normalize_alef_ar, normalize_alef_maksura_ar, normalize_teh_marbuta_ar
from hypothesis import example, given, settings
from hypothesis import strategies as st

from khobar_moderation.text import clauses, match_key, normalise, sentences, tokenise

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآؤئةى"
SHORT_VOWELS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
PIECES = [
    *LETTERS,
    *SHORT_VOWELS,
    *"٠١٢٣۴۵۶0123456789",
    *"گچپژڤیکھہٲڼݫۥ",
    *"ﷲﷺﻻﺍﭐﻼﺔ",
    *" \n\t\u00a0\u2003\u2028",
    *"\u0640\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\ufe0f\u0653\u0654\u0655\u0670",
    *'،؛؟!?.…:,-–()«»"*|_@#/+%٪٫٬',
    *"aZé２ⓐ①𝐀",
    *"😀🌷👨‍👩‍👧🇸🇦5️⃣",
    "\U0001f3fd",
]
POSTS = st.one_of(st.text(max_size=60), st.text(st.sampled_from(PIECES), max_size=60))
PLAIN = st.text(st.sampled_from([*LETTERS, " "]), max_size=60).filter(
    lambda text: not any(a == b for a, b in pairwise(text))
)


@given(POSTS)
@example("ﷺ")
@example("اٙ\u0654\u0655")
@example("مرحبــــــا\u200f ًٌٍ")
@settings(max_examples=400)
def test_every_range_leads_to_a_range_of_the_source(text: str) -> None:
    aligned = normalise(text)
    assert len(aligned.starts) == len(aligned.text)
    edges = [aligned.to_source(i, i + 1) for i in range(len(aligned.text))]
    assert all(0 <= start < end <= len(text) for start, end in edges)
    for before, after in pairwise(edges):
        assert before[0] <= after[0]
        assert before[1] <= after[1]
        assert before[1] <= after[0] or before[0] == after[0], "they part, unless one character was several letters"


@given(POSTS, st.data())
def test_a_wider_range_leads_to_a_wider_range(text: str, data: st.DataObject) -> None:
    aligned = normalise(text)
    if not aligned.text:
        return
    start = data.draw(st.integers(0, len(aligned.text) - 1))
    end = data.draw(st.integers(start + 1, len(aligned.text)))
    outer = aligned.to_source(0, len(aligned.text))
    inner = aligned.to_source(start, end)
    assert outer[0] <= inner[0] < inner[1] <= outer[1]


@pytest.mark.parametrize("bounds", [(0, 0), (2, 1), (-1, 2), (0, 99)])
def test_an_empty_or_outside_range_is_refused(bounds: tuple[int, int]) -> None:
    with pytest.raises(IndexError):
        normalise("مرحبا").to_source(*bounds)


@given(POSTS)
@settings(max_examples=400)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once


@given(POSTS)
def test_the_key_has_the_length_of_its_text_and_is_its_own_key(text: str) -> None:
    key = match_key(text)
    assert len(key) == len(text)
    assert match_key(key) == key


@given(st.text(st.sampled_from([*LETTERS, *SHORT_VOWELS, " "]), max_size=60))
def test_short_vowels_go_as_camel_tools_has_it(text: str) -> None:
    plain = dediac_ar(text)
    assert normalise(text).text == normalise(plain).text


@given(PLAIN)
def test_the_key_of_plain_text_is_camel_tools_normal_form(text: str) -> None:
    expected = normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(normalise(text).text)))
    assert match_key(normalise(text).text) == expected.replace("ؤ", "و").replace("ئ", "ي")


@given(PLAIN)
def test_plain_text_is_left_alone(text: str) -> None:
    assert normalise(text).text == text


@pytest.mark.parametrize(
    ("posted", "normal"),
    [
        ("مـــرحبـًا", "مرحبا"),
        ("٠٥٥١۲۳", "055123"),
        ("گلب چاي پيت", "كلب جاي بيت"),
        ("ﻣﺮﺣﺒﺎ ﷲ", "مرحبا الله"),
        ("را\u200bئع\u202e", "رائع"),
        ("رااااائع", "رائع"),
        ("هههههه", "هه"),
        ("5️⃣", "5"),
        ("ا\u0654ن", "أن"),
        ("٠٥٥\u00a0٪", "055 %"),
        ("مڼٲل", "منال"),
        ("لَهُۥ", "له"),
    ],
)
def test_one_spelling_for_many(posted: str, normal: str) -> None:
    assert normalise(posted).text == normal


@given(POSTS)
@settings(max_examples=400)
def test_tokens_sentences_and_clauses_lie_in_order_inside_the_text(text: str) -> None:
    normal = normalise(text).text
    tokens = tokenise(normal, match_key(normal))
    assert all(normal[token.start : token.end] == token.text != "" for token in tokens)
    assert all(before.end <= after.start for before, after in pairwise(tokens))
    whole = sentences(normal)
    assert all(0 <= unit.start < unit.end <= len(normal) for unit in whole)
    assert all(before.end <= after.start for before, after in pairwise(whole))
    for sentence in whole:
        parts = clauses(normal, sentence)
        assert all(sentence.start <= part.start < part.end <= sentence.end for part in parts)
        assert all(before.end <= after.start for before, after in pairwise(parts))


@given(POSTS)
@settings(max_examples=400)
def test_no_letter_or_digit_falls_between_tokens_or_sentences_or_clauses(text: str) -> None:
    normal = normalise(text).text
    parts = [clause for sentence in sentences(normal) for clause in clauses(normal, sentence)]
    for units in (tokenise(normal, normal), sentences(normal), parts):
        covered = {i for unit in units for i in range(unit.start, unit.end)}
        assert [c for i, c in enumerate(normal) if c.isalnum() and i not in covered] == []
