"""The personal check: labels, parts, and the words that decide."""

from __future__ import annotations

from collections import Counter

import pytest

from khobar_moderation import Moderator, Verdict
from khobar_moderation.resources import RULES
from khobar_moderation.rulepacks import load_rules
from khobar_moderation.rulepacks.kinds import CueRule
from khobar_moderation.text import match_key

NOTICE = "نأمل تسليم كشوف الغياب لوكيل المدرسة قبل نهاية دوام الأربعاء."
ASIDE = "وبالمناسبة عندي كنب للبيع والسوم على الخاص"
CUES = [rule for rule in load_rules(RULES).values() if isinstance(rule, CueRule) and rule.check == "personal"]


def personal_texts(verdict: Verdict) -> list[str]:
    spans = [finding.span for finding in verdict.findings if finding.check == "personal" and finding.span]
    return [verdict.text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (NOTICE, "work"),
        ("", "work"),
        (ASIDE, "personal"),
        (f"{NOTICE} {ASIDE}", "mixed"),
        (f"{ASIDE}\n{NOTICE}", "mixed"),
        (f"{NOTICE}\nشاكرين لكم تعاونكم.", "work"),
        ("الباص وصل وكل الطالبات نزلوا، والمناوبة عند البوابة", "work"),
        ("تتقدم إدارة المدرسة ومنسوبوها بأحر التعازي إلى زميلهم في وفاة والدته رحمها الله", "work"),
    ],
    ids=["notice", "blank", "trade", "aside-after", "aside-before", "courtesy", "dialect-at-work", "condolence"],
)
def test_label(moderator: Moderator, text: str, label: str) -> None:
    assert moderator.check(text or "…").labels["personal"] == label


def test_aside_is_found_where_it_stands(moderator: Moderator) -> None:
    verdict = moderator.check(f"{NOTICE}\n{ASIDE}.\n{NOTICE}")
    assert personal_texts(verdict) == [ASIDE]
    assert [finding.type for finding in verdict.findings if finding.check == "personal"] == ["mixed"]


def test_every_sentence_of_a_personal_post_is_a_span(moderator: Moderator) -> None:
    text = "جمعة مباركة يا أحباب. بنتي انخطبت البارحة، والحمد لله! العشاء عندي في بيتي"
    assert personal_texts(moderator.check(text)) == [
        "جمعة مباركة يا أحباب",
        "بنتي انخطبت البارحة، والحمد لله",
        "العشاء عندي في بيتي",
    ]


def test_quotation_is_not_the_senders_speech(moderator: Moderator) -> None:
    spoken = "زوجها تزوج عليها وطلقها"
    assert moderator.check(spoken).labels["personal"] == "personal"
    assert moderator.check(f"عبارة «{spoken}» في ركن الإعلام").labels["personal"] == "work"


def test_whole_post_in_quotation_marks_is_still_heard(moderator: Moderator) -> None:
    assert moderator.check(f"«{ASIDE}، والله يا جماعة الخير من يشتري»").labels["personal"] == "personal"


def test_longest_cue_speaks(moderator: Moderator) -> None:
    verdict = moderator.check("إجازة رعاية المولود")
    assert verdict.labels["personal"] == "work"
    assert verdict.label_rules["personal"] == "personal/school-day"


def test_and_i_have_is_not_my_son(moderator: Moderator) -> None:
    assert "personal/my-family" not in moderator.check("ولديها وولديه ولدينا").label_rules.values()


def test_spans_point_into_the_text_as_posted(moderator: Moderator) -> None:
    text = "🔴 نـأمل تسليم الكشوف للوكيل ⏎\nضـاعت مني محفظتيييي 😂"
    assert personal_texts(moderator.check(text)) == ["ضـاعت مني محفظتيييي"]


def test_no_phrase_stands_in_two_cues() -> None:
    count = Counter(match_key(phrase) for rule in CUES for phrase in {match_key(phrase) for phrase in rule.phrases})
    assert [phrase for phrase, times in count.items() if times > 1] == []


def test_every_pattern_alternative_has_its_literal() -> None:
    for rule in CUES:
        if rule.pattern:
            alternatives = rule.pattern.partition("(?:")[2].rpartition(")(?!")[0].split("|")
            assert sorted(alternatives) == sorted(rule.literals), rule.id


@pytest.mark.parametrize("unit", ["نأمل، ", "بنتي والله ", "«", "«بنتي»", "😂", "ولدي.", "اللهم ارزقنا "])
def test_what_is_repeated_is_judged(moderator: Moderator, unit: str) -> None:
    verdict = moderator.check(unit * 500)
    assert "personal" in verdict.labels
    assert "personal" not in {failure.check for failure in verdict.failures}
