"""Call something that may hang, and go on without it when its time is over."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["Patience"]

Result = TypeVar("Result")


class Patience:
    """Calls functions, each in a thread of its own that is left behind when it does not come back.

    Args:
        seconds: how long a call may take.
        most: how many calls may run at a time, those left behind among them; one more is not even begun.
    """

    def __init__(self, seconds: float, most: int = 64) -> None:
        self._seconds = seconds
        self._free = threading.BoundedSemaphore(most)

    def call(self, function: Callable[[], Result]) -> Result:
        """Return what a function returns; what it raises is raised here.

        Raises:
            TimeoutError: it took too long, or too many calls run already.
        """
        if not self._free.acquire(timeout=self._seconds):
            raise TimeoutError("not judged in time")
        call = _Call(function, self._free)
        threading.Thread(target=call.run, daemon=True, name="khobar-hook").start()
        if not call.done.wait(self._seconds):
            raise TimeoutError("not judged in time")
        return call.result()


class _Call(Generic[Result]):
    def __init__(self, function: Callable[[], Result], free: threading.BoundedSemaphore) -> None:
        self.done = threading.Event()
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
            self.done.set()

    def result(self) -> Result:
        if self._error:
            raise self._error
        return self._result[0]
