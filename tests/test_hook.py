"""The hook: what goes out, what waits, what is refused, and that everything that goes wrong fails closed."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from drafts import DOUBTFUL, FORBIDDEN, INNOCENT, NIGHT, Clock, message
from khobar_moderation import Moderator, Post, Verdict
from khobar_moderation.hooks import (
    Action,
    NotSent,
    Outgoing,
    PreSendHook,
    ReviewQueue,
    SendHeld,
    SendRefused,
    SendScheduled,
    State,
)


def test_the_decision_says_what_happens(hook: PreSendHook, queue: ReviewQueue) -> None:
    outcomes = {text: hook.check(message(text)) for text in (INNOCENT, DOUBTFUL, FORBIDDEN)}
    assert [outcome.action for outcome in outcomes.values()] == [Action.SEND, Action.HOLD, Action.REFUSE]
    (draft,) = queue.drafts()
    assert draft.id == outcomes[DOUBTFUL].draft
    assert draft.outgoing == message(DOUBTFUL)


def test_the_author_is_told_why_in_arabic(hook: PreSendHook) -> None:
    reasons = hook.check(message(FORBIDDEN)).reasons()
    assert reasons
    assert all("\u0600" <= reason[0] <= "\u06ff" or reason[0] == "«" for reason in reasons)
    assert not any("0551234567" in reason for reason in reasons)


def test_outside_the_hours_a_message_waits_for_the_morning(hook: PreSendHook, queue: ReviewQueue, clock: Clock) -> None:
    clock.now = NIGHT
    outcome = hook.check(message(INNOCENT))
    assert (outcome.action, str(outcome.due)) == (Action.SCHEDULE, "2026-11-24 07:00:00+03:00")
    assert queue.claim("w1") == []
    clock.pass_(hours=10)
    assert [draft.id for draft in queue.claim("w1")] == [outcome.draft]


@pytest.mark.parametrize(("text", "action"), [(DOUBTFUL, Action.HOLD), (FORBIDDEN, Action.REFUSE)])
def test_the_hour_is_no_excuse(hook: PreSendHook, clock: Clock, text: str, action: Action) -> None:
    clock.now = NIGHT
    assert hook.check(message(text)).action is action


def test_without_a_queue_nothing_waits(moderator: Moderator, clock: Clock) -> None:
    hook = PreSendHook(moderator, clock=clock)
    assert hook.check(message(DOUBTFUL)).action is Action.REFUSE
    clock.now = NIGHT
    assert hook.check(message(INNOCENT)).action is Action.REFUSE


def test_who_wants_no_reviews_gets_refusals(moderator: Moderator, queue: ReviewQueue, clock: Clock) -> None:
    hook = PreSendHook(moderator, queue=queue, on_review="refuse", clock=clock)
    assert hook.check(message(DOUBTFUL)).action is Action.REFUSE
    assert queue.drafts() == []


class Hanging:
    """A moderator that never answers."""

    def __init__(self) -> None:
        self.woken = threading.Event()

    def check(self, post: Post) -> Verdict:  # noqa: ARG002
        self.woken.wait(30)
        raise AssertionError("nobody waits any more")


class Breaking:
    """A moderator that fails, and says so with words of the post."""

    def check(self, post: Post) -> Verdict:
        raise RuntimeError(post.text)


def test_a_moderator_that_hangs_holds_the_message_in_time(queue: ReviewQueue) -> None:
    hanging: Any = Hanging()
    begun = time.monotonic()
    outcome = PreSendHook(hanging, queue=queue, deadline=0.2).check(message(INNOCENT))
    assert time.monotonic() - begun < 5
    assert (outcome.action, outcome.failure) == (Action.HOLD, "TimeoutError")
    assert queue.get(str(outcome.draft)).verdict is None
    assert outcome.reasons()
    hanging.woken.set()


def test_a_moderator_that_breaks_holds_the_message_and_tells_no_word(
    queue: ReviewQueue, caplog: pytest.LogCaptureFixture
) -> None:
    breaking: Any = Breaking()
    with caplog.at_level(logging.DEBUG):
        outcome = PreSendHook(breaking, queue=queue).check(message(INNOCENT))
    assert (outcome.action, outcome.failure) == (Action.HOLD, "RuntimeError")
    assert "RuntimeError" in caplog.text
    assert INNOCENT[:12] not in caplog.text + repr(outcome) + repr(message(INNOCENT))


def test_a_queue_that_is_gone_refuses(moderator: Moderator, tmp_path: Path) -> None:
    path = tmp_path / "queue.db"
    queue = ReviewQueue(f"sqlite:///{path}")
    queue.close()
    path.unlink()
    path.mkdir()
    outcome = PreSendHook(moderator, queue=queue).check(message(DOUBTFUL))
    assert (outcome.action, outcome.failure) == (Action.REFUSE, "QueueError")
    assert outcome.verdict


def test_a_queue_that_is_locked_refuses_in_the_end(moderator: Moderator, tmp_path: Path) -> None:
    queue = ReviewQueue(f"sqlite:///{tmp_path / 'queue.db'}")
    other = sqlite3.connect(tmp_path / "queue.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert PreSendHook(moderator, queue=queue).check(message(DOUBTFUL)).action is Action.REFUSE
    other.execute("ROLLBACK")
    assert PreSendHook(moderator, queue=queue).check(message(DOUBTFUL)).action is Action.HOLD


def test_a_full_disk_refuses(moderator: Moderator, tmp_path: Path) -> None:
    queue = ReviewQueue(f"sqlite:///{tmp_path / 'queue.db'}")
    hook = PreSendHook(moderator, queue=queue)
    with queue._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    outcomes = [hook.check(message(DOUBTFUL + " " * number + ".")) for number in range(200)]
    kept = [outcome for outcome in outcomes if outcome.action is Action.HOLD]
    assert outcomes[-1].action is Action.REFUSE
    assert len(queue.drafts()) == len(kept)


def _describe(chat: str, text: str) -> Outgoing:
    return Outgoing(post=Post(text=text), target=chat, request={"chat": chat, "text": text})


def test_a_guarded_function_sends_or_says_why_not(hook: PreSendHook, clock: Clock) -> None:
    sent: list[str] = []

    @hook.guard(_describe)
    def send(chat: str, text: str) -> str:
        """Send."""
        sent.append(text)
        return chat

    assert send("group", INNOCENT) == "group"
    for text, kind in ((DOUBTFUL, SendHeld), (FORBIDDEN, SendRefused)):
        with pytest.raises(kind) as caught:
            send("group", text=text)
        assert isinstance(caught.value, NotSent)
        assert text[:12] not in str(caught.value)
    clock.now = NIGHT
    with pytest.raises(SendScheduled):
        send("group", INNOCENT)
    assert sent == [INNOCENT]
    assert send.__doc__ == "Send."


def test_an_async_function_is_guarded_without_blocking_the_loop(hook: PreSendHook) -> None:
    sent: list[str] = []

    @hook.guard(_describe)
    async def send(chat: str, text: str) -> None:  # noqa: ARG001
        sent.append(text)

    async def run() -> list[BaseException | None]:
        texts = [INNOCENT, DOUBTFUL, FORBIDDEN] * 10
        return list(await asyncio.gather(*(send("group", text) for text in texts), return_exceptions=True))

    outcomes = asyncio.run(run())
    assert sent == [INNOCENT] * 10
    assert [type(outcome) for outcome in outcomes] == [type(None), SendHeld, SendRefused] * 10


def test_a_thousand_messages_from_fifty_tasks(moderator: Moderator, tmp_path: Path, clock: Clock) -> None:
    queue = ReviewQueue(f"sqlite:///{tmp_path / 'queue.db'}", clock=clock)
    hook = PreSendHook(moderator, queue=queue, deadline=60, clock=clock)

    async def run() -> list[Action]:
        free = asyncio.Semaphore(50)

        async def one(number: int) -> Action:
            async with free:
                text = INNOCENT if number % 4 else DOUBTFUL
                return (await hook.acheck(message(text, key=str(number)))).action

        return list(await asyncio.gather(*map(one, range(1_000))))

    actions = asyncio.run(run())
    assert actions.count(Action.SEND) == 750
    assert actions.count(Action.HOLD) == 250
    assert queue.stats() == {State.HELD: 250}
