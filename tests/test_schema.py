"""Verdicts keep the schema, and the schema refuses what no verdict holds."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from khobar_moderation import Attachment, Moderator, Post
from khobar_moderation.jsonl import judge_lines
from khobar_moderation.post import AttachmentKind
from khobar_moderation.resources import RULES
from khobar_moderation.rulepacks import load_rules
from khobar_moderation.rulepacks.testing import cases
from khobar_moderation.schema import verdict_schema

VALIDATOR = Draft202012Validator(verdict_schema())


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(verdict_schema())


def test_the_verdict_on_every_example_of_a_rule_keeps_the_schema(moderator: Moderator) -> None:
    posts = [case.post for rule in load_rules(RULES).values() for case in cases(rule)]
    wrong = [error.message for post in posts for error in VALIDATOR.iter_errors(moderator.check(post).to_dict())]
    assert wrong == []


def test_a_repost_an_attachment_and_a_bad_line_keep_the_schema(moderator: Moderator) -> None:
    post = Post(
        id="a",
        text="للتواصل مع ولي الأمر 0551234567",
        repost_of=Post(text="منقول للفائدة"),
        attachments=(Attachment(kind=AttachmentKind.IMAGE),),
    )
    outcomes = [
        moderator.check(post),
        *judge_lines([b'{"id": 1, "text": ""}', b'{"id": 1, "text": "\xd8\xb3"}'], moderator),
    ]
    for outcome in outcomes:
        VALIDATOR.validate(outcome.to_dict())


@pytest.fixture(scope="module")
def verdict(moderator: Moderator) -> dict[str, Any]:
    found = moderator.check("كما وصلني: تعليق الدراسة غدًا").to_dict()
    assert found["findings"]
    return found


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["decision"], "maybe"),
        (["labels", "source"], "gossip"),
        (["labels", "weather"], "work"),
        (["findings", 0, "type"], "phone"),
        (["findings", 0, "check"], "nosuch"),
        (["findings", 0, "score"], 2),
        (["findings", 0, "text"], "كما وصلني"),
        (["checks"], ["nosuch"]),
        (["versions"], {}),
        (["more"], 1),
    ],
)
def test_the_schema_refuses_what_no_verdict_holds(verdict: dict[str, Any], path: list[Any], value: object) -> None:
    changed = copy.deepcopy(verdict)
    *parents, last = path
    place = changed
    for key in parents:
        place = place[key]
    place[last] = value
    assert VALIDATOR.is_valid(verdict)
    assert not VALIDATOR.is_valid(changed)
