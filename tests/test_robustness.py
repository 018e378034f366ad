"""The same post written otherwise: nothing that an eye would read the same may change what is decided."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from khobar_moderation import Decision, Moderator, Post
from khobar_moderation.evaluation import read_gold
from khobar_moderation.evaluation.disguises import DISGUISES, decision_aside, is_same_disguised
from khobar_moderation.text import normalise

WRITTEN = Path(__file__).parent.parent / "benchmarks" / "data" / "written.jsonl"
AIM = 0.98

SENTENCE = "لا ينشر اسم الطالب خالد في 12 / 3"
DISGUISED = {
    "Persian letters": "لا ینشر اسم الطالب خالد فی 12 / 3",
    "other digits": "لا ينشر اسم الطالب خالد في ١٢ / ٣",
    "presentation forms": "ﻻ ﻳﻨﺸﺮ ﺍﺳﻢ ﺍﻟﻄﺎﻟﺐ ﺧﺎﻟﺪ ﻓﻲ 12 / 3",
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_disguise_changes_the_letters_and_not_the_text(disguise: str) -> None:
    written = DISGUISES[disguise](SENTENCE, Random(1))
    assert written != SENTENCE
    assert normalise(written).text == normalise(SENTENCE).text
    assert written == DISGUISED.get(disguise, written)


def test_digits_of_an_address_stay() -> None:
    swap = DISGUISES["other digits"]
    assert swap("@noor2026 https://a.sa/12 1447هـ ٣", Random(1)) == "@noor2026 https://a.sa/12 ١٤٤٧هـ 3"


@pytest.mark.parametrize("disguise", DISGUISES)
def test_same_is_decided_by_rules_and_model(disguise: str, full_moderator: Moderator) -> None:
    same = is_same_disguised(full_moderator, (each.post for each in read_gold(WRITTEN)), DISGUISES[disguise])
    assert sum(same) >= AIM * len(same)


@pytest.mark.parametrize("disguise", DISGUISES)
def test_same_is_decided_by_rules(disguise: str, moderator: Moderator) -> None:
    same = is_same_disguised(moderator, (each.post for each in read_gold(WRITTEN)), DISGUISES[disguise])
    assert sum(same) >= AIM * len(same)


def test_what_is_found_in_the_writing_itself_is_left_aside(moderator: Moderator) -> None:
    verdict = moderator.check(Post(text="یبدأ اللقاء یوم الأحد في قاعة التدریب بالمکتب"))
    assert {finding.type for finding in verdict.findings} == {"foreign_letters"}
    assert verdict.decision is not Decision.ALLOW
    assert decision_aside(verdict) is Decision.ALLOW
    assert decision_aside(moderator.check("منقول: تعليق الدراسة غدًا")) is Decision.BLOCK
