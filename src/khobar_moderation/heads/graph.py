"""An ONNX graph at run time: which threads run it, and what becomes of it in a forked process."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias
from weakref import WeakSet

import numpy as np
from numpy.typing import NDArray

from khobar_moderation.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

__all__ = ["Answers", "Feed", "Graph"]

Floats = NDArray[np.float32]
Feed: TypeAlias = Mapping[str, Floats]
"""By input, [1, ...]: a batch of one."""
Answers: TypeAlias = dict[str, Floats]
"""By output, without the dimension of the batch."""

_MOST_THREADS = 4
_AHEAD = 2
"""Feeds for each thread that are made ready before the first of them is answered: a long post is never held whole."""


class Graph:
    """A graph that any thread may run, also in a forked process (which opens it anew).

    Each feed goes through by itself. In eight bits a graph scales what it reads by the largest number in the batch, so
    that posts read together would change each other's verdicts; and a batch is no faster than its posts one by one.

    Args:
        path: of the graph.
        outputs: the outputs asked for.
        threads: feeds that `run_all` has in work at a time; as many as there are cores to use, at most four, when None.

    Raises:
        ModelError: it cannot be opened or has other outputs.
    """

    def __init__(self, path: Path, outputs: Sequence[str], threads: int | None = None) -> None:
        self.path = path
        self._outputs = list(outputs)
        self._threads = threads or min(_MOST_THREADS, _cores())
        self.forget()
        missing = set(outputs) - {output.name for output in self._session.get_outputs()}
        if missing:
            raise ModelError(f"{path}: does not answer {', '.join(sorted(missing))}. Take the model's folder anew")
        _OPEN.add(self)

    def forget(self) -> None:
        """Begin anew: what another process has opened, its threads and locks, is of no use in this one."""
        self._lock = Lock()
        self._opened: InferenceSession | None = None
        self._pool: ThreadPoolExecutor | None = None

    def width(self, name: str) -> int | None:
        """Return the last dimension of an input, None where it is free or there is no such input."""
        found = [node.shape[-1] for node in self._session.get_inputs() if node.name == name]
        return found[0] if found and isinstance(found[0], int) else None

    def run(self, feed: Feed) -> Answers:
        """Return what the graph answers."""
        return {name: out[0] for name, out in zip(self._outputs, self._session.run(self._outputs, feed), strict=True)}

    def run_all(self, feeds: Iterator[Feed], count: int) -> Iterator[Answers]:
        """Yield the answers to `count` feeds, in order; several are in work while the next are made ready."""
        if count == 1 or self._threads == 1:
            yield from map(self.run, feeds)
            return
        waiting: deque[Future[Answers]] = deque()
        for feed in feeds:
            waiting.append(self._submit(feed))
            if len(waiting) > _AHEAD * self._threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _submit(self, feed: Feed) -> Future[Answers]:
        with self._lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="khobar-model")
            return self._pool.submit(self.run, feed)

    @property
    def _session(self) -> InferenceSession:
        opened = self._opened
        if opened is None:
            with self._lock:
                opened = self._opened = self._opened or _open(self.path)
        return opened


def _open(path: Path) -> InferenceSession:
    from onnxruntime import InferenceSession, SessionOptions  # a tenth of a second, which rules alone need not wait for

    options = SessionOptions()
    options.intra_op_num_threads = 1  # a post is too small to share out: a second thread gained nothing
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    if not path.is_file():
        raise ModelError(f"{path}: no such file. Take the model's folder anew")
    try:
        return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime has a dozen kinds, without a common one
        raise ModelError(f"{path}: is no graph that can be run. Take the model's folder anew") from error


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _forget_all() -> None:
    for graph in _OPEN:
        graph.forget()


_OPEN: WeakSet[Graph] = WeakSet()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
