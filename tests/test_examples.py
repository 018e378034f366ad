"""The examples, run as a reader would run them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from drafts import DOUBTFUL, FORBIDDEN, INNOCENT

EXAMPLES = Path(__file__).parents[1] / "examples"
ENVIRONMENT = {**os.environ, "PYTHONIOENCODING": "utf-8"}


def test_the_bot_refuses_holds_and_sends_after_the_approval() -> None:
    done = subprocess.run(
        [sys.executable, EXAMPLES / "bot.py"], env=ENVIRONMENT, capture_output=True, text=True, check=True, timeout=120
    )
    before, after = done.stdout.split("المشرفة تراجع")
    assert [before.count(sign) for sign in ("📨", "⛔", "⏳")] == [1, 1, 1]
    assert [after.count(sign) for sign in ("📨", "✅")] == [1, 1]
    assert done.stderr == ""


@dataclass
class Service:
    """A service that runs, and the file of its logs."""

    http: httpx.Client
    logs: Path


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(EXAMPLES / "service.py"), f"--port={port}", "--queue=sqlite:///queue.db"]
    with (folder / "logs").open("wb") as logs:
        process = subprocess.Popen(command, env=ENVIRONMENT, cwd=folder, stdout=logs, stderr=logs)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
            _wait(http, process)
            yield Service(http, folder / "logs")
        process.terminate()
        process.wait(20)


def _wait(http: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        try:
            http.get("/health").raise_for_status()
        except httpx.TransportError:
            assert process.poll() is None
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the service does not answer")


def test_threads_share_one_moderator(service: Service) -> None:
    texts = [INNOCENT, DOUBTFUL, FORBIDDEN] * 16
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda text: service.http.post("/check", json={"text": text}), texts))
    assert [answer.json()["decision"] for answer in answers] == ["allow", "review", "block"] * 16


def test_a_message_is_refused_with_reasons(service: Service) -> None:
    answer = service.http.post("/send", json={"text": FORBIDDEN, "target": "group"})
    assert answer.status_code == 403
    assert answer.json()["reasons"]


def test_a_draft_is_held_and_approved_once(service: Service) -> None:
    answer = service.http.post("/send", json={"text": DOUBTFUL, "target": "group", "key": "k1"})
    assert answer.status_code == 202
    draft = answer.json()["draft"]
    assert draft in [each["id"] for each in service.http.get("/drafts").json()]
    approved = service.http.post(f"/drafts/{draft}/approve", headers={"reviewer": "sara"})
    assert approved.status_code == 200
    again = service.http.post(f"/drafts/{draft}/reject", headers={"reviewer": "huda"})
    assert again.status_code in (204, 409)  # sent already, or waiting for the hours when the test runs at night
    assert service.http.post("/drafts/none/approve", headers={"reviewer": "sara"}).status_code == 404


def test_bad_input_is_named_and_not_repeated(service: Service) -> None:
    for path, body in (("/check", {"text": 5}), ("/check", {"text": " "}), ("/send", {"text": FORBIDDEN})):
        answer = service.http.post(path, json=body)
        assert answer.status_code == 422
        assert FORBIDDEN[:12] not in answer.text


def test_figures_and_logs_hold_no_word_of_a_post(service: Service) -> None:
    service.http.post("/check", json={"text": FORBIDDEN})
    figures = service.http.get("/metrics").text
    assert 'khobar_decisions_total{decision="block"}' in figures
    assert 'khobar_findings_total{rule="exposure/' in figures
    logs = service.logs.read_text(encoding="utf-8")
    events = [json.loads(line)["event"] for line in logs.splitlines() if line.startswith("{")]
    assert "checked" in events
    for text in (INNOCENT, DOUBTFUL, FORBIDDEN, "سالم", "0551234567"):
        assert text[:10] not in logs + figures
