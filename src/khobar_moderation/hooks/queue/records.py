"""What the queue tells: drafts and their changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from khobar_moderation.hooks.outgoing import Outgoing
from khobar_moderation.hooks.queue.states import State
from khobar_moderation.hooks.queue.tables import ChangeRow, DraftRow

__all__ = ["Change", "Draft", "change_of", "draft_of"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it stands.

    Attributes:
        id: its name.
        state: where it stands.
        outgoing: the message.
        digest: of the message; an approval holds for it.
        verdict: on the message when it was last judged, as `Verdict.to_dict` gives it.
        created: when it was kept.
        changed: when its state last changed.
        due: when it may go out; None for at once.
        approver: who approved it; None where nobody had to.
    """

    id: str
    state: State
    outgoing: Outgoing
    digest: str
    verdict: dict[str, Any] | None
    created: datetime
    changed: datetime
    due: datetime | None
    approver: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a draft's state: who, when, from what to what, on which verdict and message."""

    at: datetime
    who: str
    before: State | None
    after: State
    verdict_hash: str | None
    digest: str


def draft_of(row: DraftRow) -> Draft:
    """Return the draft that a row holds."""
    outgoing = Outgoing.model_validate_json(row.outgoing)
    return Draft(
        row.id, State(row.state), outgoing, row.digest, row.verdict, row.created, row.changed, row.due, row.approver
    )


def change_of(row: ChangeRow) -> Change:
    """Return the change that a row holds."""
    before = State(row.before) if row.before else None
    return Change(row.at, row.who, before, State(row.after), row.verdict_hash, row.digest)
