"""Databases for the queue: SQLite in a folder, and a real PostgreSQL server where its programs are installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from drafts import Clock
from servers import Postgres, find_programs

from khobar_moderation.hooks import ReviewQueue
from missing import missing


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server that runs for the tests."""
    programs = find_programs()
    if programs is None:
        missing("PostgreSQL is not installed: apt-get install postgresql")
    postgres = Postgres(tmp_path_factory.mktemp("postgres"), programs)
    postgres.start()
    yield postgres.url
    postgres.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'queue.db'}"
        return
    address: str = request.getfixturevalue("server")
    yield address
    from sqlalchemy import create_engine

    from khobar_moderation.hooks.queue.tables import Base

    Base.metadata.drop_all(create_engine(address))


@pytest.fixture
def queue(url: str, clock: Clock) -> Iterator[ReviewQueue]:
    opened = ReviewQueue(url, clock=clock)
    yield opened
    opened.close()
