"""What a policy decides on what the checks saw."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from khobar_moderation import Channel, Decision, Finding, Moderator, Policy, Post, load_policy
from khobar_moderation.finding import CheckFailure, Message
from khobar_moderation.judging import judge_failures, judge_findings
from khobar_moderation.taxonomy import FINDINGS

TODAY = date(2026, 11, 23)
SAID = Message("رسالة", "message")


def _policy(folder: Path, text: str) -> Policy:
    path = folder / "office.yaml"
    path.write_text(f'name: "office"\nextends: "khobar"\n{text}', encoding="utf-8")
    return load_policy(path)


def _finding(id_: str, rule: str = "exposure/phone") -> Finding:
    check, _, type_ = id_.partition(".")
    pupil = type_ == "pupil"
    type_ = "person" if pupil else type_
    return Finding(check=check, type=type_, rule=rule, message=SAID, clause="P1", pupil=pupil)


def _decide(policy: Policy, *ids: str, words: int = 100, today: date = TODAY) -> list[str]:
    return [str(item.decision) for item in judge_findings([_finding(id_) for id_ in ids], policy, words, today)]


KHOBAR = {
    "block": """
        personal.personal source.hearsay source.anonymous soundness.offensive soundness.unsuitable
        exposure.phone exposure.national_id exposure.passport exposure.health exposure.whereabouts exposure.pupil
        channel.outside_hours channel.unregistered_account channel.no_responsible_person channel.personal_repost
    """,
    "review": """
        personal.mixed source.missing source.organization source.untrusted_person language.hamza language.grammar
        soundness.unscientific exposure.person evasion.spaced_letters evasion.bidi_override
    """,
    "allow": "language.dialect",
}


CASES = [(decision, id_) for decision, ids in KHOBAR.items() for id_ in ids.split()]


@pytest.mark.parametrize(("decision", "id_"), CASES)
def test_khobar_decides_as_its_office_set(decision: str, id_: str) -> None:
    assert _decide(load_policy(), id_) == [decision]


def test_khobar_names_every_check() -> None:
    decided = load_policy().decisions
    assert {check for check in FINDINGS if check not in decided} == {"personal", "source", "soundness"}
    assert all(
        f"{check}.{type_}" in decided for check in ("personal", "source", "soundness") for type_ in FINDINGS[check]
    )


@pytest.mark.parametrize(
    ("errors", "words", "decision"),
    [(3, 5, "review"), (4, 20, "review"), (4, 19, "block"), (5, 25, "review"), (5, 24, "block")],
)
def test_many_language_errors_block_together(errors: int, words: int, decision: str) -> None:
    ids = [*["language.hamza"] * errors, "language.dialect", "source.missing"]
    assert _decide(load_policy(), *ids, words=words) == [*[decision] * errors, "allow", "review"]


def test_foreign_letters_alone_block_where_only_they_are_many() -> None:
    foreign = ["language.foreign_letters"] * 4
    assert _decide(load_policy(), *foreign, "language.hamza", words=20) == [*["block"] * 4, "review"]
    assert _decide(load_policy(), *foreign, *["language.hamza"] * 4, words=19) == ["block"] * 8


def test_language_limits_and_advice_are_the_policys(tmp_path: Path) -> None:
    policy = _policy(
        tmp_path,
        "language: {block_from_errors: 2, block_above_share: 0}\n"
        "decisions: {language.dialect: review, language.hamza: allow}\n",
    )
    assert _decide(policy, "language.dialect", "language.grammar") == ["block", "block"]
    assert _decide(policy, "language.hamza", "language.grammar") == ["allow", "review"]


def test_failure_is_judged_by_the_policy(tmp_path: Path) -> None:
    failure = CheckFailure(check="media", reason="unread_attachment", message=SAID)
    strict = _policy(tmp_path, "decisions: {failure: block}\n")
    assert [item.decision for item in judge_failures([failure], load_policy())] == [Decision.REVIEW]
    assert [item.decision for item in judge_failures([failure], strict)] == [Decision.BLOCK]


def test_what_no_decision_names_is_reviewed() -> None:
    policy = load_policy().model_copy(update={"decisions": {}})
    assert _decide(policy, "exposure.phone", "language.dialect") == ["review", "review"]
    failure = CheckFailure(check="media", reason="error", message=SAID)
    assert [item.decision for item in judge_failures([failure], policy)] == [Decision.REVIEW]


def test_type_decides_before_its_check(tmp_path: Path) -> None:
    policy = _policy(tmp_path, "decisions: {soundness: allow, soundness.offensive: review, exposure.phone: review}\n")
    ids = ["soundness.offensive", "soundness.unsuitable", "exposure.phone", "exposure.card"]
    assert _decide(policy, *ids) == ["review", "block", "review", "block"]


def test_suppression_makes_advice_of_one_rule_until_its_day(tmp_path: Path) -> None:
    policy = _policy(
        tmp_path, 'suppressions: [{rule: "channel/outside-hours", reason: "رمضان", until: "2026-11-23"}]\n'
    )
    night = _finding("channel.outside_hours", "channel/outside-hours")
    account = _finding("channel.unregistered_account", "channel/unregistered-account")
    for today, decision in ((date(2026, 11, 23), "allow"), (date(2026, 11, 24), "block")):
        assert [item.decision for item in judge_findings([night, account], policy, 9, today)] == [decision, "block"]


def test_suppressed_language_errors_do_not_count(tmp_path: Path) -> None:
    policy = _policy(
        tmp_path, 'suppressions: [{rule: "channel/outside-hours", reason: "تجربة", until: "2026-12-31"}]\n'
    )
    errors = [_finding("language.hamza", "channel/outside-hours") for _ in range(3)] + [_finding("language.hamza")]
    assert [item.decision for item in judge_findings(errors, policy, 5, TODAY)] == [*["allow"] * 3, "review"]


def test_the_moderators_clock_ends_a_suppression(tmp_path: Path) -> None:
    policy = _policy(
        tmp_path,
        'suppressions: [{rule: "channel/unregistered-account", reason: "قيد التسجيل", until: "2026-11-23"}]\n',
    )
    post = Post(text="تبدأ الاختبارات يوم الأحد.", account="تعليم الخبر", channel=Channel.X)
    before = Moderator(policy, models=None, clock=lambda: datetime(2026, 11, 23, 20, 59, tzinfo=UTC)).check(post)
    after = Moderator(policy, models=None, clock=lambda: datetime(2026, 11, 23, 21, 1, tzinfo=UTC)).check(post)
    assert [item.decision for item in before.findings if item.check == "channel"] == [Decision.ALLOW]
    assert [item.decision for item in after.findings if item.check == "channel"] == [Decision.BLOCK]


def _exposed(policy: Policy, text: str, today: str = "2026-11-23") -> list[str]:
    moderator = Moderator(policy, models=None, clock=lambda: datetime.fromisoformat(f"{today}T12:00:00+03:00"))
    return [item.type for item in moderator.check(text).findings if item.check == "exposure"]


@pytest.mark.parametrize(
    ("contacts", "text", "type_"),
    [
        ('phones: ["+966138001122"]', "للاستفسار يُتصل بهاتف المكتب 0138001122 خلال الدوام.", "phone"),
        ('emails: ["office@khobar.example"]', "تُرسل الخطط إلى بريد المكتب office@khobar.example قبل الخميس.", "email"),
        ('accounts: ["@bayan_dammam"]', "تُنشر صور الحفل عبر @bayan_dammam كل خميس.", "personal_account"),
        ('domains: ["khobar.example"]', "تُرسل الخطط إلى البريد plans@khobar.example قبل الخميس.", "email"),
    ],
    ids=["phones", "emails", "accounts", "domains"],
)
def test_contacts_of_the_office_expose_nobody(tmp_path: Path, contacts: str, text: str, type_: str) -> None:
    assert _exposed(load_policy(), text) == [type_]
    assert _exposed(_policy(tmp_path, f"contacts: {{{contacts}}}\n"), text) == []


def test_consent_to_be_named_lasts_to_its_day(tmp_path: Path) -> None:
    text = "تهنئ المدرسة المعلمة هيفاء بنت سعد الغامدي بفوزها بجائزة المعلم المتميز."
    policy = _policy(tmp_path, 'consent: {names: [{name: "هيفاء بنت سعد الغامدي", until: "2026-11-23"}]}\n')
    assert _exposed(load_policy(), text) == ["person"]
    assert _exposed(policy, text) == []
    assert _exposed(policy, text, "2026-11-24") == ["person"]


def test_named_source_may_have_to_be_on_the_list(tmp_path: Path) -> None:
    text = "أوضح مدير إدارة الجودة الدكتور ماجد الرويلي أن نتائج المسح الوطني تُعلن الشهر المقبل."
    strict = "named_source_must_be_trusted: true"
    for keys, types in [("", []), (strict, ["untrusted_person"]), (f'{strict}, trusted_persons: ["ماجد الرويلي"]', [])]:
        verdict = Moderator(_policy(tmp_path, f"source: {{{keys}}}\n"), models=None).check(text)
        assert [item.type for item in verdict.findings if item.check == "source"] == types


def test_trusted_bodies_are_the_policys(tmp_path: Path) -> None:
    text = "أعلنت هيئة الترفيه البحرية أن الموسم الجديد يبدأ في شهر رجب."
    trusting = _policy(tmp_path, 'source: {trusted_bodies: [{name: "هيئة الترفيه البحرية", short: []}]}\n')
    for policy, types in [(load_policy(), ["organization"]), (trusting, [])]:
        verdict = Moderator(policy, models=None).check(text)
        assert [item.type for item in verdict.findings if item.check == "source"] == types
