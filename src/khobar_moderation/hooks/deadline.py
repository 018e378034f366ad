"""Call something that may hang, go on without it when its time is over, and never keep an event loop waiting."""

from __future__ import annotations

import threading
import time
from asyncio import AbstractEventLoop
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

__all__ = ["Patience", "WaitingRoom"]

Result = TypeVar("Result")


class Patience:
    """Calls functions, each in a thread of its own that is left behind when it does not come back.

    Args:
        seconds: how long a call may take, its wait for a turn among it.
        at_once: how many calls have their turn at a time. Each competes for the interpreter with the event loop, and
            more than two are hardly faster.
        most: how many calls may be left behind and go on; then no more are begun.
    """

    def __init__(self, seconds: float, *, at_once: int = 2, most: int = 64) -> None:
        self._seconds = seconds
        self._turns = threading.BoundedSemaphore(at_once)
        self._free = threading.BoundedSemaphore(most)

    def call(self, function: Callable[[], Result]) -> Result:
        """Return what a function returns; what it raises is raised here.

        Raises:
            TimeoutError: it took too long, or too many calls never came back.
        """
        until = time.monotonic() + self._seconds
        if not self._turns.acquire(timeout=self._seconds):
            raise TimeoutError("not judged in time")
        try:
            return self._begin(function).result(until - time.monotonic())
        finally:
            self._turns.release()

    def _begin(self, function: Callable[[], Result]) -> _Call[Result]:
        if not self._free.acquire(blocking=False):
            raise TimeoutError("too many calls never came back")
        call = _Call(function, self._free)
        threading.Thread(target=call.run, daemon=True, name="khobar-hook").start()
        return call


class WaitingRoom:
    """Threads in which messages of an event loop wait for their verdict, or for the disk.

    All of them are started at once, while there is nothing to do yet: to start one while others work takes the loop
    some milliseconds each. A loop has its own, so that one in a forked process has threads that live.
    """

    def __init__(self, seats: int = 32) -> None:
        self._seats = seats
        self._rooms: WeakKeyDictionary[AbstractEventLoop, ThreadPoolExecutor] = WeakKeyDictionary()

    def of(self, loop: AbstractEventLoop) -> ThreadPoolExecutor:
        """Return the threads of a loop."""
        room = self._rooms.get(loop)
        if room is None:
            room = self._rooms[loop] = ThreadPoolExecutor(self._seats, thread_name_prefix="khobar-hook-wait")
            everybody = threading.Barrier(self._seats)
            for _ in range(self._seats):
                room.submit(everybody.wait)
        return room


class _Call(Generic[Result]):
    def __init__(self, function: Callable[[], Result], free: threading.BoundedSemaphore) -> None:
        self._done = threading.Event()
        self._function = function
        self._free = free
        self._result: list[Result] = []
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            self._result.append(self._function())
        except BaseException as error:  # whatever it is, the caller has to know
            self._error = error
        finally:
            self._free.release()
            self._done.set()

    def result(self, seconds: float) -> Result:
        if not self._done.wait(seconds):
            raise TimeoutError("not judged in time")
        if self._error:
            raise self._error
        return self._result[0]
