"""Drafts that were decided, as annotated posts."""

from __future__ import annotations

from drafts import DOUBTFUL, FORBIDDEN, INNOCENT, NOON, message
from khobar_moderation import Moderator
from khobar_moderation.evaluation import evaluate
from khobar_moderation.hooks import ReviewQueue, State
from khobar_moderation.hooks.export import export


def test_what_a_person_decided_is_told_with_the_spans(queue: ReviewQueue, moderator: Moderator) -> None:
    verdicts = {text: moderator.check(text) for text in (DOUBTFUL, FORBIDDEN)}
    approved, rejected = (queue.hold(message(text), verdict, "bot") for text, verdict in verdicts.items())
    queue.hold(message(INNOCENT), moderator.check(INNOCENT), "bot")
    queue.schedule(message(INNOCENT), moderator.check(INNOCENT), "bot", NOON)
    queue.approve(approved, "sara")
    queue.reject(rejected, "huda")
    told = {fields["id"]: fields for fields in export(queue)}
    assert {id_: (fields["decision"], fields["reviewer"]) for id_, fields in told.items()} == {
        approved: ("allow", "sara"),
        rejected: ("block", "huda"),
    }
    assert [span["text"] for span in told[rejected]["exposure"]]
    assert (
        len(
            evaluate(
                list(told.values()), [v.to_dict() | {"id": i} for i, v in zip(told, verdicts.values(), strict=True)]
            )
        )
        == 2
    )


def test_what_was_sent_after_an_approval_is_told(queue: ReviewQueue, moderator: Moderator) -> None:
    draft = queue.hold(message(DOUBTFUL), moderator.check(DOUBTFUL), "bot")
    queue.approve(draft, "sara")
    queue.claim("w1")
    queue.settle(draft, "w1", State.SENT)
    assert [(fields["id"], fields["decision"]) for fields in export(queue)] == [(draft, "allow")]
