"""Databases for the queue: SQLite in a folder, and a real PostgreSQL server where its programs are installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from drafts import Clock

from khobar_moderation.hooks import ReviewQueue


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server that runs for the tests."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    folder = tmp_path_factory.mktemp("postgres")
    user = "nobody" if os.geteuid() == 0 else None
    for path in (folder, *list(folder.parents)[:2]):
        path.chmod(0o755)
    if user:
        shutil.chown(folder, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data, binary = folder / "data", programs[-1]
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    subprocess.run(
        [binary / "initdb", "-D", data, "-U", "khobar", "-A", "trust"], user=user, check=True, capture_output=True
    )
    start = [binary / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start"]
    subprocess.run(start, user=user, check=True, stdout=subprocess.DEVNULL)
    yield f"postgresql+psycopg://khobar@127.0.0.1:{port}/postgres"
    subprocess.run(
        [binary / "pg_ctl", "-D", data, "-m", "immediate", "stop"], user=user, check=True, capture_output=True
    )


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
