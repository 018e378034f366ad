"""A file of posts: every line answered in its place, whatever stands in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from khobar_moderation import Moderator
from khobar_moderation.jsonl import BadLine, JudgedLine, encode, judge_lines

POST = "يسر مكتب التعليم بالخبر دعوتكم إلى اللقاء التربوي يوم الأحد."
SECRET = "سر لا يقال 0551234567"


def outcomes(moderator: Moderator, *lines: bytes, **defaults: object) -> list[JudgedLine | BadLine]:
    return list(judge_lines(lines, moderator, defaults))


def line(**fields: object) -> bytes:
    return json.dumps(fields).encode() + b"\n"


def bad(moderator: Moderator, raw: bytes) -> BadLine:
    (outcome,) = outcomes(moderator, raw)
    assert isinstance(outcome, BadLine)
    return outcome


def fields_of(found: Sequence[JudgedLine | BadLine]) -> list[dict[str, Any]]:
    return [json.loads(encode(outcome)) for outcome in found]


def test_each_line_is_answered_in_its_place(moderator: Moderator) -> None:
    lines = [
        line(id="a", text=POST),
        b"{broken\n",
        b"\n",
        line(id=7, text=POST),
        line(id="c", text=""),
        line(text=POST),
    ]
    found = outcomes(moderator, *lines)
    assert [type(outcome) for outcome in found] == [JudgedLine, BadLine, JudgedLine, BadLine, JudgedLine]
    written = fields_of(found)
    assert [entry.get("id") for entry in written] == ["a", None, 7, "c", None]
    assert [entry["line"] for entry in written if "error" in entry] == [2, 5]
    assert all(entry["decision"] == "review" for entry in written if "error" in entry)


def test_unknown_and_null_fields_are_ignored_also_within(moderator: Moderator) -> None:
    raw = line(
        text=POST,
        channel=None,
        author="x",
        repost_of={"text": POST, "likes": 3},
        attachments=[{"kind": "image", "size": 9}],
    )
    (outcome,) = outcomes(moderator, raw)
    assert isinstance(outcome, JudgedLine)
    assert outcome.verdict.repost is not None
    assert [failure.reason for failure in outcome.verdict.failures] == ["unread_attachment"]


def test_a_verdict_is_that_of_the_moderator(moderator: Moderator) -> None:
    (outcome,) = outcomes(moderator, line(id="a", text=SECRET))
    assert isinstance(outcome, JudgedLine)
    direct = moderator.check(SECRET).to_dict()
    assert {**outcome.to_dict(), "milliseconds": 0} == {"id": "a", **direct, "milliseconds": 0}


def test_defaults_fill_what_a_line_does_not_give(moderator: Moderator) -> None:
    night = "2026-11-23T23:30:00+03:00"
    silent, given = outcomes(
        moderator, line(text=POST), line(text=POST, sent_at="2026-11-23T10:00:00+03:00"), sent_at=night
    )
    assert isinstance(silent, JudgedLine)
    assert isinstance(given, JudgedLine)
    assert "channel.outside_hours" in {finding.id for finding in silent.verdict.findings}
    assert "channel.outside_hours" not in {finding.id for finding in given.verdict.findings}


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (b'{"text": ', "line"),
        (b"[1]", "line"),
        (b'"text"', "line"),
        (b"\xff\xfe", "line"),
        (b"[" * 100_000, "line"),
        (b'{"text": "x", "n": ' + b"9" * 5_000 + b"}", "line"),
        (line(id="a"), "text"),
        (line(text=None), "text"),
        (line(text=5), "text"),
        (line(text=" \n"), "text"),
        (line(text="س\x00"), "text"),
        (b'{"text": "\\ud800"}', "text"),
        (line(text="س" * 1_100_000), "text"),
        (line(text=SECRET, channel="pigeon"), "channel"),
        (line(text=SECRET, sent_at="2026-01-01T10:00:00"), "sent_at"),
        (line(text=SECRET, sent_at=SECRET), "sent_at"),
        (line(text=SECRET, account="@" + SECRET), "account"),
        (b'{"text": "x", "account": "\\ud800"}', "account"),
        (line(text=SECRET, repost_of={"text": ""}), "repost_of.text"),
        (line(text=SECRET, attachments=[{"kind": SECRET}]), "attachments.kind"),
        (line(text=SECRET, emergency=SECRET), "emergency"),
        (line(text=SECRET, id=[SECRET]), "id"),
        (line(text=SECRET, id=True), "id"),
        (b'{"text": "x", "id": "\\ud800"}', "id"),
        (b'{"text": "x", "id": 1.5}', "id"),
    ],
)
def test_a_bad_line_names_the_field_and_no_text(moderator: Moderator, raw: bytes, field: str) -> None:
    outcome = bad(moderator, raw)
    assert outcome.field == field
    assert outcome.message.count(".") >= 1
    written = encode(outcome).decode()
    assert not any(word in written for word in (SECRET, "0551234567", "سر"))


def test_a_byte_order_mark_is_no_error(moderator: Moderator) -> None:
    assert isinstance(outcomes(moderator, b"\xef\xbb\xbf" + line(text=POST))[0], JudgedLine)


def test_lines_are_judged_as_they_come(moderator: Moderator) -> None:
    read = []

    def endless() -> Any:
        while True:
            read.append(1)
            yield line(text=POST)

    next(judge_lines(endless(), moderator))
    assert len(read) == 1


def test_what_nobody_foresaw_costs_one_line(moderator: Moderator, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = moderator.check, []

    def check(post: Any) -> Any:
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError(SECRET)
        return real(post)

    monkeypatch.setattr(moderator, "check", check)
    first, second = outcomes(moderator, line(id="a", text=SECRET), line(id="b", text=POST))
    assert isinstance(first, BadLine)
    assert "RuntimeError" in first.message
    assert SECRET not in first.message
    assert isinstance(second, JudgedLine)
