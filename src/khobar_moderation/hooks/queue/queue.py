"""The review queue: drafts that wait for a person or for their time, kept before the caller is told so.

Every change is one transaction that names who made it; it begins from the state that it expects, so of two people or
two senders the second is told that the first was there. Safe to share between threads; each process opens its own.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from khobar_moderation.hooks.outgoing import Outgoing
from khobar_moderation.hooks.queue.records import Change, Draft, change_of, draft_of
from khobar_moderation.hooks.queue.states import FINAL, FOLLOWS, NoSuchDraft, QueueError, State, WrongState
from khobar_moderation.hooks.queue.store import KeyTaken, open_engine, transaction
from khobar_moderation.hooks.queue.tables import ChangeRow, DraftRow
from khobar_moderation.verdict import Verdict

__all__ = ["ReviewQueue"]

_LEASE = timedelta(minutes=5)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class ReviewQueue:
    """Drafts that wait.

    Args:
        url: of the database, see `queue.store`.
        lease: how long a sender may keep a draft before it counts as gone.
        clock: gives the present time with a time zone (tests set it).

    Raises:
        QueueError: the database cannot be used.
    """

    def __init__(self, url: str, *, lease: timedelta = _LEASE, clock: Callable[[], datetime] = _utc_now) -> None:
        self._engine = open_engine(url)
        self._lease = lease
        self._clock = clock

    def now(self) -> datetime:
        """Return the present time, by the clock of the queue."""
        return self._clock()

    def hold(self, outgoing: Outgoing, verdict: Verdict | None, who: str) -> str:
        """Keep a message for a person; return the id of the draft, that of the first one for a key used before.

        Raises:
            QueueError: the database failed, or the key was given for another message.
        """
        return self._keep(outgoing, verdict, who, State.HELD, None)

    def schedule(self, outgoing: Outgoing, verdict: Verdict, who: str, due: datetime | None) -> str:
        """Keep a message until its time, or for the next sender; return the id of the draft, as `hold` does."""
        return self._keep(outgoing, verdict, who, State.APPROVED, due)

    def approve(self, draft: str, who: str) -> None:
        """Let a draft go out; who approved one that is approved already need not know.

        Raises:
            WrongState: it is not held, failed or unknown.
        """
        with transaction(self._engine) as session:
            row = self._row(session, draft)
            if row.state != State.APPROVED:
                row.approver = who
                self._change(session, row, State.APPROVED, who)

    def reject(self, draft: str, who: str) -> None:
        """Keep a draft from ever going out.

        Raises:
            WrongState: it is gone, or in a sender's hands.
        """
        with transaction(self._engine) as session:
            self._change(session, self._row(session, draft), State.REJECTED, who)

    def claim(self, worker: str, limit: int = 10, adapters: Collection[str] | None = None) -> list[Draft]:
        """Take drafts that are approved and due into a sender's hands; nobody else gets them while the lease runs.

        Args:
            worker: name of the sender, unlike that of any other.
            limit: how many at most.
            adapters: those that the sender sends for; None for all.
        """
        now = self._clock()
        with transaction(self._engine) as session:
            ready = DraftRow.state == State.APPROVED, DraftRow.ready <= now
            found = select(DraftRow).where(*ready).order_by(DraftRow.ready)
            if adapters is not None:
                found = found.where(DraftRow.adapter.in_(adapters))
            rows = session.scalars(found.limit(limit).with_for_update(skip_locked=True)).all()
            for row in rows:
                row.worker, row.lease = worker, now + self._lease
                self._change(session, row, State.SENDING, worker)
            return [draft_of(row) for row in rows]

    def settle(
        self, draft: str, worker: str, state: State, *, verdict: Verdict | None = None, due: datetime | None = None
    ) -> None:
        """Record what became of a draft in a sender's hands.

        Args:
            draft: its id.
            worker: the sender that claimed it.
            state: `sent`, `failed`, `unknown` where no answer came, `approved` where nothing was tried, or `held` where
                policy or hours now speak against it.
            verdict: the one that does, if any.
            due: when it may go out, for one that is given back to wait for the hours.

        Raises:
            WrongState: it is not in this sender's hands any more.
        """
        with transaction(self._engine) as session:
            row = self._row(session, draft)
            if row.state != State.SENDING or row.worker != worker:
                raise WrongState(draft, State(row.state), state)
            if verdict:
                row.verdict = verdict.to_dict()
            row.worker = row.lease = None
            row.due = due or row.due
            self._change(session, row, state, worker)

    def recover(self, who: str) -> list[str]:
        """Mark as unknown what was in the hands of senders whose lease ran out; return the ids.

        Whether such a draft went out nobody recorded: a person has to look, and it is never sent again by itself.
        """
        with transaction(self._engine) as session:
            gone = select(DraftRow).where(DraftRow.state == State.SENDING, DraftRow.lease < self._clock())
            rows = session.scalars(gone.with_for_update(skip_locked=True)).all()
            for row in rows:
                row.worker = row.lease = None
                self._change(session, row, State.UNKNOWN, who)
            return [row.id for row in rows]

    def get(self, draft: str) -> Draft:
        """Return a draft.

        Raises:
            NoSuchDraft: there is none of this id.
        """
        with transaction(self._engine) as session:
            return draft_of(self._row(session, draft))

    def drafts(self, states: Sequence[State] = (State.HELD,), limit: int | None = 1000) -> list[Draft]:
        """Return drafts in some states, the oldest first; None for `limit` returns all."""
        with transaction(self._engine) as session:
            found = select(DraftRow).where(DraftRow.state.in_(states)).order_by(DraftRow.created, DraftRow.id)
            return [draft_of(row) for row in session.scalars(found.limit(limit))]

    def find(self, beginning: str) -> str:
        """Return the id of the one draft whose id begins so.

        Raises:
            NoSuchDraft: there is none, or there are several.
        """
        with transaction(self._engine) as session:
            found = session.scalars(
                select(DraftRow.id).where(DraftRow.id.startswith(beginning, autoescape=True)).limit(2)
            )
            ids = found.all()
        if len(ids) == 1:
            return ids[0]
        raise NoSuchDraft(f"{'no draft' if not ids else 'more than one draft'} begins so. Look at the list")

    def history(self, draft: str) -> list[Change]:
        """Return every change of a draft, in order."""
        with transaction(self._engine) as session:
            rows = session.scalars(select(ChangeRow).where(ChangeRow.draft == draft).order_by(ChangeRow.number))
            return [change_of(row) for row in rows]

    def stats(self) -> Counter[State]:
        """Return how many drafts stand where."""
        with transaction(self._engine) as session:
            counted = session.execute(select(DraftRow.state, func.count()).group_by(DraftRow.state))
            return Counter({State(state): count for state, count in counted})

    def purge(self, older_than: timedelta) -> int:
        """Delete drafts that are rejected or sent, with their history, if that is so long ago; return how many."""
        with transaction(self._engine) as session:
            old = DraftRow.state.in_(FINAL), DraftRow.changed < self._clock() - older_than
            ids = session.scalars(select(DraftRow.id).where(*old)).all()
            session.execute(delete(ChangeRow).where(ChangeRow.draft.in_(ids)))
            session.execute(delete(DraftRow).where(DraftRow.id.in_(ids)))
            return len(ids)

    def close(self) -> None:
        """Close the connections to the database."""
        self._engine.dispose()

    def _keep(self, outgoing: Outgoing, verdict: Verdict | None, who: str, state: State, due: datetime | None) -> str:
        row = DraftRow(
            id=uuid4().hex, key=outgoing.key, state=state, digest=outgoing.digest, due=due, ready=due or self._clock(),
            adapter=outgoing.adapter, outgoing=outgoing.model_dump_json(), created=self._clock(), changed=self._clock(),
            verdict=verdict.to_dict() if verdict else None,
        )  # fmt: skip
        try:
            with transaction(self._engine) as session:
                session.add(row)
                session.flush()
                session.add(_change_row(row, None, who, self._clock()))
                return row.id
        except KeyTaken:
            return self._kept_before(outgoing)

    def _kept_before(self, outgoing: Outgoing) -> str:
        with transaction(self._engine) as session:
            row = session.scalars(select(DraftRow).where(DraftRow.key == outgoing.key)).one()
            if row.digest != outgoing.digest:
                raise QueueError("this key was given for another message. Give each message a key of its own")
            return row.id

    def _change(self, session: Session, row: DraftRow, state: State, who: str) -> None:
        """Change the state of a row that this transaction has locked."""
        before = State(row.state)
        if state not in FOLLOWS[before]:
            raise WrongState(row.id, before, state)
        row.state, row.changed = state, self._clock()
        row.ready = row.due or row.changed
        session.add(_change_row(row, before, who, row.changed))

    def _row(self, session: Session, draft: str) -> DraftRow:
        row = session.scalars(select(DraftRow).where(DraftRow.id == draft).with_for_update()).one_or_none()
        if row is None:
            raise NoSuchDraft("the queue holds no draft of this id. Look at its list")
        return row


def _change_row(row: DraftRow, before: State | None, who: str, at: datetime) -> ChangeRow:
    verdict = json.dumps(row.verdict, sort_keys=True, ensure_ascii=False) if row.verdict else None
    digest = hashlib.sha256(verdict.encode()).hexdigest() if verdict else None
    return ChangeRow(
        draft=row.id, at=at, who=who, before=before, after=row.state, verdict_hash=digest, digest=row.digest
    )
