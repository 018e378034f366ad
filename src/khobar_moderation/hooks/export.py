"""Make annotated posts of drafts that a person has decided on: what the next model learns from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from khobar_moderation.evaluation.annotating import annotated
from khobar_moderation.finding import Decision
from khobar_moderation.hooks.queue import Draft, ReviewQueue, State

__all__ = ["export"]

_DECIDED = (State.APPROVED, State.SENDING, State.SENT, State.FAILED, State.UNKNOWN, State.REJECTED)


def export(queue: ReviewQueue) -> Iterator[dict[str, Any]]:
    """Yield an annotated post for each draft that somebody approved or rejected, the oldest first.

    The decision is the person's, allow or block; the spans are those of the verdict, which the person saw. Each holds
    the text of the draft, `reviewer` and `reviewed_at`.
    """
    for draft in queue.drafts(_DECIDED, limit=None):
        said = _decision(queue, draft)
        if said and draft.verdict:
            decision, reviewer, at = said
            fields = annotated(draft.outgoing.post, draft.verdict, id=draft.id, decision=decision)
            yield fields | {"reviewer": reviewer, "reviewed_at": at}


def _decision(queue: ReviewQueue, draft: Draft) -> tuple[Decision, str, str] | None:
    """Return what a person decided, who, and when; None where nobody had to."""
    wanted = State.REJECTED if draft.state is State.REJECTED else State.APPROVED
    if wanted is State.APPROVED and not draft.approver:
        return None
    change = next(change for change in reversed(queue.history(draft.id)) if change.after is wanted and change.before)
    decision = Decision.BLOCK if wanted is State.REJECTED else Decision.ALLOW
    return decision, change.who, change.at.isoformat()
