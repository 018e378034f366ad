"""Messages kept in a folder while the queue cannot be reached."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from drafts import DOUBTFUL, INNOCENT, NIGHT, Clock, message
from khobar_moderation import Moderator
from khobar_moderation.hooks import Action, PreSendHook, QueueError, ReviewQueue, Sender, State


class Unreachable:
    """A database that goes away and comes back."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.queue = ReviewQueue(f"sqlite:///{path}", clock=clock)
        self._path, self._elsewhere = path, path.with_suffix(".away")

    def go(self) -> None:
        self.queue.close()
        self._path.rename(self._elsewhere)
        self._path.mkdir()

    def come_back(self) -> None:
        self._path.rmdir()
        self._elsewhere.rename(self._path)


@pytest.fixture
def database(tmp_path: Path, clock: Clock) -> Unreachable:
    return Unreachable(tmp_path / "queue.db", clock)


@pytest.fixture
def hook(moderator: Moderator, database: Unreachable, tmp_path: Path, clock: Clock) -> PreSendHook:
    return PreSendHook(moderator, queue=database.queue, spool=tmp_path / "spool", clock=clock)


def test_a_message_waits_in_a_folder_till_the_queue_is_back(
    hook: PreSendHook, database: Unreachable, tmp_path: Path
) -> None:
    database.go()
    outcome = hook.check(message(DOUBTFUL))
    assert (outcome.action, outcome.draft, outcome.failure) == (Action.HOLD, None, "QueueError")
    with pytest.raises(QueueError):
        hook.restore()
    (kept,) = (tmp_path / "spool").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    database.come_back()
    assert hook.restore() == 1
    (draft,) = database.queue.drafts()
    assert draft.outgoing.post == message(DOUBTFUL).post
    assert draft.verdict
    assert hook.restore() == 0


def test_what_waited_for_the_hours_goes_on_waiting_for_them(
    hook: PreSendHook, database: Unreachable, clock: Clock
) -> None:
    clock.now = NIGHT
    database.go()
    assert [hook.check(message(INNOCENT, key=key)).action for key in "ab"] == [Action.SCHEDULE] * 2
    database.come_back()
    hook.restore()
    assert database.queue.stats() == {State.APPROVED: 2}
    assert database.queue.claim("w1") == []
    clock.pass_(hours=10)
    assert len(database.queue.claim("w1")) == 2


def test_a_message_restored_twice_is_one_draft(hook: PreSendHook, database: Unreachable, tmp_path: Path) -> None:
    database.go()
    hook.check(message(DOUBTFUL))
    database.come_back()
    (kept,) = (tmp_path / "spool").iterdir()
    content = kept.read_text(encoding="utf-8")
    hook.restore()
    kept.write_text(content, encoding="utf-8")  # as after a crash between keeping and removing
    hook.restore()
    assert database.queue.stats() == {State.HELD: 1}


def test_without_folder_and_queue_a_message_is_refused(
    hook: PreSendHook, database: Unreachable, tmp_path: Path
) -> None:
    database.go()
    (tmp_path / "spool").rmdir()
    outcome = hook.check(message(DOUBTFUL))
    assert (outcome.action, outcome.failure) == (Action.REFUSE, "FileNotFoundError")


def test_a_file_that_nobody_can_read_stays_and_keeps_nothing_else_back(
    hook: PreSendHook, database: Unreachable, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    database.go()
    hook.check(message(DOUBTFUL))
    broken = tmp_path / "spool" / "0.json"
    broken.write_text('{"action": "hold", "outgoing": {"post"', encoding="utf-8")
    database.come_back()
    assert hook.restore() == 1
    assert broken.exists()
    assert "stays there" in caplog.text


def test_a_sender_brings_back_what_waited_in_the_folder(hook: PreSendHook, database: Unreachable) -> None:
    database.go()
    hook.check(message(DOUBTFUL))
    database.come_back()
    assert Sender(database.queue, hook, {}, worker="w1").send_due() == {}
    assert database.queue.stats() == {State.HELD: 1}
