"""The language check by type of error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from khobar_moderation import Moderator
from khobar_moderation.errors import AnnotationError
from khobar_moderation.evaluation import MarkedText, judge_language, read_marked_texts
from khobar_moderation.evaluation.gold import LanguageSpan
from khobar_moderation.evaluation.reports import Item, Report

TEXT = "ذهب الطالب الي المدرسه وكتب الدرس"


def _marked(*errors: tuple[str, str, str]) -> MarkedText:
    spans = tuple(
        LanguageSpan(start=TEXT.index(word), end=TEXT.index(word) + len(word), type=type_, correction=correction)
        for word, type_, correction in errors
    )
    return MarkedText(id=1, text=TEXT, language=spans)


def _report(*found: tuple[str, str, str]) -> Report:
    items = tuple(
        Item(check="language", type=type_, start=TEXT.index(word), end=TEXT.index(word) + len(word), replacement=right)
        for word, type_, right in found
    )
    return Report(decision="review", labels={"personal": "work", "source": "first_party"}, findings=items)


def test_found_mended_and_right_are_counted_by_type() -> None:
    marked = _marked(("الي", "alif_maqsura", "إلى"), ("المدرسه", "ta_marbuta", "المدرسة"), ("وكتب", "dialect", "ودون"))
    report = _report(
        ("الي", "alif_maqsura", "الى"), ("المدرسه", "ta_marbuta", "المدرسة"), ("الدرس", "spelling", "الدروس"),
        ("وكتب", "spelling", "وكتبت"),
    )  # fmt: skip
    figures = judge_language([marked], [report])
    assert (figures.recall("alif_maqsura"), figures.corrected["alif_maqsura"]) == (1.0, 0)
    assert (figures.recall("ta_marbuta"), figures.corrected["ta_marbuta"]) == (1.0, 1)
    assert (figures.findings["spelling"], figures.precision("spelling")) == (1, 0.0)
    assert figures.word == pytest.approx((2 / 3, 1.0, 1.25 * 2 / 3 / (0.25 * 2 / 3 + 1)))
    assert figures.correction == pytest.approx((1 / 3, 1 / 2, 1.25 / 6 / (0.25 / 3 + 1 / 2)))
    assert json.loads(json.dumps(figures.to_dict()))["types"]["ta_marbuta"]["corrected"] == 1.0


def test_nothing_to_find_and_nothing_found_is_perfect() -> None:
    figures = judge_language([_marked()], [_report()])
    assert figures.word == figures.correction == (1.0, 1.0, 1.0)


def test_a_verdict_serves_as_a_report(moderator: Moderator) -> None:
    figures = judge_language([_marked(("المدرسه", "ta_marbuta", "المدرسة"))], [moderator.check(TEXT)])
    assert figures.corrected["ta_marbuta"] == 1


def test_there_must_be_a_verdict_for_each_text() -> None:
    with pytest.raises(ValueError, match="zip"):
        judge_language([_marked()], [])


def test_texts_are_read_and_bad_lines_told(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    line = {"id": "a", "text": TEXT, "language": [{"start": 0, "end": 3, "type": "hamza", "correction": "أذهب"}]}
    path.write_text(json.dumps(line) + "\n", "utf-8")
    assert read_marked_texts(path)[0].language[0].correction == "أذهب"
    for broken in ({"end": 300}, {"end": 0}, {"type": "typo"}):
        path.write_text(json.dumps(line | {"language": [line["language"][0] | broken]}) + "\n", "utf-8")  # type: ignore[operator]
        with pytest.raises(AnnotationError, match=r"texts\.jsonl:1"):
            read_marked_texts(path)
