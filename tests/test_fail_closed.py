"""What could not be judged is never allowed, and says so without a word of the post."""

from __future__ import annotations

import logging
import traceback
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

import khobar_moderation.moderator as moderator_module
from khobar_moderation import CheckFailure, Decision, Finding, Moderator, Post, Verdict
from khobar_moderation.document import Document
from khobar_moderation.post import AttachmentKind
from khobar_moderation.rulepacks import load_rule, simple_findings

WORK = "يبدأ البرنامج التدريبي لمعلمات الصفوف الأولية يوم الأحد في قاعة التدريب."
CANARY = "خزامى"


def _failures(verdict: Verdict) -> list[tuple[str, str, str]]:
    return [(item.check, item.reason, item.detail) for item in verdict.failures]


@pytest.mark.parametrize("kind", list(AttachmentKind))
def test_attachment_that_nobody_read_is_reviewed(moderator: Moderator, kind: AttachmentKind) -> None:
    verdict = moderator.check(Post.model_validate({"text": WORK, "attachments": [{"kind": kind, "name": CANARY}]}))
    assert _failures(verdict) == [("media", "unread_attachment", kind)]
    assert verdict.decision is not Decision.ALLOW
    assert all(verdict.failures[0].message)


def test_each_kind_of_attachment_is_told_once(moderator: Moderator) -> None:
    attachments = [{"kind": kind} for kind in ("voice", "image", "image", "voice", "image")]
    verdict = moderator.check(Post.model_validate({"text": WORK, "attachments": attachments}))
    assert _failures(verdict) == [("media", "unread_attachment", "voice"), ("media", "unread_attachment", "image")]


def test_attachment_of_a_reposted_post_counts(moderator: Moderator) -> None:
    repost = {"text": WORK, "attachments": [{"kind": "video"}]}
    verdict = moderator.check(Post.model_validate({"text": WORK, "repost_of": repost}))
    assert verdict.decision is not Decision.ALLOW
    assert verdict.repost
    assert _failures(verdict.repost) == [("media", "unread_attachment", "video")]


NOT_ARABIC = {
    "english": "The training programme for teachers begins on Sunday in the main hall.",
    "arabizi": "ya jama3a el ejtima3 bokra el sa3a 8, la tet2a5aro",
    "mostly english": "The annual meeting of all school leaders takes place on Sunday: اللقاء السنوي",
    "persian": "برنامه‌ی آموزشی معلمان مدرسه از روز یکشنبه در سالن اصلی برگزار می‌شود. گزارش پایانی را بفرستید.",
    "urdu": "تمام اساتذہ کرام کا اجلاس اتوار کے دن صبح نو بجے مرکزی ہال میں ہوگا۔",
    "cyrillic": "Собрание учителей начнётся в воскресенье.",
    "emoji": "🌹🌹👏",
    "link": "https://example.org/abc",
    "handle": "@khobar_edu",
    "digits": "12345",
    "english paragraph": f"{WORK * 3} All teachers must bring their laptops, a printed copy of the plan and a pen.",
    "latin hashtag": "#KhobarEdu2026",
}
ARABIC = {
    "plain": WORK,
    "english terms": "يُعقد اللقاء عبر Microsoft Teams، وتُرسل الروابط عبر Outlook قبل الموعد بيوم.",
    "english title": f"{WORK} عنوان الورقة: The Use of Formative Assessment in Grade Four Classrooms.",
    "long link": "رابط التسجيل في البرنامج: https://forms.example.org/r/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789",
    "handles": "بالتعاون مع @school_one_official و@school_two_official و@school_three_official",
    "arabic hashtag": "#اليوم_الوطني",
    "digits and emoji": "📌 1448/06/02 🕘 9:00 القاعة 3",
    "persian keyboard": "یبدأ البرنامج التدریبی للمعلمات یوم الأحد فی قاعة التدریب",
    "gulf letters": "اجتماع لجنة المقصف: وجبات الچبس والگيمر لا تُباع في المدارس، والالتزام مطلوب من الجميع.",
}


@pytest.mark.parametrize("text", NOT_ARABIC.values(), ids=NOT_ARABIC)
def test_text_that_is_not_mainly_arabic_is_reviewed(moderator: Moderator, text: str) -> None:
    verdict = moderator.check(text)
    assert ("language", "not_arabic", "") in _failures(verdict)
    assert verdict.decision is not Decision.ALLOW


@pytest.mark.parametrize("text", ARABIC.values(), ids=ARABIC)
def test_arabic_text_is_taken_for_arabic(moderator: Moderator, text: str) -> None:
    assert "not_arabic" not in {item.reason for item in moderator.check(text).failures}


def _break(document: Document) -> Iterator[Finding]:
    yield from ()
    raise KeyError(document.post.text)


def _hang(_: Document) -> Iterator[Finding]:
    raise RecursionError


@pytest.fixture
def moderator_of(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Moderator]:
    """Return a moderator that runs these checks alone."""

    def build(**checks: Any) -> Moderator:
        monkeypatch.setattr(moderator_module, "load_checks", lambda: checks)
        return Moderator(models=None)

    return build


