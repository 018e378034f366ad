"""Private facts: about an identifiable person they are a breach, about nobody in particular they are not."""

from __future__ import annotations

import pytest

from khobar_moderation import Moderator
from khobar_moderation.taxonomy import ATTRIBUTES


def facts_in(moderator: Moderator, text: str) -> list[tuple[str, str]]:
    found = [item for item in moderator.check(text).findings if item.type in ATTRIBUTES]
    return [(item.type, text[item.span.start : item.span.end]) for item in found if item.span]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("الطالبة نورة بنت سعد المطيري مصابة بالصرع", ("health", "مصابة بالصرع")),
        ("تغيّب الطالب فهد خالد العتيبي بدون عذر", ("discipline", "تغيّب")),
        ("الطالب بدر سعد السهلي رسب في الكيمياء", ("grade", "رسب في الكيمياء")),
        ("أم خالد تطلقت، لا تسألونها", ("family", "تطلقت")),
        ("حارسنا أبو ناصر عليه ديون كثيرة", ("finance", "عليه ديون كثيرة")),
        ("المعلم جورج حنا بطرس مسيحي", ("belief", "مسيحي")),
        ("الطالبة رنا سعد الهاجري شوهدت قرب السوق", ("whereabouts", "شوهدت قرب السوق")),
    ],
)
def test_fact_beside_a_name(moderator: Moderator, text: str, expected: tuple[str, str]) -> None:
    kind, start = expected
    assert any(found == kind and words.startswith(start) for found, words in facts_in(moderator, text))


@pytest.mark.parametrize(
    "text",
    [
        "الطالبة الجديدة في رابع/ب مصابة بالربو",
        "معلمة الفيزياء عندنا تطلقت الشهر الماضي",
        "بنت وكيلة المتوسطة الأولى راسبة في ثلاث مواد",
    ],
)
def test_fact_beside_someone_picked_out(moderator: Moderator, text: str) -> None:
    rules = {item.rule for item in moderator.check(text).findings if item.type in ATTRIBUTES}
    assert any(rule.startswith("exposure/picked-out") for rule in rules)


@pytest.mark.parametrize(
    "text",
    [
        "من كان مصابا بالسكري من أبنائكم فليبلغ المرشد",
        "محاضرة عن الصرع للمعلمين مساء الأحد",
        "نسبة الغياب هذا الشهر 4٪ فقط",
        "بلغت نسبة النجاح 97٪ في الثانوية الثالثة",
        "تصرف رواتب الموظفين يوم الخميس",
        "حضر مدير المكتب سعد الغامدي حفل الختام",
        "أنا مريضة اليوم وابني عنده حرارة",
    ],
)
def test_nobody_in_particular(moderator: Moderator, text: str) -> None:
    assert facts_in(moderator, text) == []


def test_a_list_says_of_everyone_what_its_heading_says(moderator: Moderator) -> None:
    text = "كشف درجات العلوم:\nسارة أحمد الغامدي 18\nنورة سعد القحطاني 20"
    assert facts_in(moderator, text) == [("grade", "18"), ("grade", "20")]


def test_a_heading_over_lines_without_names_tells_nothing(moderator: Moderator) -> None:
    assert facts_in(moderator, "كشف درجات العلوم:\nالفصل الأول 18\nالفصل الثاني 20") == []


def test_two_facts_joined_by_a_conjunction_are_two(moderator: Moderator) -> None:
    facts = facts_in(moderator, "أم خالد عليها ديون كثيرة وتراجع طبيب نفسي")
    assert [kind for kind, _ in facts] == ["finance", "health"]


def test_a_family_name_that_is_an_adjective_is_no_fact(moderator: Moderator) -> None:
    assert facts_in(moderator, "فاز الطالب زياد بن مطلق القثامي بجائزة الخط") == []
