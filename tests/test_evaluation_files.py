"""Annotated posts and reports that cannot be used are told by place, field and remedy, without what they hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotated import NAME, PHONE, TEXT, annotated, found, reported, spanned
from khobar_moderation import Moderator
from khobar_moderation.errors import AnnotationError, MissingReport
from khobar_moderation.evaluation import Annotation, evaluate, read_gold, read_reports

SECRET = "سر لا يقال"


def without(fields: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in names}


def write(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("post", "told"),
    [
        (without(annotated("p2"), "text"), "text: is missing"),
        (annotated("p2", text=" "), "text: is empty or blank"),
        (annotated("p2", channel="pigeon"), "channel: "),
        (without(annotated("p2"), "id"), "id"),
        (annotated(True), "id"),
        (annotated("p1"), "id: comes twice"),
        (without(annotated("p2"), "decision"), "decision: is missing. Give allow, review or block"),
        (annotated("p2", decision=SECRET), "decision: .*Give allow, review or block"),
        (annotated("p2", personal={"label": SECRET}), "personal.label: is none of work, mixed, personal"),
        (annotated("p2", source={"status": "rumour"}), "source.status: is none of first_party"),
        (without(annotated("p2"), "language"), "language: is missing. Give a list of objects"),
        (annotated("p2", language=SECRET), "language: .*Give a list of objects"),
        (annotated("p2", language=[spanned("hamzah", NAME)]), "language.0.type: is none of hamza"),
        (annotated("p2", soundness=[spanned(SECRET, NAME)]), "soundness.0.type: is none of offensive"),
        (annotated("p2", exposure=[spanned("pupil", NAME)]), "exposure.0.type: is none of phone"),
        (annotated("p2", exposure=[spanned("person", NAME)]), "exposure.role: is missing for a person"),
        (
            annotated("p2", exposure=[spanned("person", NAME, role="boss")]),
            "exposure.0.role: .*official, source or priv",
        ),
        (annotated("p2", exposure=[spanned("phone", ("1", 2))]), "exposure.0.start: .*a whole number"),  # type: ignore[arg-type]
        (annotated("p2", exposure=[spanned("phone", (-1, 2))]), "exposure.0.start: "),
        (annotated("p2", exposure=[spanned("phone", (3, 3))]), "exposure: has a span that is empty"),
        (annotated("p2", exposure=[spanned("phone", (0, 999))]), "exposure: has a span .*ends after the text"),
        (annotated("p2", exposure=[spanned("phone", PHONE, text=SECRET)]), "exposure: .*text stands elsewhere"),
        (annotated("p2", register=7), "register: "),
        (annotated("p2", tricky="\ud800"), "tricky: contains a lone surrogate"),
    ],
)
def test_a_bad_annotation(tmp_path: Path, post: dict[str, Any], told: str) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text("\n".join((json.dumps(annotated()), "", json.dumps(post))), encoding="utf-8")
    with pytest.raises(AnnotationError, match=told) as raised:
        read_gold(file)
    assert raised.value.line == 3
    assert str(raised.value).startswith(f"{file}:3: ")
    assert not any(word in str(raised.value) for word in (SECRET, "القحطاني"))


@pytest.mark.parametrize(
    ("report", "told"),
    [
        (reported(None), "id: is missing"),
        (without(reported(), "decision"), "decision: is missing"),
        (without(reported(), "labels"), "labels: is missing"),
        (reported(labels={"personal": "work"}), "labels.source: is missing. Write reports with"),
        (reported(findings=[{"check": "exposure"}]), "findings.0.type: is missing"),
        (reported(findings=[found("exposure.phone", (1, 2), score=2)]), "findings.0.score: .*from 0 to 1"),
        (reported(evidence=SECRET), "evidence: "),
        ({"id": "p1", "line": 1, "error": {"field": "text", "message": ""}}, "error: the line holds no report"),
    ],
)
def test_a_bad_report(tmp_path: Path, report: dict[str, Any], told: str) -> None:
    file = write(tmp_path / "reports.jsonl", report)
    with pytest.raises(AnnotationError, match=told) as raised:
        read_reports(file)
    assert raised.value.line == 1
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", ":1: is no valid JSON at column 2"),
        (b"[]", ":1: is no JSON object"),
        (b"\xff", ":1: is no UTF-8 at byte 1"),
        (b"[" * 100_000, ":1: is nested too deeply"),
        (b"\n", ":1: holds no line"),
    ],
)
def test_a_line_that_is_no_object(tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_bytes(content)
    with pytest.raises(AnnotationError, match=told):
        read_gold(file)


def test_posts_without_a_report_are_named() -> None:
    posts = [annotated(number) for number in range(8)]
    with pytest.raises(
        MissingReport, match=r"no report for 7 of the posts: 1, 2, 3, 4, 5 …. .*check --jsonl"
    ) as raised:
        evaluate(posts, [reported(0), reported("elsewhere")])
    assert raised.value.ids == tuple(range(1, 8))


@pytest.mark.parametrize(
    ("ids", "told"),
    [
        ([None], "no report for 1 of the posts: p2"),
        ([None] * 3, "reports:3: is one more than there are posts"),
        (["p1", None], "reports:2: id: is missing"),
        (["p1", "p2", "p1"], "reports:3: id: comes twice"),
    ],
)
def test_reports_that_cannot_be_joined(ids: list[str | None], told: str) -> None:
    with pytest.raises((AnnotationError, MissingReport), match=told):
        evaluate([annotated("p1"), annotated("p2")], [reported(id_) for id_ in ids])


def test_without_posts_there_is_nothing_to_evaluate() -> None:
    with pytest.raises(AnnotationError, match="gold:0: holds no post"):
        evaluate([], [])


def test_verdicts_are_reports_in_the_order_of_the_posts(moderator: Moderator) -> None:
    posts = [annotated(1, decision="block"), annotated(2, text="يسر المكتب دعوتكم إلى اللقاء يوم الأحد.")]
    evaluation = evaluate(posts, moderator.check_many(Annotation.of(post).post for post in posts))
    assert evaluation.figures["decision.exact"].value == 1.0


def test_fields_of_the_post_reach_the_moderator_and_null_is_not_given() -> None:
    annotation = Annotation.of(
        annotated(channel="x", account="@khobar_edu", sent_at=None, note="ignored", register=None)
    )
    assert (annotation.post.channel, annotation.post.account, annotation.post.sent_at) == ("x", "@khobar_edu", None)
    assert annotation.register_ == ""
    assert TEXT not in repr(annotation)
