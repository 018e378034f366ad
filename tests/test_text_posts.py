"""The parts of posts as people write them."""

from __future__ import annotations

import pytest

from khobar_moderation.text import clauses, match_key, normalise, sentences, tokenise


def tokens(text: str) -> list[tuple[str, str]]:
    normal = normalise(text).text
    return [(token.kind, token.text) for token in tokenise(normal, match_key(normal))]


def sentences_of(text: str) -> list[str]:
    normal = normalise(text).text
    return [normal[unit.start : unit.end] for unit in sentences(normal)]


def clauses_of(text: str) -> list[str]:
    normal = normalise(text).text
    return [normal[c.start : c.end] for unit in sentences(normal) for c in clauses(normal, unit)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#يوم_المعلم شكرًا", [("hashtag", "#يوم_المعلم"), ("arabic", "شكرا")]),
        ("تابعوا @khobar_edu!", [("arabic", "تابعوا"), ("handle", "@khobar_edu"), ("punctuation", "!")]),
        (
            "https://moe.gov.sa/a?b=1، سجّل",
            [("url", "https://moe.gov.sa/a?b=1"), ("punctuation", "،"), ("arabic", "سجل")],
        ),
        ("wa.me/966551234567", [("url", "wa.me/966551234567")]),
        ("a.b@school.example", [("email", "a.b@school.example")]),
        ("٧:٣٠ صباحًا", [("number", "7:30"), ("arabic", "صباحا")]),
        ("رائع👏🏽🌷", [("arabic", "رائع"), ("emoji", "👏🏽🌷")]),
        ("PDF ملف", [("latin", "PDF"), ("arabic", "ملف")]),
        ("بـ15 ريالا", [("arabic", "ب"), ("number", "15"), ("arabic", "ريالا")]),
    ],
)
def test_tokens(text: str, expected: list[tuple[str, str]]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("حضر الجميع. شكرًا لكم", ["حضر الجميع", "شكرا لكم"]),
        ("متى الاجتماع؟ غدًا!! إن شاء الله", ["متى الاجتماع", "غدا", "إن شاء الله"]),
        ("📌 المطلوب:\n- كشف الأسماء\n- صورة الهوية", ["المطلوب", "كشف الأسماء", "صورة الهوية"]),
        ("1. الافتتاح\n12. الكلمة\n٢٠٢٦. عام", ["1. الافتتاح", "12. الكلمة", "2026", "عام"]),
        ("د. أحمد وأ. سارة معنا", ["د. أحمد وأ. سارة معنا"]),
        ("النسبة 3.5 من 4.", ["النسبة 3.5 من 4"]),
        ("بدأ الآن. وحضر هو. شكرًا", ["بدأ الآن", "وحضر هو", "شكرا"]),
        ("انتهى عند الساعة 9. شكرًا", ["انتهى عند الساعة 9", "شكرا"]),
        ("🌷🌷", []),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("حضر المدير، والمشرف؛ ثم بدأ", ["حضر المدير", "والمشرف", "ثم بدأ"]),
        ("المكان: القاعة الكبرى (الدور الثاني)", ["المكان", "القاعة الكبرى", "الدور الثاني"]),
        ("من 7:30 إلى 1,200", ["من 7:30 إلى 1,200"]),
        ("البرنامج - اليوم الأول", ["البرنامج", "اليوم الأول"]),
        ("055-123-4567", ["055-123-4567"]),
        ("مبارك 🌷 للجميع", ["مبارك", "للجميع"]),
    ],
)
def test_clauses(text: str, expected: list[str]) -> None:
    assert clauses_of(text) == expected
