"""`khobar-moderation evaluate` as a user meets it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from annotated import PHONE, annotated, found, reported, spanned
from khobar_moderation import cli


class Ran(NamedTuple):
    status: int
    out: str
    err: str


class Run:
    """Runs the command in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capfd = monkeypatch, capfd

    def __call__(self, *arguments: object) -> Ran:
        self.monkeypatch.setattr(sys, "argv", ["khobar-moderation", "evaluate", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        out, err = self.capfd.readouterr()
        return Ran(int(stopped.value.code or 0), out, err)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    return Run(monkeypatch, capfd)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    posts = [annotated("p1", decision="block", exposure=[spanned("phone", PHONE)]), annotated("p2")]
    return lines(tmp_path / "gold.jsonl", *posts)


def lines(path: Path, *records: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_ready_reports_are_scored_and_written(run: Run, gold: Path, tmp_path: Path) -> None:
    right = reported("p1", decision="block", findings=[found("exposure.phone", PHONE)])
    reports = lines(tmp_path / "reports.jsonl", right, reported("p2"), reported("other"))
    ran = run(gold, "--reports", reports, "--json", tmp_path / "out.json", "--html", tmp_path / "out.html")
    written = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert (ran.status, ran.err) == (0, "")
    assert "2 posts; in brackets 95 % bootstrap intervals" in ran.out
    assert written["measures"]["decision.exact"] == {"accuracy": 1.0, "n": 2, "low": 1.0, "high": 1.0}
    assert written["confusion"]["block→block"] == 1
    assert written["wrong"] == []
    assert (tmp_path / "out.html").read_text("utf-8").startswith("<!DOCTYPE html>")


def test_posts_are_judged_when_no_reports_are_given(run: Run, gold: Path) -> None:
    ran = run(gold)
    assert ran.status == 0
    assert "decision.leak" in ran.out
    assert "p2" in ran.out  # both texts hold a mobile number: to allow one is wrong


def test_no_text_is_shown_unless_asked_for(run: Run, gold: Path, tmp_path: Path) -> None:
    reports = lines(tmp_path / "reports.jsonl", reported("p1"), reported("p2", decision="block"))
    silent, shown = run(gold, "--reports", reports), run(gold, "--reports", reports, "--show-text")
    assert "leak" in silent.out
    assert "p1" in silent.out
    assert "0551234567" not in silent.out + silent.err
    assert "0551234567" in shown.out.replace("\n", "")
    assert "p2" not in run(gold, "--reports", reports, "--worst", "1").out
    assert "p1" not in run(gold, "--reports", reports, "--worst", "0").out


def test_a_policy_of_ones_own_judges(run: Run, gold: Path, tmp_path: Path) -> None:
    office = tmp_path / "office.yaml"
    office.write_text('name: "office"\nextends: "khobar"\ndecisions: {exposure.phone: "allow"}\n', encoding="utf-8")
    run(gold, "--policy", office, "--json", tmp_path / "own.json")
    run(gold, "--json", tmp_path / "khobar.json")
    own, khobar = (json.loads((tmp_path / f"{name}.json").read_text("utf-8")) for name in ("own", "khobar"))
    assert khobar["measures"]["decision.leak"]["rate"] == 0
    assert own["measures"]["decision.block"] != khobar["measures"]["decision.block"]


def test_persons_of_tagged_tokens_are_scored(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.conll"
    tokens = "قال O|الأستاذ O|سالم B-PER|القحطاني I-PER|إن O|اللقاء O|غدا O|. O"
    file.write_text(tokens.replace("|", "\n"), encoding="utf-8")
    ran = run("--conll", file, "--json", tmp_path / "out.json")
    figure = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert ran.status == 0
    assert "conll.person" in ran.out
    assert "سالم" not in ran.out + ran.err
    assert figure["sentences"] == 1
    assert figure["measures"]["conll.person"]["f1"] == 1.0


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["a.jsonl", "--conll", "a.conll"],
        ["--conll", "a.conll", "--html", "a.html"],
        ["--conll", "a.conll", "--reports", "a.jsonl"],
        ["a.jsonl", "--reports", "b.jsonl", "--policy", "khobar"],
        ["a.jsonl", "--worst", "-1"],
    ],
)
def test_wrong_usage_is_status_2(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert ran.status == 2
    assert ran.err


def test_failure_is_status_1_and_one_line_with_the_place(run: Run, gold: Path, tmp_path: Path) -> None:
    bad = lines(tmp_path / "bad.jsonl", annotated(), annotated("p2", decision="سر"))
    for arguments, told in (
        ([bad], f"khobar-moderation: {bad}:2: decision: "),
        ([gold, "--reports", lines(tmp_path / "r.jsonl", reported("p1"))], "no report for 1 of the posts: p2"),
        ([tmp_path / "nowhere.jsonl"], "nowhere.jsonl: No such file"),
        (["--conll", bad], "has no tag at its end"),
    ):
        ran = run(*arguments)
        assert ran.status == 1
        assert told in ran.err
        assert ran.err.count("\n") == 1
        assert "سر" not in ran.err
