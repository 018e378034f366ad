"""The command line as a user meets it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from jsonschema import Draft202012Validator

from khobar_moderation import cli, load_policy
from khobar_moderation.resources import RULES

ALLOWED = "يسر مكتب التعليم بالخبر دعوتكم إلى اللقاء التربوي يوم الأحد."
BLOCKED = "كما وصلني: سيتم تعليق الدراسة يوم الأحد."
SECRET = "سر لا يقال 0551234567"


class Ran(NamedTuple):
    status: int
    out: str
    err: str


class Run:
    """Runs the command in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capfd = monkeypatch, capfd

    def __call__(self, *arguments: str, stdin: bytes = b"") -> Ran:
        self.monkeypatch.setattr(sys, "argv", ["khobar-moderation", *arguments])
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        out, err = self.capfd.readouterr()
        return Ran(int(stopped.value.code or 0), out, err)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    return Run(monkeypatch, capfd)


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        ([BLOCKED], b""),
        (BLOCKED.split(), b""),
        (["-"], BLOCKED.encode()),
        ([], b"\xef\xbb\xbf" + BLOCKED.encode() + b"\r\n"),
    ],
)
def test_a_post_is_taken_from_arguments_or_standard_input(run: Run, arguments: list[str], stdin: bytes) -> None:
    ran = run("check", *arguments, stdin=stdin)
    assert ran.status == 20
    assert "يُمنع النشر" in ran.out
    assert "\u2068كما وصلني\u2069" in ran.out
    assert ran.err == ""


def test_a_post_is_taken_from_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "post.txt"
    file.write_text(ALLOWED + "\n", encoding="utf-8")
    assert run("check", "--file", str(file)).status == 0


def test_a_post_may_begin_with_a_dash(run: Run) -> None:
    assert run("check", f"- {BLOCKED}").status == 20


def test_the_status_tells_the_decision(run: Run) -> None:
    night = ["--sent-at", "2026-11-23T23:30:00+03:00"]
    assert run("check", ALLOWED).status == 0
    assert run("check", "This text holds no Arabic at all, and nobody here can judge it.").status == 10
    assert run("check", ALLOWED, *night).status == 20
    assert run("check", ALLOWED, *night, "--channel", "x").status == 0


def test_json_is_the_verdict(run: Run) -> None:
    ran = run("check", BLOCKED, "--format", "json")
    schema = json.loads(run("schema").out)
    assert ran.status == 20
    assert Draft202012Validator(schema).is_valid(json.loads(ran.out))


def test_the_explanation_speaks_english_when_asked(run: Run) -> None:
    assert run("check", BLOCKED, "--lang", "en").out.startswith("Decision: block")


def test_user_text_is_no_markup(run: Run) -> None:
    ran = run("check", f"[/b] [red] :smile: {BLOCKED}")
    assert ran.status == 20


def test_a_file_of_posts_is_judged_line_by_line(run: Run, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    good = [json.dumps({"id": f"p{i}", "text": text}, ensure_ascii=False) for i, text in enumerate((ALLOWED, BLOCKED))]
    source.write_text("\n".join([good[0], "{" + SECRET, good[1]]), encoding="utf-8")
    ran = run("check", "--jsonl", str(source), "-o", str(target))
    written = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert ran.status == 1
    assert [entry["decision"] for entry in written] == ["allow", "review", "block"]
    assert [entry["id"] for entry in written] == ["p0", None, "p1"]
    assert f"{source}:2: line: is no valid JSON" in ran.err
    assert "3 lines: 1 allow, 0 review, 1 block, 1 could not be judged" in ran.err
    assert "سر" not in ran.out + ran.err
    assert not list(tmp_path.glob("*.part"))


def test_posts_stream_from_standard_input_to_standard_output(run: Run) -> None:
    stdin = json.dumps({"id": 1, "text": BLOCKED}).encode()
    ran = run("check", "--jsonl", "-", stdin=stdin)
    assert ran.status == 0
    assert json.loads(ran.out)["decision"] == "block"


def test_what_was_judged_before_a_crash_is_still_there(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(2 * (json.dumps({"text": ALLOWED}).encode() + b"\n"))
    target.write_text("older\n")
    lines = []

    def stop(outcome: object) -> bytes:
        lines.append(outcome)
        if len(lines) == 2:
            raise OSError(28, "No space left on device", str(target))
        return b"{}\n"

    monkeypatch.setattr("khobar_moderation.cli.batch.encode", stop)
    ran = run("check", "--jsonl", str(source), "-o", str(target))
    assert ran.status == 1
    assert "No space left" in ran.err
    assert target.read_text() == "older\n"
    assert (tmp_path / "out.jsonl.part").read_bytes() == b"{}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", SECRET, "--file", "post.txt"],
        ["check", SECRET, "-o", "out.jsonl"],
        ["check", SECRET, "--chanel", "x"],
        ["check", SECRET, "--sent-at", "2026-11-23T23:30:00"],
        ["check", SECRET, "--sent-at", "tomorrow"],
        ["check", SECRET, "--channel", "pigeon"],
        ["check", SECRET, "--format", "xml"],
        ["nosuch"],
        ["rules", "show", "exposure/no-such-rule"],
    ],
)
def test_wrong_usage_is_status_2_without_the_post(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert ran.status == 2
    assert ran.err
    assert not any(word in ran.out + ran.err for word in ("0551234567", "يقال"))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", " "], "text: is empty or blank"),
        (["check", SECRET, "--account", "@"], "account: is malformed"),
        (["check", SECRET, "--policy", "no-such-policy"], "no-such-policy"),
        (["check", "--file", "no-such-file"], "no-such-file: No such file"),
        (["check", "--jsonl", "no-such-file"], "no-such-file: No such file"),
        (["policy", "validate", "no-such-policy"], "no-such-policy"),
    ],
)
def test_failure_is_status_1_and_one_line(run: Run, arguments: list[str], told: str) -> None:
    ran = run(*arguments)
    assert ran.status == 1
    assert told in ran.err
    assert ran.err.count("\n") == 1
    assert "0551234567" not in ran.err


