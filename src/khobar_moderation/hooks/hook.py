"""The hook: asked before every send, it lets a message out, refuses it, or keeps it for a person or for the hours.

Whatever goes wrong fails closed: what cannot be judged in time, or not at all, is held; what cannot be held is refused,
so that the caller still has it. Logs tell the action and the kind of the error, never a word of the message.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from khobar_moderation.channels import next_opening
from khobar_moderation.finding import Decision
from khobar_moderation.hooks.deadline import Patience
from khobar_moderation.hooks.outcome import Action, Outcome
from khobar_moderation.hooks.outgoing import Outgoing
from khobar_moderation.hooks.queue import ReviewQueue
from khobar_moderation.judging import strictest
from khobar_moderation.moderator import Moderator
from khobar_moderation.verdict import Verdict

__all__ = ["PreSendHook"]

_LOG = logging.getLogger("khobar_moderation.hooks")
_OUTSIDE = "channel.outside_hours"
Send = TypeVar("Send", bound=Callable[..., Any])


def _utc_now() -> datetime:
    return datetime.now(UTC)


class PreSendHook:
    """Decides what happens to a message; safe to share between threads.

    Args:
        moderator: judges it.
        queue: keeps what waits; None for no queue, and then what would wait is refused.
        on_review: what happens to a message that a person must look at: "hold" or "refuse".
        deadline: seconds in which it must be judged.
        who: by what name the hook keeps drafts.
        clock: gives the present time with a time zone (tests set it).
    """

    def __init__(
        self,
        moderator: Moderator,
        *,
        queue: ReviewQueue | None = None,
        on_review: Literal["hold", "refuse"] = "hold",
        deadline: float = 2.0,
        who: str = "hook",
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._moderator = moderator
        self._queue = queue
        self._holds = on_review == "hold"
        self._patience = Patience(deadline)
        self._who = who
        self._clock = clock

    def check(self, outgoing: Outgoing) -> Outcome:
        """Return what happens to a message; what is to wait lies in the queue when this returns. Never raises."""
        outcome = self._kept(outgoing, self.judge(outgoing))
        _LOG.info("%s%s", outcome.action, f" ({outcome.failure})" if outcome.failure else "")
        return outcome

    async def acheck(self, outgoing: Outgoing) -> Outcome:
        """Return the same as `check`, without blocking the event loop."""
        return await asyncio.to_thread(self.check, outgoing)

    def judge(self, outgoing: Outgoing) -> Outcome:
        """Return what is to happen to a message that would go out now, without keeping it anywhere. Never raises."""
        now = self._clock()
        post = outgoing.post.model_copy(update={"sent_at": now})
        try:
            verdict = self._patience.call(lambda: self._moderator.check(post))
            action = self._act_on(verdict)
            due = self._next_opening(outgoing, now) if action is Action.SCHEDULE else None
        except Exception as error:
            return Outcome(action=self._waiting(), failure=type(error).__name__)
        return Outcome(action=action, verdict=verdict, due=due)

    def guard(self, describe: Callable[..., Outgoing]) -> Callable[[Send], Send]:
        """Return a decorator for a function that sends, sync or async.

        Args:
            describe: called with the arguments of the function, returns the message that it would send.

        The decorated function raises `NotSent` instead of sending what may not go out.
        """

        def decorate(send: Send) -> Send:
            @wraps(send)
            def guarded(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as the function that sends
                self.check(describe(*args, **kwargs)).stop()
                return send(*args, **kwargs)

            @wraps(send)
            async def guarded_async(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as the function that sends
                (await self.acheck(describe(*args, **kwargs))).stop()
                return await send(*args, **kwargs)

            return guarded_async if inspect.iscoroutinefunction(send) else guarded  # type: ignore[return-value]

        return decorate

    def _act_on(self, verdict: Verdict) -> Action:
        if verdict.decision is Decision.ALLOW:
            return Action.SEND
        others = [finding.decision for finding in verdict.findings if finding.id != _OUTSIDE]
        failed = [failure.decision for failure in verdict.failures]
        rest = strictest([*others, *failed, verdict.repost.decision if verdict.repost else None])
        if rest is Decision.BLOCK:
            return Action.REFUSE
        if rest is Decision.REVIEW:
            return self._waiting()
        return Action.SCHEDULE if self._queue else Action.REFUSE

    def _waiting(self) -> Action:
        return Action.HOLD if self._queue and self._holds else Action.REFUSE

    def _next_opening(self, outgoing: Outgoing, now: datetime) -> datetime:
        channel = self._moderator.policy.channel
        return next_opening(channel.hours[outgoing.post.channel], now.astimezone(ZoneInfo(channel.timezone)))

    def _kept(self, outgoing: Outgoing, outcome: Outcome) -> Outcome:
        """Keep what is to wait; refuse what cannot be kept."""
        if not self._queue or outcome.action not in (Action.HOLD, Action.SCHEDULE):
            return outcome
        try:
            if outcome.action is Action.SCHEDULE and outcome.verdict and outcome.due:
                draft = self._queue.schedule(outgoing, outcome.verdict, self._who, outcome.due)
            else:
                draft = self._queue.hold(outgoing, outcome.verdict, self._who)
        except Exception as error:
            return Outcome(action=Action.REFUSE, verdict=outcome.verdict, failure=type(error).__name__)
        return Outcome(
            action=outcome.action, verdict=outcome.verdict, failure=outcome.failure, draft=draft, due=outcome.due
        )
