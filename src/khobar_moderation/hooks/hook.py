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
from pathlib import Path
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from khobar_moderation.channels import next_opening
from khobar_moderation.finding import Decision
from khobar_moderation.hooks.amending import amend, amended, changes_in
from khobar_moderation.hooks.deadline import Patience, WaitingRoom
from khobar_moderation.hooks.keeping import Keeper, Spool
from khobar_moderation.hooks.outcome import Action, Outcome
from khobar_moderation.hooks.outgoing import Outgoing
from khobar_moderation.hooks.queue import ReviewQueue
from khobar_moderation.judging import strictest
from khobar_moderation.moderator import Moderator
from khobar_moderation.post import Post
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
        spool: folder that takes messages while the queue cannot be reached; None to have them refused then.
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
        spool: Path | None = None,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._moderator = moderator
        self._keeper = Keeper(queue, who, Spool(spool) if spool else None) if queue else None
        self._holds = on_review == "hold"
        self._patience = Patience(deadline)
        self._clock = clock
        self._room = WaitingRoom()

    def check(self, outgoing: Outgoing) -> Outcome:
        """Return what happens to a message; what is to wait lies in the queue when this returns. Never raises.

        Where the policy corrects language by itself, `Outcome.changes` says what to send instead.
        """
        outcome = self.judge(outgoing, correct=True)
        if self._keeper and outcome.action in (Action.HOLD, Action.SCHEDULE):
            outcome = self._keeper.keep(amended(outgoing, outcome.changes), outcome)
        _LOG.info("%s%s", outcome.action, f" ({outcome.failure})" if outcome.failure else "")
        return outcome

    async def acheck(self, outgoing: Outgoing) -> Outcome:
        """Return the same as `check`, without blocking the event loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._room.of(loop), self.check, outgoing)

    def judge(self, outgoing: Outgoing, *, correct: bool = False) -> Outcome:
        """Return what is to happen to a message that would go out now, without keeping it anywhere. Never raises.

        Args:
            outgoing: the message.
            correct: whether what is safe to correct in its language is corrected first, where the policy says so.
        """
        now = self._clock()
        try:
            verdict, changes = self._patience.call(lambda: self._verdict(outgoing, now, correct))
            action = self._act_on(verdict)
            due = self._next_opening(outgoing, now) if action is Action.SCHEDULE else None
        except Exception as error:
            return Outcome(action=self._waiting(), failure=type(error).__name__)
        return Outcome(action=action, verdict=verdict, due=due, changes=changes)

    def restore(self) -> int:
        """Bring what the spool took to the queue, judged again; return how many.

        Raises:
            QueueError: the queue cannot be reached yet.
        """
        return self._keeper.restore(self.judge) if self._keeper else 0

    def guard(self, describe: Callable[..., Outgoing]) -> Callable[[Send], Send]:
        """Return a decorator for a function that sends, sync or async.

        Args:
            describe: called with the arguments of the function, returns the message that it would send.

        The decorated function raises `NotSent` instead of sending what may not go out.
        """

        def decorate(send: Send) -> Send:
            @wraps(send)
            def guarded(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as the function that sends
                outcome = self.check(describe(*args, **kwargs))
                outcome.stop()
                return send(*amend(args, outcome.changes), **amend(kwargs, outcome.changes))

            @wraps(send)
            async def guarded_async(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as the function that sends
                outcome = await self.acheck(describe(*args, **kwargs))
                outcome.stop()
                return await send(*amend(args, outcome.changes), **amend(kwargs, outcome.changes))

            return guarded_async if inspect.iscoroutinefunction(send) else guarded  # type: ignore[return-value]

        return decorate

    def _verdict(self, outgoing: Outgoing, now: datetime, correct: bool) -> tuple[Verdict, dict[str, str]]:
        """Return the verdict on a message, with the changes to it that the verdict is on."""
        verdict = self._check(outgoing, now)
        corrects = correct and self._moderator.policy.hook.correct_language
        if not corrects or verdict.corrected() == outgoing.post.text:
            return verdict, {}
        changes = changes_in(outgoing, lambda text: self._moderator.check(Post(text=text)).corrected())
        return self._check(amended(outgoing, changes), now), changes

    def _check(self, outgoing: Outgoing, now: datetime) -> Verdict:
        return self._moderator.check(outgoing.post.model_copy(update={"sent_at": now}))

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
        return Action.SCHEDULE if self._keeper else Action.REFUSE

    def _waiting(self) -> Action:
        return Action.HOLD if self._keeper and self._holds else Action.REFUSE

    def _next_opening(self, outgoing: Outgoing, now: datetime) -> datetime:
        channel = self._moderator.policy.channel
        return next_opening(channel.hours[outgoing.post.channel], now.astimezone(ZoneInfo(channel.timezone)))
