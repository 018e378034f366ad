"""What the hook adds to the check itself, and how long it keeps an event loop waiting.

    python benchmarks/hook.py [--rounds N] [--json OUT]

Each message is judged by the moderator and sent through the hook in turn, in the same run, so that a drifting machine
slows both; what the hook adds is the median of the differences. Then a thousand messages go through it from fifty
tasks, while another task notes how late it is woken.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from khobar_moderation import Decision, Moderator, Post, Verdict
from khobar_moderation.hooks import Outgoing, PreSendHook, ReviewQueue

POSTS = Path(__file__).parent / "data" / "dev.jsonl"
MORNING = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
TASKS, MESSAGES = 50, 1_000
TICK = 0.001
WAITING = 10_000
ADDED_AIM, BLOCKED_AIM = 2.0, 20.0
console = Console()


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often each message is sent")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    options = parser.parse_args()
    moderator = Moderator()
    texts = [json.loads(line)["text"] for line in POSTS.read_text(encoding="utf-8").splitlines()]
    posts = [Post(text=text, sent_at=MORNING) for text in texts]
    decisions = [verdict.decision for verdict in moderator.check_many(posts)]
    with tempfile.TemporaryDirectory() as folder:
        queue = ReviewQueue(f"sqlite:///{Path(folder) / 'queue.db'}")
        hook = PreSendHook(moderator, queue=queue, deadline=60, clock=lambda: MORNING)
        figures = {
            decision: compare(_of(posts, decisions, Decision(decision)), moderator, hook, options.rounds)
            for decision in ("allow", "review", "block")
        }
        loop = asyncio.run(_loop(_of(posts, decisions, Decision.ALLOW), hook))
        waiting = _restart(f"sqlite:///{Path(folder) / 'full.db'}", moderator.check(posts[0]))
    _print(figures, loop)
    console.print(*(f"{WAITING:,} drafts waiting, {name}: {value:.1f} ms" for name, value in waiting.items()), sep="\n")
    if options.json:
        options.json.write_text(
            json.dumps({**figures, "loop": loop, "restart": waiting}, indent=1) + "\n", encoding="utf-8"
        )


def _of(posts: Sequence[Post], decisions: Sequence[Decision], wanted: Decision) -> list[Post]:
    return [post for post, decision in zip(posts, decisions, strict=True) if decision is wanted]


def compare(posts: Sequence[Post], moderator: Moderator, hook: PreSendHook, rounds: int) -> dict[str, float]:
    """Return medians in milliseconds of the check, of the hook, and of what the hook adds to each message."""
    messages = [Outgoing(post=post, target="group") for post in posts]
    alone, hooked = [], []
    gc.freeze()
    for _ in track(range(rounds), description="messages", console=console, transient=True):
        for post, message in zip(posts, messages, strict=True):
            alone.append(_milliseconds(lambda post=post: moderator.check(post)))  # type: ignore[misc]
            hooked.append(_milliseconds(lambda message=message: hook.check(message)))  # type: ignore[misc]
    added = sorted(after - before for before, after in zip(alone, hooked, strict=True))
    return {
        "check": statistics.median(alone),
        "hook": statistics.median(hooked),
        "added": statistics.median(added),
        "added p99": added[int(0.99 * (len(added) - 1))],
    }


def _milliseconds(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return (time.perf_counter() - begun) * 1000


async def _loop(posts: Sequence[Post], hook: PreSendHook) -> dict[str, float]:
    """Return how late, in milliseconds, a task is woken while messages are sent, and how many go out a second."""
    messages = [Outgoing(post=posts[number % len(posts)], target="group") for number in range(MESSAGES)]
    free, late, done = asyncio.Semaphore(TASKS), [], asyncio.Event()

    async def send(message: Outgoing) -> None:
        async with free:
            await hook.acheck(message)

    async def tick() -> None:
        while not done.is_set():
            begun = time.perf_counter()
            await asyncio.sleep(TICK)
            late.append((time.perf_counter() - begun - TICK) * 1000)

    ticking, begun = asyncio.create_task(tick()), time.perf_counter()
    await asyncio.gather(*map(send, messages))
    seconds = time.perf_counter() - begun
    done.set()
    await ticking
    late.sort()
    return {"late, median": statistics.median(late), "late, p99": late[int(0.99 * (len(late) - 1))],
            "late, longest": late[-1], "messages/s": MESSAGES / seconds}  # fmt: skip


def _restart(url: str, verdict: Verdict) -> dict[str, float]:
    """Return milliseconds for what a process does first when many drafts wait for it."""
    queue = ReviewQueue(url)
    for number in track(range(WAITING), description="drafts", console=console, transient=True):
        message = Outgoing(post=Post(text=f"اجتماع {number}"), target="group")
        queue.schedule(message, verdict, "benchmark", None)
    queue.close()
    opened: list[ReviewQueue] = []
    return {
        "opening the queue": _milliseconds(lambda: opened.append(ReviewQueue(url))),
        "counting them": _milliseconds(lambda: opened[0].stats()),
        "claiming one": statistics.median(_milliseconds(lambda: opened[0].claim("worker", 1)) for _ in range(50)),
    }


def _print(figures: dict[str, dict[str, float]], loop: dict[str, float]) -> None:
    table = Table("decision", "check ms", "hook ms", "ratio", "added ms", "added, 99th percentile ms", title="Medians")
    for decision, figure in figures.items():
        ratio = figure["hook"] / figure["check"]
        table.add_row(decision, *(f"{value:.2f}" for value in (figure["check"], figure["hook"], ratio)),
                      f"{figure['added']:.2f}", f"{figure['added p99']:.2f}")  # fmt: skip
    console.print(table)
    console.print(f"added to an allowed message: {figures['allow']['added']:.2f} ms (aim: at most {ADDED_AIM:g})")
    table = Table("event loop", "", title=f"{MESSAGES:,} messages from {TASKS} tasks")
    for name, value in loop.items():
        table.add_row(name, f"{value:.1f}")
    console.print(table)
    console.print(f"the loop was kept waiting for {loop['late, longest']:.1f} ms (aim: at most {BLOCKED_AIM:g})")


if __name__ == "__main__":
    main()
