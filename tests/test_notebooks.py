"""The notebooks run from the first cell to the last, and stand as they are committed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the notebooks beside the files that they read, so that running them leaves nothing behind."""
    folder = tmp_path_factory.mktemp("repository")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    shutil.copytree(ROOT / "benchmarks" / "data", folder / "benchmarks" / "data")
    return folder / "notebooks"


def test_there_is_one_for_every_task() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "01-check",
        "02-batch",
        "03-review",
        "04-agreement",
        "05-rule",
        "06-adapt",
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(path: Path, copied: Path) -> None:
    notebook = nbformat.read(copied / path.name, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(copied)}}).execute()
    assert any(cell.get("outputs") for cell in notebook.cells)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_and_script_are_in_step(path: Path) -> None:
    notebook, script = nbformat.read(path, as_version=4), jupytext.read(path.with_suffix(".py"))
    assert [(cell.cell_type, cell.source) for cell in notebook.cells] == [
        (cell.cell_type, cell.source) for cell in script.cells
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_is_committed_was_run_without_error_and_names_no_machine(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert outputs
    assert not any(output.output_type == "error" for output in outputs)
    assert not re.search(r'["\' ](/(?:home|root|tmp|work|Users)/)', path.read_text(encoding="utf-8"))
    assert path.stat().st_size < 600_000
