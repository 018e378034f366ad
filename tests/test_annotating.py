"""A verdict as an annotation: its spans, its labels, and a person's decision."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from khobar_moderation import Moderator, Post
from khobar_moderation.errors import InvalidPost
from khobar_moderation.evaluation import evaluate
from khobar_moderation.evaluation.annotating import annotated
from khobar_moderation.finding import Decision

WRITTEN = Path(__file__).parents[1] / "benchmarks/data/written.jsonl"
POSTS = [json.loads(line)["text"] for line in WRITTEN.read_text(encoding="utf-8").splitlines()]
EXACT = ("decision.exact", "personal.any", "source.exact", "exposure.identifier", "exposure.attribute", "language.word")


def test_a_verdict_agrees_with_its_own_annotation(moderator: Moderator) -> None:
    verdicts = list(moderator.check_many(POSTS))
    gold = [
        annotated(Post(text=text), verdict, id=number)
        for number, (text, verdict) in enumerate(zip(POSTS, verdicts, strict=True))
    ]
    reports = [verdict.to_dict() | {"id": number} for number, verdict in enumerate(verdicts)]
    figures = evaluate(gold, reports).figures
    assert {name: figures[name].value for name in EXACT} == dict.fromkeys(EXACT, 1.0)
    assert figures["exposure.identifier"].n > 10


def test_a_person_decides(moderator: Moderator) -> None:
    fields = annotated(Post(text=POSTS[0]), moderator.check(POSTS[0]).to_dict(), id="a", decision=Decision.BLOCK)
    assert (fields["decision"], fields["id"], fields["text"]) == ("block", "a", POSTS[0])


def test_a_verdict_on_another_text_is_refused(moderator: Moderator) -> None:
    verdict = moderator.check("كما وصلني: يرجى التواصل مع ولي أمر الطالب سالم القحطاني 0551234567")
    with pytest.raises(InvalidPost, match="ends after the text"):
        annotated(Post(text="نص قصير"), verdict, id=1)
