"""The review widget as a reviewer meets it: in JupyterLab, in a real browser, by keyboard."""

from __future__ import annotations

import json
import os
import signal
import socket
import statistics
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import Page, TimeoutError, sync_playwright

from drafts import DOUBTFUL, FORBIDDEN, INNOCENT
from missing import missing

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip
HOSTILE = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\"> " + INNOCENT
CELL = """from khobar_moderation.notebook.widget import review
widget = review("drafts.jsonl", reviewer="سارة", journal="journal.jsonl")
widget"""
DRAFTS = 100
ARABIC = "\N{ARABIC-INDIC DIGIT THREE}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    texts = [
        HOSTILE,
        *(f"{text} ({number})" for number in range(DRAFTS // 3) for text in (INNOCENT, DOUBTFUL, FORBIDDEN)),
    ]
    lines = [json.dumps({"id": f"d{number}", "text": text}, ensure_ascii=False) for number, text in enumerate(texts)]
    (folder / "drafts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    cell: dict[str, Any] = {
        "cell_type": "code",
        "id": "review",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        "source": CELL,
    }
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = {"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    (folder / "review.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def lab(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, psutil.Process]]:
    """The address of a JupyterLab that serves the folder, and its process."""
    if not CHROMIUM.exists():
        missing("Chromium is not installed: apt-get install chromium")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = tmp_path_factory.mktemp("jupyter")
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(own / "config"), "JUPYTER_DATA_DIR": str(own / "data"),
                   "JUPYTER_RUNTIME_DIR": str(own / "run"), "IPYTHONDIR": str(own / "ipython")}  # fmt: skip
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}", "--ip=127.0.0.1",
               "--IdentityProvider.token=t", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}",
               "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.news_url=None"]  # fmt: skip
    with (own / "log").open("wb") as log:
        process = psutil.Popen(command, env=environment, stdout=log, stderr=log)
        url = f"http://127.0.0.1:{port}"
        _wait_for(url)
        yield url, process
        for child in process.children(recursive=True):
            child.kill()
        process.kill()
        process.wait(20)


def _wait_for(url: str) -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{url}/api?token=t", timeout=2)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("JupyterLab does not answer")


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET), chromium_sandbox=False)
        yield browser.new_page(viewport={"width": 1100, "height": 900}, locale="ar")
        browser.close()


def _open(page: Page, url: str) -> Any:
    """Open the notebook, run its cell, and return the widget."""
    page.goto(f"{url}/lab/tree/review.ipynb?token=t&reset")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
    page.locator(".jp-Notebook .jp-InputArea-editor").first.click()
    page.wait_for_function(
        "document.querySelector('.jp-NotebookPanel .jp-Notebook-ExecutionIndicator, .jp-Toolbar-kernelStatus')"
    )
    widget = page.locator(".khobar-review")
    for _ in range(20):  # until the kernel is there to take it
        page.keyboard.press("Shift+Enter")
        try:
            widget.wait_for(timeout=6_000)
            break
        except TimeoutError:
            page.locator(".jp-Notebook .jp-InputArea-editor").first.click()
    widget.focus()
    return widget


_NEXT = """async ([key, draft]) => {
    const root = document.querySelector('.khobar-review');
    const changed = new Promise((resolve) => {
        const look = () => { if (root.dataset.draft !== draft) { seen.disconnect(); resolve(); } };
        const seen = new MutationObserver(look);
        seen.observe(root, { attributes: true, childList: true });
    });
    const begun = performance.now();
    root.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    await changed;
    return performance.now() - begun;
}"""
"""Press a key on a draft, and return how many milliseconds it took until the next one stood there."""


def _wait_until(page: Page, condition: str) -> None:
    page.wait_for_function(f"() => {{ const root = document.querySelector('.khobar-review'); return {condition}; }}")


def test_a_hundred_drafts_are_reviewed_by_keyboard(page: Page, lab: tuple[str, psutil.Process], folder: Path) -> None:
    url, process = lab
    widget = _open(page, url)
    assert page.title() != "run"
    assert widget.locator("script, img").count() == 0
    assert widget.get_attribute("dir") == "rtl"
    assert widget.locator(".post").inner_text() == HOSTILE

    page.evaluate(_NEXT, [ARABIC, "d0"])  # blocks, on an Arabic keyboard, and goes to the next
    assert widget.get_attribute("data-draft") == "d1"
    page.keyboard.press("u")
    _wait_until(page, "root.dataset.draft === 'd0'")

    times = [page.evaluate(_NEXT, ["Enter", f"d{number}"]) for number in range(50)]

    widget.focus()
    marks = widget.locator("mark").count()
    for key in ("w", "w", "w", "b", "Shift+W", "m"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    _wait_until(page, f"root.querySelectorAll('mark').length > {marks}")
    page.screenshot(path=folder / "review.png")

    widget.focus()
    page.keyboard.press("e")
    widget.locator("textarea").fill(INNOCENT)
    page.keyboard.press("Control+Enter")
    _wait_until(page, "root.querySelector('.banner.allow') && !root.querySelector('textarea')")

    (kernel,) = (child for child in process.children(recursive=True) if "ipykernel" in " ".join(child.cmdline()))
    os.kill(kernel.pid, signal.SIGKILL)
    time.sleep(1)
    widget = _open(page, url)
    assert widget.get_attribute("data-draft") == "d50"  # where it stopped
    assert widget.locator(".post").inner_text() == INNOCENT  # with the edit

    times += [page.evaluate(_NEXT, ["Enter", f"d{number}"]) for number in range(50, 99)]
    widget.focus()
    page.keyboard.press("2")
    widget.locator(".finished").wait_for()
    print(f"key to next draft: median {statistics.median(times):.0f} ms, longest {max(times):.0f} ms")
    actions = [json.loads(line) for line in (folder / "journal.jsonl").read_text(encoding="utf-8").splitlines()]
    decided = {action["draft"]: action["value"] for action in actions if action["kind"] == "decide"}
    assert len(decided) == DRAFTS
    (mark,) = (action["value"] for action in actions if action["kind"] == "mark")
    assert (mark["type"], mark["role"]) == ("person", "official")
    assert DOUBTFUL[mark["start"] : mark["end"]] == " ".join(DOUBTFUL.split()[1:3])
    assert (decided["d50"], decided["d99"]) == ("allow", "review")
    assert {action["reviewer"] for action in actions} == {"سارة"}