def test_a_text_that_is_no_utf8_is_a_failure(run: Run) -> None:
    ran = run("check", "-", stdin=b"\xff")
    assert (ran.status, ran.err) == (1, "khobar-moderation: text: is no UTF-8 at byte 1. Save it as UTF-8\n")


def test_what_nobody_foresaw_is_told_without_the_post(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("khobar_moderation.moderator.Moderator.check", broken)
    ran = run("check", SECRET)
    assert ran.status == 1
    assert "RuntimeError" in ran.err
    assert "0551234567" not in ran.out + ran.err


def test_rules_are_listed_and_shown(run: Run) -> None:
    listed = run("rules", "list", "source/").out.splitlines()
    assert len(listed) == len(list((RULES / "source").glob("*.yaml")))
    shown = run("rules", "show", "source/rumour")
    assert shown.status == 0
    assert shown.out.startswith("# source/rumour")


def test_examples_of_rules_run(run: Run) -> None:
    ran = run("rules", "test", "source/rumour")
    assert (ran.status, ran.err) == (0, "")


def test_lint_tells_shared_wording(run: Run, tmp_path: Path) -> None:
    rule = (RULES / "source" / "rumour.yaml").read_text(encoding="utf-8")
    posts = tmp_path / "posts.jsonl"
    posts.write_text(json.dumps({"id": "p1", "text": rule[:400]}), encoding="utf-8")
    ran = run("rules", "lint", "source/rumour", "--against", str(posts))
    assert ran.status == 1
    assert "source/rumour.yaml: shares wording with post p1" in ran.err


def test_pages_are_written(run: Run, tmp_path: Path) -> None:
    assert run("rules", "docs", str(tmp_path)).status == 0
    assert (tmp_path / "source" / "rumour.md").read_text(encoding="utf-8").startswith("# source/rumour")


def test_the_policy_is_shown_as_a_policy_that_can_be_read_back(run: Run, tmp_path: Path) -> None:
    office = tmp_path / "office.yaml"
    consent = 'consent: {names: [{name: "سارة أحمد", until: 2030-01-31}]}'
    office.write_text(f'name: "office"\nextends: "khobar"\n{consent}\n', encoding="utf-8")
    copy = tmp_path / "copy.yaml"
    copy.write_text(run("policy", "show", str(office)).out.replace('"extends": "khobar"\n', ""), encoding="utf-8")
    shown, validated = load_policy(copy), run("policy", "validate", str(office))
    assert shown == load_policy(office).model_copy(update={"extends": None})
    assert validated.out.endswith(f"valid, version {load_policy(office).version}\n")


def test_the_module_runs_as_the_command_does() -> None:
    command = [sys.executable, "-m", "khobar_moderation", "check", BLOCKED]
    ran = subprocess.run(command, capture_output=True, check=False, env={"PYTHONIOENCODING": "ascii"})
    assert ran.returncode == 20
    assert "يُمنع النشر" in ran.stdout.decode("utf-8")
