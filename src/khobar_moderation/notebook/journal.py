"""What a reviewer did, action by action, in a file that outlives the kernel."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from khobar_moderation.errors import SourceFileError

__all__ = ["Action", "Journal"]

_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Action:
    """One action on one draft.

    Attributes:
        draft: id of the draft.
        kind: "decide", "mark", "unmark", "edit", "note" or "undo".
        value: what it sets; see `Review.after`.
        at: when, ISO 8601.
        reviewer: who.
    """

    draft: str
    kind: str
    value: Any
    at: str
    reviewer: str


class Journal:
    """A JSON lines file of actions, its owner's alone; each is on the disk before `append` returns.

    Args:
        path: is made where it is missing.

    Raises:
        SourceFileError: a line that is no action; the last line may be broken off, as after a crash, and is dropped.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, _PRIVATE), "r+b")
        self.actions = list(self._read())
        self._file.seek(0, os.SEEK_END)

    def append(self, action: Action) -> None:
        """Write an action, durably."""
        self._file.write(json.dumps(asdict(action), ensure_ascii=False).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self.actions.append(action)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _read(self) -> Iterator[Action]:
        whole = 0
        for number, line in enumerate(self._file, 1):
            if not line.endswith(b"\n"):
                self._file.truncate(whole)
                return
            whole += len(line)
            try:
                yield Action(**json.loads(line))
            except (ValueError, TypeError):
                raise SourceFileError(self._path, number, "is no action of a review; give a file of its own") from None
