"""The measuring script that judges this project and this package count alike.

`data/evaluation-figures.json` is what that script wrote for `benchmarks/data/written.jsonl` and the reports beside it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from khobar_moderation.evaluation import evaluate, read_gold, read_reports

TESTS = Path(__file__).parent
GOLD = TESTS.parent / "benchmarks" / "data" / "written.jsonl"
REPORTS = TESTS / "data" / "evaluation-reports.jsonl"
EXPECTED: dict[str, dict[str, float]] = json.loads((TESTS / "data" / "evaluation-figures.json").read_text("utf-8"))

evaluation = evaluate(read_gold(GOLD), read_reports(REPORTS))


@pytest.mark.parametrize("measure", EXPECTED)
def test_each_figure_and_its_interval_agree(measure: str) -> None:
    assert evaluation.figures[measure].to_dict() == pytest.approx(EXPECTED[measure], abs=1e-12)


def test_the_measures_come_in_the_same_order() -> None:
    assert list(evaluation.figures) == list(EXPECTED)


def test_reports_are_joined_by_id_whatever_their_order() -> None:
    shuffled = evaluate(read_gold(GOLD), reversed(read_reports(REPORTS)))
    assert shuffled.figures == evaluation.figures
