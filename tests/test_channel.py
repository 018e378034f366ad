"""Hours, register, private accounts and reposts."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from khobar_moderation import Attachment, Decision, Moderator, Policy, Post, Verdict, load_policy
from khobar_moderation.channels import is_open, next_opening
from khobar_moderation.policy import Hours

WORK = "يبدأ البرنامج التدريبي لمعلمات الصفوف الأولية يوم الأحد في قاعة التدريب."
PERSONAL = "للبيع سيارة عائلية نظيفة، والسعر على السوم، والتواصل على الخاص."
RIYADH = ZoneInfo("Asia/Riyadh")


def _check(moderator: Moderator, **fields: Any) -> Verdict:
    return moderator.check(Post.model_validate({"text": WORK, **fields}))


def _types(verdict: Verdict) -> list[str]:
    findings = [item.type for item in verdict.findings if item.check == "channel"]
    return findings + [item.type for item in verdict.evidence if item.check == "channel"]


def _office(folder: Path, text: str) -> Policy:
    path = folder / "office.yaml"
    path.write_text(f'name: "office"\nextends: "khobar"\n{text}', encoding="utf-8")
    return load_policy(path)


@pytest.mark.parametrize(
    ("sent_at", "next_time"),
    [
        ("2026-11-23T06:59:59+03:00", "2026-11-23 07:00"),
        ("2026-11-23T07:00:00+03:00", None),
        ("2026-11-23T12:00:00+03:00", None),
        ("2026-11-23T21:00:00+03:00", None),
        ("2026-11-23T21:00:59.999999+03:00", None),
        ("2026-11-23T21:01:00+03:00", "2026-11-24 07:00"),
        ("2026-11-24T00:00:00+03:00", "2026-11-24 07:00"),
        ("2026-12-31T23:30:00+03:00", "2027-01-01 07:00"),
        ("2026-11-23T18:00:30Z", None),
        ("2026-11-23T18:01:00Z", "2026-11-24 07:00"),
        ("2026-11-22T23:00:00-05:00", None),
    ],
)
def test_whatsapp_goes_out_between_seven_and_nine(moderator: Moderator, sent_at: str, next_time: str | None) -> None:
    verdict = _check(moderator, sent_at=sent_at)
    findings = [item for item in verdict.findings if item.type == "outside_hours"]
    assert [item.decision for item in findings] == ([Decision.BLOCK] if next_time else [])
    for item in findings:
        assert all(f"{next_time}." in message and "07:00" in message and "21:00" in message for message in item.message)
        assert item.clause == "P6"


@pytest.mark.parametrize("channel", ["x", "telegram", "sms", "email", "web", "other"])
def test_other_channels_have_no_hours(moderator: Moderator, channel: str) -> None:
    assert _types(_check(moderator, sent_at="2026-11-23T03:00:00+03:00", channel=channel)) == []


def test_without_a_time_the_clock_is_not_judged(moderator: Moderator) -> None:
    assert _types(_check(moderator, emergency=True)) == []


def test_hours_and_zone_are_the_policys(tmp_path: Path) -> None:
    policy = _office(tmp_path, 'channel: {timezone: "Africa/Cairo", hours: {x: {opens: "09:00", closes: "16:30"}}}\n')
    moderator = Moderator(policy, models=None)
    assert _types(_check(moderator, channel="x", sent_at="2026-11-23T16:30:00+02:00")) == []
    assert _types(_check(moderator, channel="x", sent_at="2026-11-23T16:30:00+03:00")) == []
    assert _types(_check(moderator, channel="x", sent_at="2026-11-23T09:30:00+03:00")) == ["outside_hours"]
    assert _types(_check(moderator, sent_at="2026-11-23T07:30:00+03:00")) == ["outside_hours"]


@pytest.mark.parametrize(
    ("clock", "is_allowed", "days", "opening"),
    [
        *(("19:59", False, 0, "20:00"), ("20:00", True, 1, "20:00"), ("23:00", True, 1, "20:00")),
        *(("01:59", True, 0, "20:00"), ("02:00", True, 0, "20:00"), ("02:01", False, 0, "20:00")),
    ],
)
def test_hours_may_run_over_midnight(clock: str, is_allowed: bool, days: int, opening: str) -> None:
    hours = Hours.model_validate({"opens": "20:00", "closes": "02:00"})
    moment = datetime.fromisoformat(f"2026-11-23T{clock}").replace(tzinfo=RIYADH)
    assert is_open(hours, moment) is is_allowed
    expected = datetime.fromisoformat(f"2026-11-23T{opening}").replace(tzinfo=RIYADH) + timedelta(days=days)
    assert next_opening(hours, moment) == expected


def test_emergency_notice_goes_out_at_night_and_is_recorded(moderator: Moderator) -> None:
    night = "2026-11-23T23:00:00+03:00"
    notice = _check(moderator, sent_at=night, emergency=True)
    assert _types(notice) == ["emergency_notice"]
    assert "an emergency notice outside sending hours" in notice.explain("en").splitlines()[0]
    assert _types(_check(moderator, sent_at="2026-11-23T20:00:00+03:00", emergency=True)) == []


def test_policy_may_know_no_emergencies(tmp_path: Path) -> None:
    moderator = Moderator(_office(tmp_path, "channel: {emergency_notices_any_hour: false}\n"), models=None)
    night = "2026-11-23T23:00:00+03:00"
    assert _types(_check(moderator, sent_at=night, emergency=True)) == ["outside_hours"]


ACCOUNTS = {
    "registered_account": ["@khobar_edu", "@Khobar_Edu", "khobar_edu", "مكتب التعليم بالخبر"],
    "no_responsible_person": ["@khobar_edu_events", "فعاليات تعليم الخبر"],
    "unregistered_account": [
        *("تعليم الخبر", "تـعـلـيم الخبر", "حساب تعليم الخبر", "مكتب التعليم بمحافظة الخبر", "مكتب تعليم الخبر ✅"),
        *("تعليم_الخبر", "تعليم-الخبر", "تعليمالخبر", "تعلييم الخبر", "ت ع ل ي م الخبر", "تَعليم الخُبر", "مكتب التعليم"),
        *("وحدة الإعلام", "شعبة الرياضيات", "قسم شؤون المعلمات", "قروب وحدة الموهوبات", "Khobar Edu", "Khоbar Edu"),
        *("@khobaredu", "@kh0bar_edu", "@khobbar_edu", "@khobar__edu", "@khobar.edu", "@khobar_edu1", "@khobar_eduu"),
        *("@KhobarEdu", "@KHOBAR_EDU_", "@khobareduofficial", "@khobar_edu_sa", "@al_khobar_edu", "@edu_khobar"),
        "Ｋｈｏｂａｒ Ｅｄｕ",
    ],
    "trusted_account": ["@moe_gov_sa", "moe_gov_sa"],
    "private_account": [
        *("@noura_diary", "@khobar_eats", "@khobar_educator", "@edu", "@khobar", "يوميات معلمة", "تعليم الخبرات"),
        *(
            "قسم بالله",
            "وحدة وألم",
            "قسم الأحياء بجامعة الملك فيصل",
            "مكتب التعليم بالدمام",
            "الخبر اليوم",
            "نادي القادسية",
        ),
    ],
}


@pytest.mark.parametrize(("type_", "account"), [(type_, name) for type_, names in ACCOUNTS.items() for name in names])
def test_standing_of_an_account_on_x(moderator: Moderator, type_: str, account: str) -> None:
    assert _types(_check(moderator, channel="x", account=account)) == [type_]


@pytest.mark.parametrize("type_", ["unregistered_account", "no_responsible_person"])
def test_account_that_may_not_speak_for_the_office_blocks(moderator: Moderator, type_: str) -> None:
    verdict = _check(moderator, channel="x", account=ACCOUNTS[type_][0])
    assert verdict.decision is Decision.BLOCK
    assert {item.clause for item in verdict.findings if item.check == "channel"} == {"P7"}


def test_register_holds_for_its_channel_and_where_there_are_no_handles(moderator: Moderator) -> None:
    assert _types(_check(moderator, channel="telegram", account="@khobar_edu")) == ["unregistered_account"]
    assert _types(_check(moderator, channel="whatsapp", account="@khobar_edu")) == ["registered_account"]
    assert _types(_check(moderator, channel="whatsapp", account="@kh0bar_edu")) == ["unregistered_account"]
    assert _types(_check(moderator, channel="whatsapp", account="مكتب التعليم بالخبر")) == ["registered_account"]


def test_group_of_a_messaging_channel_is_not_private(moderator: Moderator) -> None:
    assert _types(_check(moderator, account="معلمات الكيمياء")) == []
    assert _check(moderator, account="معلمات الكيمياء", text=PERSONAL).decision is Decision.BLOCK
    assert _types(_check(moderator, account="شعبة الكيمياء")) == ["unregistered_account"]


def test_register_and_names_are_the_policys(tmp_path: Path) -> None:
    policy = _office(
        tmp_path,
        'channel: {official_names: ["تعليم الدمام"], accounts: '
        '[{handle: "مشرفات الدمام", name: "وحدة الصفوف الأولية", channel: "whatsapp", responsible: "منى الدوسري"}]}\n'
        'contacts: {accounts: ["@dammam_school"]}\n',
    )
    moderator = Moderator(policy, models=None)
    types = [
        _types(_check(moderator, channel=channel, account=account))
        for channel, account in [
            ("whatsapp", "مشرفات الدمام"),
            ("x", "تعليم الدمام"),
            ("x", "@khobar_edu"),
            ("x", "@dammam_school"),
            ("x", "@moe_gov_sa"),
        ]
    ]
    expected = ["registered_account", "unregistered_account", "private_account", "trusted_account", "private_account"]
    assert types == [[type_] for type_ in expected]


def test_private_account_is_its_owners_business(moderator: Moderator) -> None:
    verdict = _check(
        moderator,
        channel="x",
        account="@noura_diary",
        text=PERSONAL,
        attachments=[Attachment.model_validate({"kind": "image"})],
        repost_of={"text": PERSONAL},
    )
    assert verdict.decision is Decision.ALLOW
    assert _types(verdict) == ["private_account"]
    assert "not the office's matter" in verdict.explain("en").splitlines()[0]
    assert verdict.labels["personal"] == "personal"
    assert {item.decision for item in verdict.findings} == {Decision.ALLOW}
    assert [item.decision for item in verdict.failures] == [Decision.ALLOW]
    assert verdict.repost
    assert verdict.repost.decision is Decision.BLOCK


def test_private_account_may_write_at_night(tmp_path: Path) -> None:
    moderator = Moderator(_office(tmp_path, 'channel: {hours: {x: {opens: "07:00", closes: "21:00"}}}\n'), models=None)
    night = "2026-11-23T23:00:00+03:00"
    assert _types(_check(moderator, channel="x", account="@noura_diary", sent_at=night)) == ["private_account"]


@pytest.mark.parametrize("account", [None, "@khobar_edu"])
def test_personal_repost_blocks(moderator: Moderator, account: str | None) -> None:
    verdict = _check(moderator, channel="x", account=account, text="إعادة نشر", repost_of={"text": PERSONAL})
    assert [item.clause for item in verdict.findings if item.type == "personal_repost"] == ["P8"]
    assert verdict.decision is Decision.BLOCK


def test_repost_about_work_is_no_personal_repost(moderator: Moderator) -> None:
    assert _types(_check(moderator, repost_of={"text": WORK})) == []


def test_reposted_text_passes_every_check_whoever_wrote_it(moderator: Moderator) -> None:
    verdict = _check(moderator, repost_of={"text": PERSONAL, "channel": "x", "account": "@noura_diary"})
    assert verdict.decision is Decision.BLOCK
    assert verdict.repost
    assert verdict.repost.decision is Decision.BLOCK
    assert _types(verdict.repost) == []


def test_hour_of_a_reposted_post_is_not_the_senders(moderator: Moderator) -> None:
    night = "2026-11-23T23:00:00+03:00"
    verdict = _check(moderator, sent_at="2026-11-24T08:00:00+03:00", repost_of={"text": WORK, "sent_at": night})
    assert verdict.repost
    assert _types(verdict.repost) == []


def test_repost_of_a_false_official_account_is_told(moderator: Moderator) -> None:
    verdict = _check(moderator, repost_of={"text": WORK, "channel": "x", "account": "@kh0bar_edu"})
    assert verdict.repost
    assert _types(verdict.repost) == ["unregistered_account"]
    assert verdict.decision is Decision.BLOCK
