"""Soundness: what is said is judged, what a lesson or campaign quotes is not."""

from __future__ import annotations

import pytest

from khobar_moderation import Moderator
from khobar_moderation.finding import Decision


def types_in(moderator: Moderator, text: str) -> set[str]:
    return {finding.type for finding in moderator.check(text).findings if finding.check == "soundness"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("يا حمار ليش ما ترد على الرسائل", "offensive"),
        ("وَاللهِ إنّـه حـمـار في الإدارة", "offensive"),
        ("معلم الصف وجهه مثل النعال", "offensive"),
        ("الطلاب كلهم بهائم لا يفهمون", "offensive"),
        ("إن شاء الله اللي يبلغ عنا نكسر راسه", "unsuitable"),
        ("حنا عيال القبيلة ولا ينافسنا أحد والباقي كومبارس", "unsuitable"),
        ("جربوا تحدي الخنق في الفسحة", "unsuitable"),
        ("الثوم مع العسل يشفي من السكري", "unscientific"),
        ("مواليد برج الأسد يتفوقون في الرياضيات", "unscientific"),
        ("اللقاح يسبب التوحد فلا توقعوا", "unscientific"),
    ],
)
def test_breach_is_found(moderator: Moderator, text: str, expected: str) -> None:
    assert expected in types_in(moderator, text)


@pytest.mark.parametrize(
    "text",
    [
        "أسبوع مكافحة التنمر: لا نقول لزميلنا «يا غبي»",
        "نصاب المعلم أربع وعشرون حصة",
        "أبلة هند تشرح الدرس اليوم",
        "سورة البقرة حفظ الصف السادس",
        "محاضرة المرور عن أضرار التفحيط مساء الأحد",
        "لا صحة لما يقال من أن الثوم يغني عن اللقاح",
        "غسل اليدين بالماء والصابون يقي من العدوى",
        "حصة العلوم: كيف تقتل الخلايا المناعية الفيروسات؟",
        "زرنا مزرعة فيها بقر وغنم ودجاج",
    ],
)
def test_innocent_use_passes(moderator: Moderator, text: str) -> None:
    assert types_in(moderator, text) == set()


def test_a_quotation_is_excused_by_its_campaign_in_another_sentence(moderator: Moderator) -> None:
    campaign = "«يا غبي» كلمة تبقى سنين.\nأسبوع لا للتنمر يبدأ الأحد."
    assert types_in(moderator, campaign) == set()
    assert types_in(moderator, campaign.replace("«يا غبي»", "يا غبي،")) == {"offensive"}


def test_a_quotation_without_a_campaign_is_no_excuse(moderator: Moderator) -> None:
    assert types_in(moderator, "قلت له قدام الكل «يا غبي» وضحكنا") == {"offensive"}


def test_decisions_follow_the_policy(moderator: Moderator) -> None:
    verdict = moderator.check("الحبة السوداء تشفي من السكري نهائيا وأنتم يا حمير لا تصدقون")
    decisions = {item.type: item.decision for item in verdict.findings if item.check == "soundness"}
    assert decisions["offensive"] is Decision.BLOCK
    assert decisions["unscientific"] is Decision.REVIEW
