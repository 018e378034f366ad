"""Writing that hides something is a finding of its own, beside what it hides; ordinary writing is none."""

from __future__ import annotations

from itertools import pairwise

import pytest

from khobar_moderation import Moderator
from khobar_moderation.evasions import find_overrides

DISGUISED = {
    "blanks": ("spaced_letters", "وصلني الخبر [[م ت د ا و ل]] بين الناس"),
    "double blanks between words": ("spaced_letters", "اسمها [[ن و ر ة  س ع د]] من الفصل"),
    "dots": ("spaced_letters", "كلامك [[س.خ.ي.ف]] يا هذا"),
    "stars": ("spaced_letters", "كلامك [[س*خ*ي*ف]] يا هذا"),
    "three letters of an insult": ("spaced_letters", "أنت [[غ ب ي]] ولا تفهم"),
    "tatweel joints": ("spaced_letters", "أنت [[حـ.ـمـ.ـار]] ولا تفهم"),
    "words for digits": ("spelled_digits", "كلموني [[صفر خمسة أربعة سبعة ثمانية واحد اثنين ثلاثة تسعة ستة]] الليلة"),
    "keycaps": ("spelled_digits", "كلموني [[0️⃣5️⃣4️⃣7️⃣8️⃣1️⃣2️⃣3️⃣9️⃣6️⃣]] الليلة"),
    "half in words": ("spelled_digits", "كلموني [[0547 ثمانية واحد اثنين ثلاثة تسعة ستة]] الليلة"),
    "latin letter inside": ("mixed_scripts", "هذا [[محmد]] نفسه"),
    "latin letter at the end": ("mixed_scripts", "يا [[حماr]] اسكت"),
    "cyrillic in latin": ("mixed_scripts", "سجلوا في [[sсhool]] الآن"),
    "reversed digits": ("bidi_override", "كلموني \u202e[[6932187450]]\u202c الليلة"),
    "reversed word": ("bidi_override", "يا \u202d[[رامح]]\u202c اسكت"),
    "control inside a number": ("bidi_override", "كلموني [[05\u202d47\u202c812396]] الليلة"),
    "arabizi name": ("arabizi", "اسألوا [[mo7ammed]] عنها"),
    "arabizi name from a figure": ("arabizi", "اسألوا [[3abdullah]] عنها"),
    "arabizi family": ("arabizi", "هذا فهد [[Al-3tebi]] من صفنا"),
}

ORDINARY = {
    "list letters": "أ ب ج د هـ و ز بنود الاختبار",
    "letters with commas": "الشعب: أ، ب، ج، د، هـ",
    "plate": "سيارة ط ن ي 2093 عند الباب",
    "initials": "الطالبة (س.م.ع) متميزة",
    "lesson on letters": "درس اليوم: حروف الإظهار ء ه ع ح غ خ",
    "laughter": "ه ه ه ه ه",
    "tatweel": "مرحبـــا بكم في الـ PDF وبـ Word",
    "clitic and brand": "أرسلوه بالـPDF أو عبر وWhatsApp وبGoogle",
    "group label": "مجموعةA وقاعةB ونموذجC",
    "missing blank": "اللقاء عبرZoom مساءً والملف فيTeams",
    "greek formula": "مساحة الدائرة πr² والزاوية θ والمقاومة Ω",
    "marks beside numbers": "هاتف\u200f 920000000\u200e وعام 1447هـ\u200f.",
    "copied number": "رقم الدعم \u202d+966 9200 00000\u202c وهذا \u2066PDF\u2069.",
    "family emoji": "👨‍👩‍👧‍👦 أهلا وسهلا 🏊🏻‍♂️",
    "products": "ملفات mp3 وmp4 وجهاز office365 وشبكة 5G وفيتامين B12 وورق A4 وH2O وCO2",
    "quantities": "شاشة 55inch و 3rd و 7th و 9am و 32gb",
    "link": "https://example.sa/mo7ammed و user7name@example.com و @mo7ammed_school",
    "ranks in emoji": "1️⃣ الأندلس 2️⃣ اليرموك 3️⃣ القيروان 4️⃣ الرواد 5️⃣ الفيصل 6️⃣ الساحل 7️⃣ الهدا",
}


@pytest.mark.parametrize(("type_", "marked"), DISGUISED.values(), ids=DISGUISED.keys())
def test_disguise_is_found_where_it_stands(type_: str, marked: str, moderator: Moderator) -> None:
    start, end = marked.index("[["), marked.index("]]") - 2
    text = marked.replace("[[", "").replace("]]", "")
    found = [(finding.type, finding.span) for finding in moderator.check(text).findings if finding.check == "evasion"]
    assert (type_, (start, end)) in found


@pytest.mark.parametrize("text", ORDINARY.values(), ids=ORDINARY.keys())
def test_ordinary_writing_is_none(text: str, moderator: Moderator) -> None:
    assert [finding.type for finding in moderator.check(text).findings if finding.check == "evasion"] == []


@pytest.mark.parametrize(
    "hidden",
    [
        "صفر خمسة أربعة سبعة ثمانية واحد اثنين ثلاثة تسعة ستة",
        "0️⃣5️⃣4️⃣7️⃣8️⃣1️⃣2️⃣3️⃣9️⃣6️⃣",
        "\u202e6932187450\u202c",
        "05\u202d47\u202c812396",
    ],
)
def test_what_is_hidden_is_found_as_well(hidden: str, moderator: Moderator) -> None:
    verdict = moderator.check(f"كلموني {hidden} الليلة")
    assert {"exposure.phone"} <= {finding.id for finding in verdict.findings}
    assert any(finding.check == "evasion" for finding in verdict.findings)


@pytest.mark.parametrize("piece", ["\u202e", "05\u2067", "\u202eكلمة ", "\u202d", "\u202dabc "])
def test_what_many_controls_tamper_with_lies_apart(piece: str) -> None:
    spans = list(find_overrides(piece * 1_000))
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(0 <= span.start < span.end <= len(piece) * 1_000 for span in spans)