def test_check_that_raises_has_not_judged(moderator_of: Callable[..., Moderator]) -> None:
    verdict = moderator_of(source=_break, language=_hang, soundness=lambda _: iter(())).check(f"{WORK} {CANARY}")
    assert _failures(verdict) == [("source", "error", "KeyError"), ("language", "error", "RecursionError")]
    assert verdict.decision is Decision.REVIEW
    assert {item.decision for item in verdict.failures} == {Decision.REVIEW}
    assert CANARY not in f"{verdict!r} {verdict.failures!r} {verdict.to_dict()}"


def test_what_a_check_saw_before_it_broke_is_not_taken_for_all(moderator_of: Callable[..., Moderator]) -> None:
    def half(document: Document) -> Iterator[Finding]:
        yield document.rulebook["channel/outside-hours"].finding(None, opens="1", closes="2", next="3")
        raise ValueError

    verdict = moderator_of(channel=half).check(WORK)
    assert _failures(verdict) == [("channel", "error", "ValueError")]
    assert verdict.decision is not Decision.ALLOW


def test_text_that_cannot_be_split_is_reviewed(moderator: Moderator, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> None:
        raise MemoryError

    monkeypatch.setattr("khobar_moderation.document.normalise", fail)
    verdict = moderator.check(Post.model_validate({"text": WORK, "sent_at": "2026-11-23T23:00:00+03:00"}))
    assert ("language", "error", "MemoryError") in _failures(verdict)
    assert verdict.decision is Decision.BLOCK, "the hour was judged all the same"


def test_reposted_failure_counts(moderator_of: Callable[..., Moderator]) -> None:
    def break_on_repost(document: Document) -> Iterator[Finding]:
        return _break(document) if document.reposted else iter(())

    verdict = moderator_of(source=break_on_repost).check(Post(text=WORK, repost_of=Post(text=WORK)))
    assert verdict.failures == ()
    assert verdict.decision is Decision.REVIEW


@pytest.mark.parametrize("sent_at", [datetime.max, datetime.min], ids=["last", "first"])
def test_time_beyond_the_calendar_is_not_allowed(moderator: Moderator, sent_at: datetime) -> None:
    zone = timezone(timedelta(hours=-12 if sent_at == datetime.max else 12))
    assert moderator.check(Post(text=WORK, sent_at=sent_at.replace(tzinfo=zone))).decision is not Decision.ALLOW


ENDLESS = """
kind: "pattern"
type: "offensive"
clause: "P4"
message: {ar: "عبارة", en: "phrase"}
why: "Takes time without end, as a pattern may that slipped through every review."
literals: ["اب"]
pattern: "(?:(?:اب|ا|ب)+)+[جح]"
examples: {flags: ["[[ابج]]"], allows: ["اب"]}
"""


def test_pattern_past_its_deadline_has_not_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "soundness" / "endless.yaml"
    path.parent.mkdir()
    path.write_text(ENDLESS, encoding="utf-8")
    rule = load_rule(path, tmp_path)
    monkeypatch.setattr(moderator_module, "_embedded_rules", lambda: {rule.id: rule})
    monkeypatch.setattr(moderator_module, "load_checks", lambda: {"soundness": _rules_of_soundness})
    monkeypatch.setattr("khobar_moderation.rulepacks.rulebook.PATTERN_SECONDS", 0.05)
    verdict = Moderator(models=None).check(f"{CANARY} " + "اب" * 60)
    assert _failures(verdict) == [("soundness", "deadline", "soundness/endless")]
    assert verdict.decision is Decision.REVIEW
    assert verdict.failures[0].message.ar != verdict.failures[0].message.en


def _rules_of_soundness(document: Document) -> Iterator[Finding]:
    yield from simple_findings(document, "soundness")


LEAKY = f"منقول: حصلت الطالبة {CANARY} {CANARY}ي على درجه ضعيفه، جوالها 0551234567 مدرسه ان"


def test_no_word_of_the_post_in_logs_output_or_repr(
    moderator: Moderator, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    post = Post(text=LEAKY, account=f"حساب {CANARY}", repost_of=Post(text=LEAKY), sent_at=datetime.now(UTC))
    with warnings.catch_warnings(record=True) as warned:
        verdict = moderator.check(post)
    document = Document(post, moderator._rulebook, moderator.policy, datetime.now(UTC), verdict)
    shown = [repr(item) for item in (post, verdict, document, document.normal, verdict.repost, verdict.versions)]
    shown += [repr(item) for items in (verdict.findings, verdict.evidence, verdict.failures) for item in items]
    shown += [repr(document.tokens), repr(document.clauses), repr(document.people), repr(document.hits)]
    shown += [caplog.text, *capfd.readouterr(), *map(str, warned)]
    assert verdict.findings
    assert CANARY not in "\n".join(shown)
    assert "0551234567" not in "\n".join(shown)


def test_no_word_of_the_post_in_the_trace_of_an_error() -> None:
    for fields in ({"text": f"{CANARY}\x00"}, {"text": LEAKY, "sent_at": CANARY}, {"text": LEAKY, "channel": CANARY}):
        try:
            Post.model_validate(fields)
        except Exception:
            assert CANARY not in traceback.format_exc()
        else:
            raise AssertionError("taken for a post")


def test_failure_is_part_of_the_report(moderator_of: Callable[..., Moderator]) -> None:
    report = moderator_of(source=_break).check(WORK).to_dict()
    failure = CheckFailure(check="source", reason="error", message=moderator_module._ERROR, detail="KeyError")
    assert report["failures"] == [failure.to_dict() | {"decision": "review"}]
    assert report["decision"] == "review"
