"""A bad day, really lived through: processes are killed while they hold, approve and send, and the accounts compared.

    python tests/faults.py --drafts 10000 --kills 100

Two processes offer messages to a hook that holds them, one approves, two send what is approved to a service on
loopback, which counts what arrives. A killer ends them with SIGKILL at random moments and starts new ones; the
PostgreSQL server crashes once as well. In the end nothing that was confirmed as held may be lost, nothing may have
arrived twice, and no more drafts may be unknown than there were kills. The moderator has rules only, so that a process
is up in a second; what is judged does not change what is kept.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import httpx
from tqdm import tqdm

from drafts import DOUBTFUL, Clock, message
from khobar_moderation import Moderator
from khobar_moderation.hooks import (
    Action,
    NotAccepted,
    Outgoing,
    PreSendHook,
    QueueError,
    ReviewQueue,
    Sender,
    State,
)
from loopback import serve
from servers import Postgres, find_programs

_LEASE = timedelta(seconds=8)
_AHEAD = 100  # drafts that may wait for approval or sending, so that all roles work all the time
_PAUSE = 0.02
Result = TypeVar("Result")
_PROCESSES = get_context("spawn")


@dataclass(frozen=True)
class Accounts:
    """What became of the messages.

    Attributes:
        confirmed: were held, and whoever offered them was told so.
        states: where drafts stand.
        lost: were confirmed, and there is no draft; or count as sent, and never arrived.
        doubled: arrived more than once.
        kills: of processes.
        seconds: that the run took.
    """

    confirmed: int
    states: Counter[State]
    lost: int
    doubled: int
    kills: int
    seconds: float

    @property
    def kept(self) -> bool:
        """Whether every promise was kept."""
        return not (self.lost or self.doubled) and self.states[State.UNKNOWN] <= self.kills

    def __str__(self) -> str:
        states = ", ".join(f"{count:,} {state}" for state, count in self.states.most_common())
        return (
            f"{self.confirmed:,} drafts confirmed, {self.kills} kills, {self.seconds:.0f} s: "
            f"{self.lost} lost, {self.doubled} doubled; {states}"
        )


def _queue(url: str) -> ReviewQueue:
    return _until_it_works(lambda: ReviewQueue(url, lease=_LEASE))


def _until_it_works(act: Callable[[], Result]) -> Result:
    while True:
        try:
            return act()
        except QueueError:
            time.sleep(_PAUSE)


def produce(url: str, confirmed: Path, numbers: range) -> None:
    """Offer messages till each is confirmed; begin after the last one that is."""
    queue = _queue(url)
    hook = PreSendHook(Moderator(models=None), queue=queue, deadline=30, clock=Clock())
    done = confirmed.read_text().split() if confirmed.exists() else []
    with confirmed.open("a") as file:
        for number in numbers[len(done) :]:
            while _until_it_works(lambda: _waiting(queue)) > _AHEAD:
                time.sleep(_PAUSE)
            offered = message(f"{DOUBTFUL} ({number})", key=str(number))
            while hook.check(offered).action is not Action.HOLD:
                time.sleep(_PAUSE)
            file.write(f"{number:08}\n")
            file.flush()


def _waiting(queue: ReviewQueue) -> int:
    stats = queue.stats()
    return stats[State.HELD] + stats[State.APPROVED]


def approve(url: str) -> None:
    """Approve whatever is held."""
    queue = _queue(url)
    while True:
        drafts = _until_it_works(lambda: queue.drafts(limit=20))
        for draft in drafts:
            _until_it_works(lambda draft=draft: queue.approve(draft.id, "sara"))  # type: ignore[misc]
        time.sleep(_PAUSE)


def send(url: str, service: str) -> None:
    """Send whatever is approved."""
    queue = _queue(url)
    hook = PreSendHook(Moderator(models=None), queue=queue, deadline=30, clock=Clock())
    client = httpx.Client(base_url=service)

    def post(outgoing: Outgoing) -> None:
        try:
            client.post("/messages", json={"key": outgoing.request["text"]}).raise_for_status()
        except httpx.ConnectError:
            raise NotAccepted("no connection") from None

    sender = Sender(queue, hook, {"call": post}, worker=f"sender {os.getpid()}")
    while True:
        _until_it_works(sender.send_due)
        time.sleep(_PAUSE)


class Crew:
    """The processes, each under the name of its role; those that are killed get a successor."""

    def __init__(self, roles: dict[str, tuple[Callable[..., None], tuple[object, ...]]], seed: int) -> None:
        self._roles = roles
        self._random = random.Random(seed)
        self._running = {name: self._start(name) for name in roles}
        self.kills = 0

    def _start(self, name: str):  # type: ignore[no-untyped-def]
        function, arguments = self._roles[name]
        process = _PROCESSES.Process(target=function, args=arguments, daemon=True)
        process.start()
        return process

    def kill_one(self) -> None:
        """Kill one that still works, and start its successor."""
        name = self._random.choice([name for name, process in self._running.items() if process.is_alive()])
        os.kill(self._running[name].pid, signal.SIGKILL)
        self._running[name].join()
        self._running[name] = self._start(name)
        self.kills += 1

    def dismiss(self) -> None:
        """End all of them."""
        for process in self._running.values():
            process.kill()
            process.join()


def run(url: str, folder: Path, *, drafts: int, kills: int, seed: int, crash: Callable[[], None] | None) -> Accounts:
    """Live through a bad day.

    Args:
        url: of the database.
        folder: for the notes of the producers.
        drafts: how many messages are offered.
        kills: how many processes are killed.
        seed: of what is random.
        crash: stops and starts the database; None where that cannot be done.
    """
    begun = time.monotonic()
    notes = [folder / f"confirmed-{number}" for number in range(2)]
    with serve() as service:
        halves = range(drafts // 2), range(drafts // 2, drafts)
        crew = Crew(
            {
                **{f"producer {n}": (produce, (url, notes[n], halves[n])) for n in range(2)},
                "approver": (approve, (url,)),
                **{f"sender {n}": (send, (url, service.url)) for n in range(2)},
            },
            seed,
        )
        moments = sorted(random.Random(seed).sample(range(1, drafts), kills))
        progress = tqdm(total=drafts, unit="draft", desc=url.partition(":")[0], leave=False)
        while not _is_over(url, notes, drafts):
            progress.update(len(service.requests) - progress.n)
            while moments and len(service.requests) >= moments[0]:
                moments.pop(0)
                crew.kill_one()
                if crash and len(moments) == kills // 2:
                    crash()
            time.sleep(_PAUSE)
        crew.dismiss()
        progress.close()
        arrived = Counter(json.loads(request.body)["key"] for request in service.requests)
    return _accounts(url, notes, arrived, crew.kills, time.monotonic() - begun)


def _confirmed(notes: list[Path]) -> set[str]:
    return {str(int(line)) for note in notes if note.exists() for line in note.read_text().split()}


def _is_over(url: str, notes: list[Path], drafts: int) -> bool:
    if len(_confirmed(notes)) < drafts:
        return False
    stats = _queue(url).stats()
    return not any(stats[state] for state in (State.HELD, State.APPROVED, State.SENDING))


def _accounts(url: str, notes: list[Path], arrived: Counter[str], kills: int, seconds: float) -> Accounts:
    drafts = _queue(url).drafts(tuple(State), limit=None)
    confirmed = _confirmed(notes)
    gone = confirmed - {str(draft.outgoing.key) for draft in drafts}
    never = [draft for draft in drafts if draft.state is State.SENT and not arrived[draft.outgoing.post.text]]
    return Accounts(
        confirmed=len(confirmed),
        states=Counter(draft.state for draft in drafts),
        lost=len(gone) + len(never),
        doubled=sum(times > 1 for times in arrived.values()),
        kills=kills,
        seconds=seconds,
    )


@contextmanager
def databases(folder: Path, kind: str) -> Iterator[tuple[str, Callable[[], None] | None]]:
    """Yield the URL of a database of a kind, and what lets it crash."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'queue.db'}", None
        return
    programs = find_programs()
    if programs is None:
        sys.exit("PostgreSQL is not installed: apt-get install postgresql")
    server = folder / "server"
    server.mkdir()
    postgres = Postgres(server, programs, durable=True)
    postgres.start()

    def crash() -> None:
        postgres.stop()
        postgres.start()

    try:
        yield postgres.url, crash
    finally:
        postgres.stop()


def main() -> None:
    """Run on the databases asked for; exit status 1 if a promise was broken."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--drafts", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    given = parser.parse_args()
    kept = True
    for kind in given.database or ["sqlite", "postgresql"]:
        with tempfile.TemporaryDirectory() as name, databases(Path(name), kind) as (url, crash):
            accounts = run(url, Path(name), drafts=given.drafts, kills=given.kills, seed=given.seed, crash=crash)
        print(f"{kind}: {accounts}", flush=True)
        kept = kept and accounts.kept
    sys.exit(not kept)


if __name__ == "__main__":
    main()
