"""What tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from drafts import Clock
from khobar_moderation import Moderator
from khobar_moderation.hooks import PreSendHook, ReviewQueue
from khobar_moderation.hooks.queue.tables import Base
from loopback import Service, serve
from missing import missing
from servers import Postgres, find_programs


@pytest.fixture(scope="session")
def moderator() -> Moderator:
    """A moderator with rules only: what a rule sees does not change with the model."""
    return Moderator(models=None)


@pytest.fixture(scope="session")
def full_moderator() -> Moderator:
    """The moderator as every user gets it, with rules and model."""
    return Moderator()


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
    Base.metadata.drop_all(create_engine(address))


@pytest.fixture
def queue(url: str, clock: Clock) -> Iterator[ReviewQueue]:
    opened = ReviewQueue(url, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def hook(moderator: Moderator, queue: ReviewQueue, clock: Clock) -> PreSendHook:
    return PreSendHook(moderator, queue=queue, clock=clock)


@pytest.fixture
def service() -> Iterator[Service]:
    with serve() as service:
        yield service
