"""Judge a file of posts, with a progress bar on standard error."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from khobar_moderation.jsonl import BadLine, encode, judge_lines

if TYPE_CHECKING:
    from khobar_moderation.moderator import Moderator

__all__ = ["run_batch", "writing"]

SHOWN = 20
"""How many bad lines are told one by one; the output holds them all."""


def run_batch(source: str, output: str | None, moderator: Moderator, defaults: Mapping[str, Any]) -> int:
    """Judge each line of `source` into `output`; return 0 when all were judged, 1 when some could not be.

    The output is written to a file beside it, named with `.part`, and moved when it is whole: whoever reads the
    output reads all of it, and what was judged before a crash is still there.

    Args:
        source: path of a JSON lines file, "-" for standard input.
        output: path, "-" or None for standard output.
        moderator: judges the posts.
        defaults: fields of `Post` for lines that do not give them.

    Raises:
        OSError: a file cannot be read or written.
    """
    console = Console(stderr=True, markup=False, highlight=False, soft_wrap=True)
    counts: Counter[str] = Counter()
    with _reading(source) as lines, writing(output) as out, _progress(console) as progress:
        task = progress.add_task("", total=_size(source))
        for outcome in judge_lines(_watched(lines, progress, task), moderator, defaults):
            out.write(encode(outcome))
            counts[_kind(outcome)] += 1
            if isinstance(outcome, BadLine) and counts["bad"] <= SHOWN:
                console.print(f"{source}:{outcome.line}: {outcome.field}: {outcome.message}")
    console.print(_summary(counts))
    return 1 if counts["bad"] else 0


def _kind(outcome: Any) -> str:  # noqa: ANN401
    return "bad" if isinstance(outcome, BadLine) else str(outcome.verdict.decision)


def _summary(counts: Counter[str]) -> str:
    judged = ", ".join(f"{counts[name]} {name}" for name in ("allow", "review", "block"))
    return f"{counts.total()} lines: {judged}, {counts['bad']} could not be judged"


def _progress(console: Console) -> Progress:
    columns = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _watched(lines: Iterable[bytes], progress: Progress, task: Any) -> Iterator[bytes]:  # noqa: ANN401 - rich's TaskID
    for line in lines:
        yield line
        progress.advance(task, len(line))


def _size(source: str) -> int | None:
    return None if source == "-" else os.stat(source).st_size


@contextmanager
def _reading(source: str) -> Iterator[IO[bytes]]:
    if source == "-":
        yield sys.stdin.buffer
        return
    with Path(source).open("rb") as lines:
        yield lines


@contextmanager
def writing(output: str | None) -> Iterator[IO[bytes]]:
    """Yield a file that takes its name when it is whole; standard output for "-" or None."""
    if output is None or output == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(output)
    is_plain = path.is_file() or not path.exists()  # a pipe or a device is written to, never replaced
    part = path.with_name(f"{path.name}.part") if is_plain else path
    with part.open("wb") as out:
        yield out
    if is_plain:
        part.replace(path)
