"""`khobar-moderation queue` as a supervisor meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from drafts import DOUBTFUL, INNOCENT, message
from khobar_moderation import Moderator
from khobar_moderation.hooks import ReviewQueue, State

HOSTILE = "نأمل حضور الاجتماع [/b] يوم الاحد\x1b[31m <script>\nسطر ثان 0551234567."
SENDERS = """
from pathlib import Path

def send(outgoing):
    with Path("sent.txt").open("a", encoding="utf-8") as file:
        file.write(outgoing.post.text)

senders = {"call": send}
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'queue.db'}"


@pytest.fixture
def queue(url: str) -> ReviewQueue:
    return ReviewQueue(url)


@pytest.fixture
def run(url: str, tmp_path: Path) -> Run:
    def run(*arguments: str, status: int = 0) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "KHOBAR_QUEUE": url, "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"}
        command = [sys.executable, "-m", "khobar_moderation", "queue", *arguments]
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stderr
        return done

    return run


@pytest.fixture
def held(queue: ReviewQueue, moderator: Moderator) -> str:
    return queue.hold(message(DOUBTFUL), moderator.check(DOUBTFUL), "bot")


def test_drafts_are_listed_from_right_to_left(run: Run, held: str) -> None:
    heading, _, row = run("list").stdout.rstrip("\n").splitlines()[:3]
    assert heading.split() == ["النص", "إلى", "موعد", "الإرسال", "أُنشئت", "الحالة", "المسودة"]
    assert row.rstrip().endswith(held[:8])
    english = run("list", "--lang", "en").stdout.splitlines()
    assert english[0].split() == ["Draft", "State", "Created", "Due", "To", "Text"]
    assert english[2].strip().startswith(held[:8])


def test_an_empty_queue_says_so(run: Run, queue: ReviewQueue) -> None:
    assert run("list").stdout == "لا مسودات.\n"
    assert run("stats", "--lang", "en").returncode == 0
    assert queue.stats() == {}


def test_a_draft_is_shown_with_what_speaks_against_it(run: Run, held: str) -> None:
    told = run("show", held[:6]).stdout
    assert DOUBTFUL in told
    assert "الأحد" in told
    assert "bot" in told


def test_a_draft_cannot_drive_the_terminal(run: Run, queue: ReviewQueue, moderator: Moderator) -> None:
    draft = queue.hold(message(HOSTILE), moderator.check(HOSTILE), "bot")
    for told in (run("list").stdout, run("show", draft).stdout):
        assert "\x1b" not in told
        assert "[/b]" in told


def test_a_draft_is_approved_sent_and_purged(run: Run, queue: ReviewQueue, held: str, tmp_path: Path) -> None:
    (tmp_path / "my_bot.py").write_text(SENDERS)
    run("approve", held[:8], "--who", "sara")
    policy = tmp_path / "office.yaml"  # open day and night, so that the test may run at any hour
    policy.write_text(
        'name: "open"\nextends: "khobar"\nchannel:\n  hours:\n    whatsapp: {opens: "00:00", closes: "23:59"}\n'
    )
    run("send-due", "--senders", "my_bot:senders", "--policy", str(policy), "--model", "none")
    assert (tmp_path / "sent.txt").read_text(encoding="utf-8") == DOUBTFUL
    assert [change.who for change in queue.history(held)][1] == "sara"
    assert queue.stats() == {State.SENT: 1}
    assert run("purge", "--older-than", "1d").stdout == "0\n"
    assert run("purge", "--older-than", "0m").stdout == "1\n"


def test_what_cannot_be_done_is_told_and_the_rest_done(run: Run, queue: ReviewQueue, held: str) -> None:
    done = run("reject", "ffffffff-none", held, status=1)
    assert "no draft begins so" in done.stderr
    assert queue.get(held).state is State.REJECTED


def test_decisions_are_exported(run: Run, held: str, tmp_path: Path) -> None:
    run("reject", held, "--who", "huda")
    run("export", "-o", "decided.jsonl")
    (line,) = (tmp_path / "decided.jsonl").read_text(encoding="utf-8").splitlines()
    fields = json.loads(line)
    assert (fields["decision"], fields["reviewer"], fields["text"]) == ("block", "huda", DOUBTFUL)


def test_a_list_for_programs_is_json(run: Run, held: str, queue: ReviewQueue) -> None:
    queue.hold(message(INNOCENT), None, "bot")
    records = [json.loads(line) for line in run("list", "--json").stdout.splitlines()]
    assert [record["text"] for record in records] == [DOUBTFUL, INNOCENT]
    assert records[0]["id"] == held


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["list", "--state", "lost"], "give one of held"),
        (["purge", "--older-than", "soon"], "such as 30d"),
        (["send-due", "--senders", "no_such_module:x"], "give module:attribute"),
    ],
)
def test_wrong_usage_is_told(run: Run, arguments: list[str], told: str) -> None:
    assert told in run(*arguments, status=2).stderr.replace("\n", " ")


def test_a_queue_that_cannot_be_opened_is_told_in_one_line(run: Run) -> None:
    done = run("list", "--queue", "sqlite:////nowhere/at/all.db", status=1)
    assert done.stderr.count("\n") == 1
    assert "cannot be opened" in done.stderr
