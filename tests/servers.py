"""A real PostgreSQL server for tests and the fault run."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from pathlib import Path

__all__ = ["Postgres", "find_programs"]


def find_programs() -> Path | None:
    """Return the folder of the programs of the newest PostgreSQL here; None where there is none."""
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


class Postgres:
    """A server with a database of its own, in a folder that it may have for itself.

    Args:
        folder: empty.
        programs: folder of `initdb` and `pg_ctl`.
        durable: whether what is committed outlives the machine, which takes longer.
    """

    def __init__(self, folder: Path, programs: Path, *, durable: bool = False) -> None:
        self._programs = programs
        self._data = folder / "data"
        self._log = folder / "log"
        self._user = "nobody" if os.geteuid() == 0 else None  # it refuses to run as root
        if self._user:
            for path in (folder, *folder.parents):
                if not path.stat().st_mode & 0o001:
                    path.chmod(0o755)
            shutil.chown(folder, self._user)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"postgresql+psycopg://khobar@127.0.0.1:{port}/postgres"
        self._options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync={'on' if durable else 'off'}"
        self._run("initdb", "-U", "khobar", "-A", "trust")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._run("pg_ctl", "-o", self._options, "-l", str(self._log), "-w", "start")

    def stop(self) -> None:
        """Stop it as if it had crashed."""
        try:
            self._run("pg_ctl", "-m", "immediate", "-t", "20", "stop")
        except subprocess.CalledProcessError:  # it is not there any more, or does not end
            self._kill()

    def _kill(self) -> None:
        file = self._data / "postmaster.pid"
        if file.exists():
            os.kill(int(file.read_text().split()[0]), signal.SIGKILL)
            file.unlink()

    def _run(self, program: str, *arguments: str) -> None:
        command: list[str | Path] = [self._programs / program, "-D", self._data, *arguments]
        subprocess.run(command, user=self._user, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
