"""Bring the decisions of a review to the queue that the drafts came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from khobar_moderation.finding import Decision
from khobar_moderation.hooks import Draft, QueueError, ReviewQueue, State
from khobar_moderation.hooks.amending import amended
from khobar_moderation.notebook.review import Review
from khobar_moderation.verdict import Verdict

__all__ = ["submit"]


def submit(
    queue: ReviewQueue, reviews: Iterable[Review], verdict: Callable[[Review], Verdict], reviewer: str
) -> list[str]:
    """Approve what may go out and reject what must not; what needs another look stays held.

    Args:
        queue: that the drafts came from.
        reviews: those with a decision.
        verdict: gives the one on a review's text.
        reviewer: in whose name.

    Returns the ids of drafts that somebody else had decided meanwhile, each with what it is now; those are left alone.
    """
    changed = []
    for review in reviews:
        try:
            draft = queue.get(review.id)
            if draft.state is State.HELD and review.decision is not Decision.REVIEW:
                _decide(queue, draft, review, verdict(review), reviewer)
            elif draft.state is not _wanted(review):
                changed.append(f"{review.id}: {draft.state}")
        except QueueError as error:
            changed.append(f"{review.id}: {error}")
    return changed


def _wanted(review: Review) -> State:
    return {Decision.ALLOW: State.APPROVED, Decision.BLOCK: State.REJECTED}.get(review.decision or "", State.HELD)  # type: ignore[arg-type]


def _decide(queue: ReviewQueue, draft: Draft, review: Review, verdict: Verdict, reviewer: str) -> None:
    if review.decision is Decision.BLOCK:
        queue.reject(draft.id, reviewer)
    elif review.post.text == draft.outgoing.post.text:
        queue.approve(draft.id, reviewer)
    else:
        changes = {draft.outgoing.post.text: review.post.text}
        edited = amended(draft.outgoing, changes).model_copy(update={"key": None})
        kept = queue.hold(edited, verdict, reviewer)
        queue.approve(kept, reviewer)
        queue.reject(draft.id, reviewer)
