"""Open the database of the queue: SQLite in a file of its own, readable by its owner alone, or PostgreSQL by URL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection
from weakref import ref

from sqlalchemy import Connection as SqlConnection
from sqlalchemy import Engine, create_engine, event, insert, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from khobar_moderation.hooks.queue.states import QueueError
from khobar_moderation.hooks.queue.tables import VERSION, Base, VersionRow

__all__ = ["KeyTaken", "open_engine", "transaction"]

_PRIVATE = 0o600
_LOCK = 5_106_203  # any number, as long as nobody else takes it
_WAIT = 5.0  # seconds that a writer waits for another one
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
"""A draft is on the disk before the caller is told that it is held; what is purged is overwritten."""


def open_engine(url: str) -> Engine:
    """Return the engine of a database whose tables are there.

    Args:
        url: `sqlite:///path/to/queue.db`, or `postgresql+psycopg://user@host/name`.

    Raises:
        QueueError: no such database, or it cannot be used; never quotes the URL, which may hold a password.
    """
    try:
        address = make_url(url)
        engine = _sqlite(address) if address.get_backend_name() == "sqlite" else _server(address)
        _make_tables(engine)
        _forget_in_children(engine)
    except ArgumentError:
        raise QueueError("the queue's URL cannot be read. Give sqlite:///path or postgresql+psycopg://…") from None
    except ModuleNotFoundError as error:
        raise QueueError(f"{error.name} is missing. pip install 'khobar-moderation[postgres]'") from None
    except (SQLAlchemyError, OSError) as error:
        raise QueueError(
            f"the queue cannot be opened ({type(error).__name__}). Check path, rights and server"
        ) from None
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """Yield a session that is one transaction; errors of the database tell their kind, never a draft.

    Raises:
        KeyTaken: a row of this key is there already.
        QueueError: the database failed.
    """
    try:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session
    except IntegrityError:
        raise KeyTaken("a draft of this key is there already") from None
    except SQLAlchemyError as error:
        raise QueueError(f"the queue's database failed ({type(error).__name__}). Nothing was changed") from None


class KeyTaken(QueueError):
    """An idempotency key is in use."""


def _make_tables(engine: Engine) -> None:
    """Make the tables where they are missing; one process at a time."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        Base.metadata.create_all(connection)
        versions = set(connection.scalars(select(VersionRow.version)))
        if not versions:
            connection.execute(insert(VersionRow).values(version=VERSION))
    if versions - {VERSION}:
        raise QueueError("another version of this package made the queue. Send or reject what it holds with that one")


def _forget_in_children(engine: Engine) -> None:
    """Have a forked process open connections of its own: those of its parent are no longer two parties' alone."""
    known = ref(engine)

    def forget() -> None:
        if found := known():
            found.dispose(close=False)

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=forget)


def _sqlite(address: URL) -> Engine:
    if not address.database or address.database == ":memory:":
        raise QueueError("a queue in memory would be lost. Give a file: sqlite:///path/to/queue.db")
    path = Path(address.database)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, _PRIVATE))
    path.chmod(_PRIVATE)
    engine = create_engine(address, connect_args={"timeout": _WAIT})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions begin below, and nowhere else
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: SqlConnection) -> None:
    """Take the right to write at once: a reader that becomes a writer half way could not wait for another writer."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _server(address: URL) -> Engine:
    return create_engine(address, pool_pre_ping=True, isolation_level="READ COMMITTED")
