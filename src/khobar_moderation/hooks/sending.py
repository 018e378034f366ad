"""Send what was approved: judged again, once each, and never again where nobody knows whether it went out."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta

from tenacity import (
    Retrying,
    retry_if_exception_type,
    retry_if_not_exception_type,
    stop_after_attempt,
    stop_after_delay,
    wait_exponential_jitter,
)

from khobar_moderation.errors import KhobarModerationError
from khobar_moderation.hooks.hook import PreSendHook
from khobar_moderation.hooks.outcome import Action, Outcome
from khobar_moderation.hooks.outgoing import Outgoing
from khobar_moderation.hooks.queue import Draft, QueueError, ReviewQueue, State, WrongState

__all__ = ["NotAccepted", "Refused", "Sender"]

_LOG = logging.getLogger("khobar_moderation.hooks")
_ATTEMPTS = 5
_PATIENCE = timedelta(minutes=2)  # for one draft; far less than a lease
_LATER = timedelta(minutes=5)
"""When a draft that the service did not take is tried again: nothing is lost by an outage."""


_WAITING = {Action.SCHEDULE: State.APPROVED, Action.HOLD: State.HELD, Action.REFUSE: State.HELD}
"""Where a draft goes that may not be sent now: to its time, or to a person."""


class NotAccepted(KhobarModerationError):
    """The service has certainly not taken the message (429, refused connection …): it may be sent again."""


class Refused(KhobarModerationError):
    """The service has refused the message for good."""


class Sender:
    """Sends the drafts of a queue that are approved and due; those of other adapters wait for their own sender.

    Args:
        queue: holds them.
        hook: judges each again: hours, register and policy may have changed since.
        senders: by adapter, what sends a message; it raises `NotAccepted` or `Refused` if it knows that nothing went
            out, and whatever else it raises leaves that unknown.
        worker: name of this sender, unlike that of any other.
        wait: longest wait between two attempts, in seconds.
    """

    def __init__(
        self,
        queue: ReviewQueue,
        hook: PreSendHook,
        senders: Mapping[str, Callable[[Outgoing], object]],
        *,
        worker: str,
        wait: float = 30.0,
    ) -> None:
        self._queue = queue
        self._hook = hook
        self._senders = senders
        self._worker = worker
        self._again = Retrying(
            retry=retry_if_exception_type(NotAccepted), reraise=True,
            stop=stop_after_attempt(_ATTEMPTS) | stop_after_delay(_PATIENCE),
            wait=wait_exponential_jitter(multiplier=min(0.5, wait), max=wait),
        )  # fmt: skip
        self._until_recorded = Retrying(
            retry=retry_if_exception_type(QueueError) & retry_if_not_exception_type(WrongState), reraise=True,
            stop=stop_after_delay(_PATIENCE), wait=wait_exponential_jitter(multiplier=min(0.1, wait), max=wait),
        )  # fmt: skip

    def send_due(self) -> Counter[State]:
        """Send everything that is due; return how many drafts ended in which state.

        What the service did not take, however often it was asked, stays approved and is due again later.
        """
        self._hook.restore()
        done = Counter({State.UNKNOWN: len(self._queue.recover(self._worker))})
        while drafts := self._queue.claim(self._worker, 1, self._senders):  # one at a time, so that its lease lasts
            done.update(map(self._send, drafts))
        return +done

    def _send(self, draft: Draft) -> State:
        outcome = self._judge(draft)
        if outcome.action is Action.SEND:
            state = self._try(draft.outgoing)
            due = self._queue.now() + _LATER if state is State.APPROVED else None
        else:
            state, due = _WAITING[outcome.action], outcome.due
        try:
            self._until_recorded(self._queue.settle, draft.id, self._worker, state, verdict=outcome.verdict, due=due)
        except WrongState as error:  # the lease ran out, and somebody marked it as unknown
            _LOG.error("draft %s came back too late as %s", draft.id, state)
            return error.state
        _LOG.info("draft %s: %s", draft.id, state)
        return state

    def _judge(self, draft: Draft) -> Outcome:
        """Judge a draft as the policy stands; a person's approval holds for this text, unless it is blocked now."""
        outcome = self._hook.judge(draft.outgoing)
        if draft.digest != draft.outgoing.digest:
            return Outcome(action=Action.HOLD, verdict=outcome.verdict, failure="changed since")
        if draft.approver and outcome.action is Action.HOLD and outcome.verdict:
            return Outcome(action=Action.SEND, verdict=outcome.verdict)
        return outcome

    def _try(self, outgoing: Outgoing) -> State:
        send = self._senders[outgoing.adapter]
        try:
            self._again(send, outgoing)
        except NotAccepted:
            return State.APPROVED
        except Refused:
            return State.FAILED
        except Exception as error:
            _LOG.error("a send ended without an answer (%s)", type(error).__name__)
            return State.UNKNOWN
        return State.SENT
