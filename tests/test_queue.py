"""The review queue, on SQLite and on a PostgreSQL server."""

from __future__ import annotations

import stat
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import create_engine, update

from drafts import DOUBTFUL, INNOCENT, NOON, Clock, message
from khobar_moderation import Moderator
from khobar_moderation.hooks import QueueError, ReviewQueue, State, WrongState
from khobar_moderation.hooks.queue.tables import VERSION, VersionRow


def test_a_draft_is_kept_with_who_and_when(queue: ReviewQueue, moderator: Moderator) -> None:
    verdict = moderator.check(DOUBTFUL)
    draft = queue.hold(message(DOUBTFUL), verdict, "bot")
    queue.approve(draft, "sara")
    kept = queue.get(draft)
    assert (kept.state, kept.approver, kept.created) == (State.APPROVED, "sara", NOON)
    assert kept.outgoing == message(DOUBTFUL)
    assert kept.verdict
    assert kept.verdict["decision"] == verdict.decision
    changes = queue.history(draft)
    assert [(change.who, change.before, change.after) for change in changes] == [
        ("bot", None, State.HELD),
        ("sara", State.HELD, State.APPROVED),
    ]
    assert len({(change.verdict_hash, change.digest) for change in changes}) == 1


def test_a_draft_outlives_the_process(url: str, clock: Clock) -> None:
    ReviewQueue(url, clock=clock).hold(message(INNOCENT), None, "bot")
    assert [draft.state for draft in ReviewQueue(url, clock=clock).drafts()] == [State.HELD]


def test_one_key_is_one_draft(queue: ReviewQueue) -> None:
    first = queue.hold(message(INNOCENT, key="k"), None, "bot")
    assert queue.hold(message(INNOCENT, key="k"), None, "bot") == first
    assert queue.hold(message(INNOCENT), None, "bot") != first
    assert queue.stats() == {State.HELD: 2}


def test_a_key_of_another_message_is_refused(queue: ReviewQueue) -> None:
    queue.hold(message(INNOCENT, key="k"), None, "bot")
    with pytest.raises(QueueError, match="another message"):
        queue.hold(message(DOUBTFUL, key="k"), None, "bot")


def test_an_approval_given_twice_sends_once(queue: ReviewQueue) -> None:
    draft = queue.hold(message(INNOCENT), None, "bot")
    queue.approve(draft, "sara")
    queue.approve(draft, "huda")
    assert [each.id for each in queue.claim("w1")] == [draft]
    assert queue.claim("w2") == []
    queue.settle(draft, "w1", State.SENT)
    with pytest.raises(WrongState, match="is sent and cannot become approved"):
        queue.approve(draft, "sara")
    assert queue.claim("w1") == []


def test_what_is_rejected_never_goes_out(queue: ReviewQueue) -> None:
    draft = queue.hold(message(INNOCENT), None, "bot")
    queue.reject(draft, "sara")
    assert queue.claim("w1") == []
    with pytest.raises(WrongState):
        queue.approve(draft, "huda")


def test_two_workers_never_get_the_same_draft(queue: ReviewQueue) -> None:
    drafts = {queue.hold(message(INNOCENT), None, "bot") for _ in range(40)}
    for draft in drafts:
        queue.approve(draft, "sara")
    begin = threading.Barrier(4)

    def work(name: str) -> list[str]:
        begin.wait()
        taken = []
        while claimed := queue.claim(name, 3):
            taken += [draft.id for draft in claimed]
        return taken

    with ThreadPoolExecutor(4) as pool:
        taken = [draft for drafts in pool.map(work, "abcd") for draft in drafts]
    assert sorted(taken) == sorted(drafts)


def test_a_draft_waits_for_its_time(queue: ReviewQueue, moderator: Moderator, clock: Clock) -> None:
    draft = queue.schedule(message(INNOCENT), moderator.check(INNOCENT), "bot", NOON + timedelta(hours=2))
    assert queue.claim("w1") == []
    clock.pass_(hours=2)
    assert [each.id for each in queue.claim("w1")] == [draft]


def test_what_a_dead_sender_held_is_unknown_and_not_sent_again(queue: ReviewQueue, clock: Clock) -> None:
    draft = queue.hold(message(INNOCENT), None, "bot")
    queue.approve(draft, "sara")
    queue.claim("dead")
    assert queue.recover("w2") == []
    clock.pass_(minutes=6)
    assert queue.recover("w2") == [draft]
    assert queue.get(draft).state is State.UNKNOWN
    assert queue.claim("w2") == []
    with pytest.raises(WrongState):
        queue.settle(draft, "dead", State.SENT)
    queue.approve(draft, "sara")
    assert [each.id for each in queue.claim("w2")] == [draft]


def test_only_what_is_done_and_old_is_purged(queue: ReviewQueue, clock: Clock) -> None:
    held, rejected = (queue.hold(message(INNOCENT), None, "bot") for _ in range(2))
    queue.reject(rejected, "sara")
    clock.pass_(days=1)
    assert queue.purge(timedelta(days=2)) == 0
    assert queue.purge(timedelta(hours=2)) == 1
    assert [draft.id for draft in queue.drafts(tuple(State))] == [held]
    assert queue.history(rejected) == []


def test_a_draft_that_is_not_there_is_told_so(queue: ReviewQueue) -> None:
    with pytest.raises(QueueError, match="no draft of this id"):
        queue.approve("nothing", "sara")


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    queue = ReviewQueue(f"sqlite:///{tmp_path / 'queue.db'}")
    queue.hold(message(INNOCENT), None, "bot")
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("sqlite://", "would be lost"),
        ("sqlite:////nowhere/at/all/queue.db", "cannot be opened"),
        ("not a url", "cannot be read"),
        ("postgresql+psycopg://khobar:secret@127.0.0.1:1/none", "cannot be opened"),
    ],
)
def test_a_queue_that_cannot_be_used_is_told_without_its_password(url: str, told: str) -> None:
    with pytest.raises(QueueError, match=told) as caught:
        ReviewQueue(url)
    assert "secret" not in str(caught.value)


def test_thousands_of_drafts_wait_through_a_restart(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'queue.db'}"
    first = ReviewQueue(url)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: first.hold(message(INNOCENT, key=str(number)), None, "bot"), range(2_000)))
    first.close()
    assert ReviewQueue(url).stats() == {State.HELD: 2_000}


def test_tables_of_another_version_are_told(url: str) -> None:
    ReviewQueue(url).close()
    with create_engine(url).begin() as connection:
        connection.execute(update(VersionRow).values(version=VERSION + 1))
    with pytest.raises(QueueError, match="another version"):
        ReviewQueue(url)


def test_processes_that_open_a_new_queue_at_once_agree(url: str) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(_held_in_a_process, [url] * 8)) == [True] * 8
    assert ReviewQueue(url).stats() == {State.HELD: 8}


def _held_in_a_process(url: str) -> bool:
    return bool(ReviewQueue(url).hold(message(INNOCENT), None, "bot"))
