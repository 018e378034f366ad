"""One moderator for all: in threads, in an event loop, over streams."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import khobar_moderation.moderator as moderator_module
from khobar_moderation import Decision, Finding, InvalidPost, Moderator, Post, Verdict
from khobar_moderation.document import Document
from khobar_moderation.resources import RULES
from khobar_moderation.rulepacks import load_rules
from khobar_moderation.rulepacks.testing import cases

WORK = "يبدأ البرنامج التدريبي لمعلمات الصفوف الأولية يوم الأحد في قاعة التدريب."
NEWS_STORY = """علمت «صحيفة المرفأ» أن مكتب التعليم في إحدى المحافظات وضع ضوابط لمجموعات التواصل بين منسوباته.

وتشير المعلومات إلى أن الضوابط تحدد أوقات الإرسال، وتمنع تداول ما لا صلة له بالعمل.

من جهته، ذكر المتحدث باسم تعليم المنطقة ماجد الرويلي للصحيفة أن الخطوة تنظيم داخلي يخدم العملية التعليمية."""


def _content(verdict: Verdict) -> dict[str, Any]:
    content = verdict.to_dict()
    del content["milliseconds"]
    if verdict.repost:
        content["repost"] = _content(verdict.repost)
    return content


def test_eight_threads_share_one_moderator(moderator: Moderator) -> None:
    posts = [case.post for rule in load_rules(RULES).values() for case in cases(rule)]
    alone = [_content(moderator.check(post)) for post in posts]
    shared = Moderator(models=None)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(shared.check, posts))
    assert [_content(verdict) for verdict in together] == alone


def test_event_loop_goes_on_while_a_post_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    def dawdle(_: Document) -> Iterator[Finding]:
        time.sleep(0.3)
        return iter(())

    monkeypatch.setattr(moderator_module, "load_checks", lambda: {"language": dawdle})

    async def judge_and_tick() -> int:
        judged = asyncio.create_task(Moderator(models=None).acheck(WORK))
        ticks = 0
        while not judged.done():
            await asyncio.sleep(0.01)
            ticks += 1
        assert (await judged).decision is Decision.ALLOW
        return ticks

    assert asyncio.run(judge_and_tick()) >= 5


def test_verdict_is_the_same_awaited(moderator: Moderator) -> None:
    async def judge() -> list[Verdict]:
        return [await moderator.acheck(WORK), *[verdict async for verdict in moderator.acheck_many([WORK, NEWS_STORY])]]

    expected = [moderator.check(WORK), moderator.check(WORK), moderator.check(NEWS_STORY)]
    assert [_content(verdict) for verdict in asyncio.run(judge())] == [_content(verdict) for verdict in expected]


def test_stream_is_judged_in_order_as_it_comes(moderator: Moderator) -> None:
    taken = []

    def posts() -> Iterator[Post]:
        for number in range(5):
            taken.append(number)
            yield Post(text=WORK, id=str(number))

    verdicts = moderator.check_many(posts())
    assert next(verdicts).id == "0"
    assert taken == [0]
    assert [verdict.id for verdict in verdicts] == ["1", "2", "3", "4"]


def test_bad_post_in_a_stream_is_told_when_it_is_reached(moderator: Moderator) -> None:
    verdicts = moderator.check_many([WORK, " "])
    assert next(verdicts).decision is Decision.ALLOW
    with pytest.raises(InvalidPost, match="text"):
        next(verdicts)


@pytest.mark.parametrize("posts", [WORK, Post(text=WORK)], ids=["str", "post"])
def test_single_post_is_no_stream(moderator: Moderator, posts: Any) -> None:
    with pytest.raises(InvalidPost, match="posts: is a single post"):
        moderator.check_many(posts)

    async def judge() -> None:
        async for _ in moderator.acheck_many(posts):
            raise AssertionError("a verdict on a character")

    with pytest.raises(InvalidPost, match="posts: is a single post"):
        asyncio.run(judge())


def test_work_of_the_office_is_allowed_and_says_by_what_it_was_judged(moderator: Moderator) -> None:
    verdict = moderator.check(WORK)
    assert verdict.decision is Decision.ALLOW
    assert (verdict.findings, verdict.failures) == ((), ())
    assert set(verdict.milliseconds) == {*verdict.checks, "total"}
    assert verdict.versions == Moderator(models=None).versions


def test_news_story_is_not_allowed_and_its_spokesman_not_exposed(moderator: Moderator) -> None:
    verdict = moderator.check(NEWS_STORY)
    assert verdict.decision is not Decision.ALLOW
    assert verdict.labels["source"] in {"anonymous", "hearsay", "missing"}
    people = [NEWS_STORY[slice(*item.span)] for item in verdict.evidence if item.span and item.role]
    assert any("ماجد الرويلي" in person for person in people)
    assert not [item for item in verdict.findings if item.check == "exposure"]
