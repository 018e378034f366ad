"""Moderator, hook and queue in other processes than the one that made them."""

from __future__ import annotations

import multiprocessing
from multiprocessing.queues import Queue
from typing import Any

import pytest

from drafts import DOUBTFUL, INNOCENT, NOON, message
from khobar_moderation import Moderator
from khobar_moderation.hooks import Action, PreSendHook, ReviewQueue, State


def _judge(told: Queue[Any], hook: PreSendHook) -> None:
    told.put([str(hook.check(message(text)).action) for text in (INNOCENT, DOUBTFUL)])


def _judge_alone(told: Queue[Any], url: str) -> None:
    _judge(told, PreSendHook(Moderator(), queue=ReviewQueue(url), clock=lambda: NOON))


def _run(method: str, function: Any, argument: object) -> list[str]:
    context: Any = multiprocessing.get_context(method)
    told = context.Queue()
    process = context.Process(target=function, args=(told, argument))
    process.start()
    answer: list[str] = told.get(timeout=60)
    process.join(60)
    assert process.exitcode == 0
    return answer


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # it is what the test is about
def test_a_hook_works_on_in_a_forked_process(full_moderator: Moderator, url: str) -> None:
    queue = ReviewQueue(url)
    hook = PreSendHook(full_moderator, queue=queue, clock=lambda: NOON)
    assert hook.check(message(INNOCENT)).action is Action.SEND
    assert [_run("fork", _judge, hook) for _ in range(3)] == [["send", "hold"]] * 3
    hook.check(message(DOUBTFUL))
    assert queue.stats() == {State.HELD: 4}


def test_a_new_process_makes_its_own(url: str) -> None:
    assert _run("spawn", _judge_alone, url) == ["send", "hold"]
    assert ReviewQueue(url).stats() == {State.HELD: 1}
