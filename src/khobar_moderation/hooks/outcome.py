"""What a hook answers, and the exceptions by which it stops a send.

NotSent             nothing went out; `outcome` says why
├── SendRefused     the policy forbids it, or nobody could judge it and there is no queue
├── SendHeld        it waits in the queue for a person
└── SendScheduled   it waits in the queue for the hours
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from khobar_moderation.errors import KhobarModerationError
from khobar_moderation.finding import Decision
from khobar_moderation.verdict import Verdict
from khobar_moderation.wording import Language, term

__all__ = ["Action", "NotSent", "Outcome", "SendHeld", "SendRefused", "SendScheduled"]


class Action(StrEnum):
    """What happens to a message."""

    SEND = "send"
    REFUSE = "refuse"
    HOLD = "hold"
    SCHEDULE = "schedule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a hook decided.

    Attributes:
        action: what happens to the message.
        verdict: on the message; None where nobody could judge it.
        failure: name of the error by which it could not be judged or kept; "" for none.
        draft: its id in the queue, if it waits there.
        due: when it may go out, if it waits for the hours.
        changes: texts of the message that were corrected, each with what is to be sent in its place.
    """

    action: Action
    verdict: Verdict | None = None
    failure: str = ""
    draft: str | None = None
    due: datetime | None = None
    changes: Mapping[str, str] = field(default_factory=dict, repr=False)

    def reasons(self, lang: Language = "ar") -> list[str]:
        """Return, for the author, what speaks against the message; it holds no text of it."""
        if self.verdict is None:
            return [term("hook", "not_judged", lang)]
        findings = [item.message for item in self.verdict.findings if item.decision is not Decision.ALLOW]
        failures = [item.message for item in self.verdict.failures if item.decision is not Decision.ALLOW]
        return list(dict.fromkeys(getattr(message, lang) for message in (*findings, *failures)))

    def stop(self) -> None:
        """Raise what stops the send; nothing if the message may go out.

        Raises:
            NotSent: of the kind that the action asks for.
        """
        if self.action is not Action.SEND:
            raise _KINDS[self.action](self)


class NotSent(KhobarModerationError):
    """A message that did not go out; `outcome` says why. The text of the error holds nothing of the message."""

    def __init__(self, outcome: Outcome) -> None:
        waits = f", draft {outcome.draft}" if outcome.draft else ""
        failed = f" ({outcome.failure})" if outcome.failure else ""
        super().__init__(f"{outcome.action}{failed}{waits}")
        self.outcome = outcome


class SendRefused(NotSent):
    """The policy forbids it, or nobody could judge it and there is no queue to keep it."""


class SendHeld(NotSent):
    """It waits in the queue for a person."""


class SendScheduled(NotSent):
    """It waits in the queue for the hours."""


_KINDS = {Action.REFUSE: SendRefused, Action.HOLD: SendHeld, Action.SCHEDULE: SendScheduled}
