"""The states of a draft in the queue, and which may follow which."""

from __future__ import annotations

from enum import StrEnum

from khobar_moderation.errors import KhobarModerationError

__all__ = ["FINAL", "FOLLOWS", "NoSuchDraft", "QueueError", "State", "WrongState"]


class State(StrEnum):
    """Where a draft stands.

    `held` waits for a person, `approved` for its time or a sender; `sending` is in a sender's hands; `unknown` was
    found in the hands of one that is gone: whether it went out only a person can find out.
    """

    HELD = "held"
    APPROVED = "approved"
    REJECTED = "rejected"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


FOLLOWS: dict[State, frozenset[State]] = {
    State.HELD: frozenset((State.APPROVED, State.REJECTED)),
    State.APPROVED: frozenset((State.SENDING, State.HELD, State.REJECTED)),
    State.SENDING: frozenset((State.SENT, State.FAILED, State.UNKNOWN, State.APPROVED, State.HELD)),
    State.FAILED: frozenset((State.APPROVED, State.REJECTED)),
    State.UNKNOWN: frozenset((State.SENT, State.APPROVED, State.REJECTED)),
    State.REJECTED: frozenset(),
    State.SENT: frozenset(),
}
"""A sender gives back to `approved` what it never tried to send, and to `held` what the policy now speaks against."""

FINAL = frozenset(state for state, following in FOLLOWS.items() if not following)
"""States that a draft stays in; what is in them may be purged."""


class QueueError(KhobarModerationError):
    """The queue cannot be used; names the remedy, never text of a draft."""


class NoSuchDraft(QueueError):
    """The queue holds no draft of this id, or beginning so."""


class WrongState(QueueError):
    """A draft is no longer in the state that a change begins from: somebody else was first."""

    def __init__(self, draft: str, state: State, wanted: State) -> None:
        super().__init__(f"draft {draft} is {state} and cannot become {wanted}. Look at it again")
        self.state = state
