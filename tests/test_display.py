"""A verdict as people see it."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, sync_playwright

from khobar_moderation import CheckFailure, Decision, Moderator, Post, Span, Verdict
from khobar_moderation.display import html as shown
from khobar_moderation.finding import Message, Role
from khobar_moderation.taxonomy import EVIDENCE
from khobar_moderation.wording import term
from missing import missing
from verdicts import finding, verdict

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
HOSTILE = (
    "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\"> \u202e للتواصل 😀 0551234567"
)


def _post(page: str) -> str:
    """Return the text of the post as a page holds it, without the numbers of findings."""
    inner = re.search(r'<p class="post" dir="auto">(.*?)</p>', page, re.DOTALL)
    assert inner
    return html.unescape(re.sub(r"<sup>.*?</sup>|<[^>]*>", "", inner[1]))


def test_the_text_is_escaped_and_each_span_marked() -> None:
    text = "<b>للتواصل</b> 0551234567 & سارة"
    spans = [finding(text, "0551234567 & سارة"), finding(text, "سارة", "exposure.person", role=Role.PRIVATE)]
    page = shown(verdict(text, spans))
    assert "<b>" not in page
    assert 'dir="rtl"' in page
    marks = re.findall(r"<mark [^>]*>([^<]*)</mark>", page)
    assert [html.unescape(mark) for mark in marks] == ["0551234567 & ", "سارة"]
    assert _post(page) == text


def test_overlapping_findings_are_told_apart_by_their_numbers() -> None:
    text = "😀 يتواصل سالم القحطاني 0551234567 معنا"
    spans = [finding(text, "سالم القحطاني 0551234567"), finding(text, "القحطاني"), finding(text, "0551234567")]
    page = shown(verdict(text, spans))
    assert re.findall(r"<sup><bdi>([^<]*)</bdi></sup>", page) == ["2", "1،3"]
    assert page.count("<li ") == 3
    assert _post(page) == text


@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=8),
)
def test_no_letter_of_the_text_is_lost(text: str, places: list[tuple[int, int]]) -> None:
    spans = [Span(start, min(start + length, len(text))) for start, length in places if start < len(text)]
    page = shown(verdict(text, [finding("س", "س", span=span) for span in spans]))
    assert _post(page) == text


def test_what_has_no_place_in_the_text_is_told_too() -> None:
    failure = CheckFailure(check="media", reason="unread_attachment", detail="image", message=Message("صورة", "image"))
    page = shown(verdict("نص المنشور", [finding("س", "س", "source.missing", span=None)], [failure]))
    assert "بلا مصدر" in page
    assert "صورة" in page


def test_officials_and_reposts_are_told(full_moderator: Moderator) -> None:
    post = Post(text="منقول", repost_of=Post(text="أكد مدير المدرسة الأستاذ خالد بن سعد الزهراني بدء التسجيل."))
    page = shown(full_moderator.check(post))
    assert 'class="repost"' in page
    assert term("evidence", "exposure.person", "ar") in page


def test_every_kind_of_evidence_has_words() -> None:
    assert all(term("evidence", f"{check}.{type_}", "ar") for check, types in EVIDENCE.items() for type_ in types)


def test_a_long_draft_is_shown_at_once() -> None:
    text = "كلمة " * 4_000
    spans = [finding(text, "كلمة", span=Span(place, place + 4)) for place in range(0, 20_000, 40)]
    begun = time.perf_counter()
    page = shown(verdict(text, spans))
    assert time.perf_counter() - begun < 5
    assert page.count("<mark") == 500


def test_a_page_is_written_whole(tmp_path: Path) -> None:
    path = verdict(HOSTILE, [finding(HOSTILE, "0551234567")]).save_html(tmp_path / "verdict.html")
    page = path.read_text(encoding="utf-8")
    assert page.startswith('<!doctype html><html lang="ar" dir="rtl">')
    assert _post(page) == HOSTILE
    assert [each.name for each in tmp_path.iterdir()] == ["verdict.html"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        missing("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", *QUIET], chromium_sandbox=False
        )
        yield browser
        browser.close()


def _open(browser: Browser, verdict: Verdict, folder: Path, **options: Any) -> Any:
    page = browser.new_page(**options)
    page.goto(verdict.save_html(folder / "verdict.html").as_uri())
    return page


def test_nothing_in_a_draft_runs(browser: Browser, tmp_path: Path) -> None:
    page = _open(browser, verdict(HOSTILE, [finding(HOSTILE, "0551234567")]), tmp_path)
    assert page.title() != "run"
    assert page.locator(".post img, .post script").count() == 0
    page.evaluate("document.querySelectorAll('sup').forEach(number => number.remove())")
    assert page.locator(".post").inner_text() == HOSTILE


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_text_stands_out_in_light_and_dark(browser: Browser, tmp_path: Path, scheme: str) -> None:
    """Contrast of text and paper, by the formula of WCAG 2.1 (at least 4.5)."""
    text = "يتواصل ولي الأمر على 0551234567"
    page = _open(browser, verdict(text, [finding(text, "0551234567")]), tmp_path, color_scheme=scheme)
    colour = "element => [getComputedStyle(element).color, getComputedStyle(element).backgroundColor]"
    for place in (".banner", ".khobar", "mark"):
        front, back = page.locator(place).first.evaluate(colour)
        assert _contrast(front, back) >= 4.5, place


def _contrast(front: str, back: str) -> float:
    brighter, darker = sorted((_luminance(front), _luminance(back)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_verdict_is_right_to_left_in_arabic_and_the_other_way_in_english() -> None:
    allowed = verdict("نص")
    assert allowed.decision is Decision.REVIEW
    assert '<div class="khobar" dir="ltr" lang="en">' in shown(allowed, "en")
