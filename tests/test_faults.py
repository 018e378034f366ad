"""A bad day in small; `faults.py` lives through a long one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from faults import databases, run
from khobar_moderation.hooks import State
from missing import missing
from servers import find_programs


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_is_lost_and_nothing_doubled_when_processes_are_killed(kind: str, tmp_path: Path) -> None:
    if kind == "postgresql" and not find_programs():
        missing("PostgreSQL is not installed: apt-get install postgresql")
    crash: Callable[[], None] | None
    with databases(tmp_path, kind) as (url, crash):
        accounts = run(url, tmp_path, drafts=100, kills=5, seed=1, crash=crash)
    assert accounts.kept, str(accounts)
    assert (accounts.confirmed, accounts.kills) == (100, 5)
    assert accounts.states[State.SENT] + accounts.states[State.UNKNOWN] == 100
