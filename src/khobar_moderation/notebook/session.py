"""A review: draft by draft, each action kept before it is answered, so that nothing is lost with the kernel."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from khobar_moderation.moderator import Moderator
from khobar_moderation.notebook.anonymising import anonymised
from khobar_moderation.notebook.journal import Action, Journal
from khobar_moderation.notebook.review import Review
from khobar_moderation.notebook.sources import drafts_of
from khobar_moderation.post import Post
from khobar_moderation.verdict import Verdict

__all__ = ["ReviewSession"]

_AHEAD = 3
"""Drafts judged while the reviewer reads the one before them."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class ReviewSession:
    """Goes through drafts; begins where the journal stopped.

    Args:
        source: of the drafts, see `drafts_of`.
        moderator: judges them, and whatever they are edited to.
        reviewer: whose decisions these are.
        journal: file that keeps each action; may exist from before.
        clock: gives the present time with a time zone (tests set it).

    Raises:
        SourceFileError: the journal is none.
        KhobarModerationError: there is no such kind of source.
    """

    def __init__(
        self,
        source: Any,  # noqa: ANN401 - any that `drafts_of` reads
        moderator: Moderator,
        *,
        reviewer: str,
        journal: str | Path,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        drafts = drafts_of(source)
        self.problems = tuple(drafts.problems)
        self.ids = tuple(drafts.posts)
        self._posts, self._queue = drafts.posts, drafts.queue
        self._moderator, self._reviewer, self._clock = moderator, reviewer, clock
        self._journal = Journal(Path(journal))
        self._actions: dict[str, list[Action]] = defaultdict(list)
        self._order: list[Action] = []
        for action in self._journal.actions:
            self._take(action)
        self._judging = ThreadPoolExecutor(1, thread_name_prefix="khobar-review")
        self._verdicts: dict[Post, Future[Verdict]] = {}
        self.place = self._first_open()

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def done(self) -> int:
        """How many drafts have a decision."""
        return sum(self._is_decided(draft) for draft in self.ids)

    @property
    def current(self) -> Review:
        """The draft at hand.

        Raises:
            IndexError: there are no drafts.
        """
        return self.review(self.ids[self.place])

    def review(self, draft: str) -> Review:
        """Return a draft as its reviewer has it now."""
        review = Review(draft, self._posts[draft])
        for action in self._actions[draft]:
            review = review.after(action, self.verdict(review))
        return review

    def verdict(self, review: Review) -> Verdict:
        """Return the verdict on a draft as it stands."""
        return self._judged(review.post).result()

    def act(self, kind: str, value: object) -> Review:
        """Do something to the draft at hand; return it after that.

        Raises:
            ValueError: it cannot be done, see `Review.after`; nothing is kept of it.
            InvalidPost: a text that no post can have.
        """
        review = self.current
        action = Action(review.id, kind, value, self._clock().isoformat(), self._reviewer)
        after = review.after(action, self.verdict(review))
        self._journal.append(action)
        self._take(action)
        return after

    def undo(self) -> Review | None:
        """Take the last action back and go to its draft; None where there is none."""
        if not self._order:
            return None
        last = self._order[-1]
        action = Action(last.draft, "undo", None, self._clock().isoformat(), self._reviewer)
        self._journal.append(action)
        self._take(action)
        if last.draft in self._posts:
            self.place = self.ids.index(last.draft)
        return self.current

    def go(self, steps: int) -> None:
        """Go forth or back, no further than the last draft or the first."""
        self.place = max(0, min(self.place + steps, len(self.ids) - 1))
        self.look_ahead()

    def look_ahead(self) -> None:
        """Have the drafts judged that come next."""
        for draft in self.ids[self.place : self.place + 1 + _AHEAD]:
            self._judged(self._posts[draft])

    def annotations(self) -> Iterator[dict[str, Any]]:
        """Yield the annotated post of each draft that has a decision, in order."""
        for draft in self.ids:
            if self._is_decided(draft):
                review = self.review(draft)
                yield review.annotation(self.verdict(review))

    def save(self, path: str | Path, *, anonymise: bool = False) -> int:
        """Write the annotated posts as JSON lines, readable by `khobar-moderation evaluate`; return how many.

        Args:
            path: of the file; what stands there is replaced when the new one is whole.
            anonymise: whether names and numbers become invented ones, the same each time (see `anonymising`).

        Raises:
            OSError: the file cannot be written; what stood there is still there.
        """
        target = Path(path)
        part = target.with_name(f"{target.name}.part")
        posts = (anonymised(fields, Random(fields["id"])) if anonymise else fields for fields in self.annotations())
        lines = [json.dumps(fields, ensure_ascii=False) for fields in posts]
        part.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        part.replace(target)
        return len(lines)

    def submit(self) -> list[str]:
        """Approve or reject in the queue what was decided here; return what had changed there meanwhile.

        A draft whose text was edited is rejected, and the edited one kept and approved in its place.
        """
        from khobar_moderation.notebook.submitting import submit

        if self._queue is None:
            return []
        decided = [self.review(draft) for draft in self.ids if self._is_decided(draft)]
        return submit(self._queue, decided, self.verdict, self._reviewer)

    def close(self) -> None:
        """Close the journal, and judge no more."""
        self._judging.shutdown(cancel_futures=True)
        self._journal.close()

    def _judged(self, post: Post) -> Future[Verdict]:
        if post not in self._verdicts:
            self._verdicts[post] = self._judging.submit(self._moderator.check, post)
        return self._verdicts[post]

    def _take(self, action: Action) -> None:
        if action.kind != "undo":
            self._actions[action.draft].append(action)
            self._order.append(action)
        elif self._order:
            last = self._order.pop()
            self._actions[last.draft].remove(last)

    def _is_decided(self, draft: str) -> bool:
        kinds = [action.kind for action in self._actions.get(draft, ()) if action.kind in ("decide", "edit")]
        return kinds[-1:] == ["decide"]

    def _first_open(self) -> int:
        decided = (self._is_decided(draft) for draft in self.ids)
        return next((place for place, is_decided in enumerate(decided) if not is_decided), max(0, len(self.ids) - 1))
