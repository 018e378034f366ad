"""Keep what is to wait: in the queue, or in a folder while the queue cannot be reached."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from khobar_moderation.errors import KhobarModerationError
from khobar_moderation.hooks.outcome import Action, Outcome
from khobar_moderation.hooks.outgoing import Outgoing
from khobar_moderation.hooks.queue import ReviewQueue

__all__ = ["Keeper", "Spool"]

_LOG = logging.getLogger("khobar_moderation.hooks")
_PRIVATE = 0o600


class Spool:
    """A folder of messages that the queue could not take; each file is its owner's alone.

    Args:
        folder: is made where it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def keep(self, outgoing: Outgoing, action: Action) -> None:
        """Write a message, durably.

        Raises:
            OSError: the disk does not take it.
        """
        kept = outgoing if outgoing.key else outgoing.model_copy(update={"key": uuid4().hex})
        path = self._folder / f"{uuid4().hex}.json"
        begun = path.with_suffix(".new")
        content = json.dumps({"action": str(action), "outgoing": kept.model_dump(mode="json")}, ensure_ascii=False)
        with os.fdopen(os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        begun.replace(path)
        self._make_durable()

    def __iter__(self) -> Iterator[tuple[Path, Action, Outgoing]]:
        """Yield the messages, each with its file and what was to happen to it."""
        for path in sorted(self._folder.glob("*.json")):
            try:
                content = json.loads(path.read_text(encoding="utf-8"))
                kept = Action(content["action"]), Outgoing.model_validate(content["outgoing"])
            except (ValueError, LookupError, TypeError, KhobarModerationError) as error:
                _LOG.error("a file of the spool cannot be read and stays there: %s (%s)", path, type(error).__name__)
            except FileNotFoundError:  # another process was faster
                continue
            else:
                yield path, *kept

    def _make_durable(self) -> None:
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


class Keeper:
    """Keeps messages under the name of a hook.

    Args:
        queue: where they wait.
        who: by what name they are kept.
        spool: takes them while the queue cannot be reached; None to have them refused then.
    """

    def __init__(self, queue: ReviewQueue, who: str, spool: Spool | None) -> None:
        self._queue = queue
        self._who = who
        self._spool = spool

    def keep(self, outgoing: Outgoing, outcome: Outcome) -> Outcome:
        """Return the outcome for a message that is to wait, now that it is kept; refused where it cannot be."""
        try:
            return replace(outcome, draft=self._queued(outgoing, outcome))
        except Exception as error:
            failed = replace(outcome, failure=type(error).__name__)
        try:
            if self._spool:
                self._spool.keep(outgoing, outcome.action)
                return failed
        except OSError as error:
            failed = replace(outcome, failure=type(error).__name__)
        return replace(failed, action=Action.REFUSE, due=None)

    def restore(self, judge: Callable[[Outgoing], Outcome]) -> int:
        """Bring what lies in the spool to the queue, judged again; return how many.

        A message may get there twice only by name: its key makes it one draft.

        Raises:
            QueueError: the queue cannot be reached yet; the rest stays where it is.
        """
        restored = 0
        for path, action, outgoing in self._spool or ():
            outcome = judge(outgoing)
            if action is Action.SCHEDULE and outcome.action is Action.SEND:
                outcome = replace(outcome, action=Action.SCHEDULE)
            elif outcome.action is not action:  # what was to be looked at, or is to be now, goes to a person
                outcome = replace(outcome, action=Action.HOLD)
            self._queued(outgoing, outcome)
            path.unlink(missing_ok=True)
            restored += 1
        return restored

    def _queued(self, outgoing: Outgoing, outcome: Outcome) -> str:
        if outcome.action is Action.SCHEDULE and outcome.verdict:
            return self._queue.schedule(outgoing, outcome.verdict, self._who, outcome.due)
        return self._queue.hold(outgoing, outcome.verdict, self._who)
