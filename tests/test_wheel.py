"""The built wheel works by itself: installed elsewhere, away from the repository, without a network."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent

OFFLINE_CHECK = """
import json, socket

def refuse(*_, **__):
    raise OSError("no network in this test")

socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse

import khobar_moderation
from khobar_moderation.resources import RULES

verdict = khobar_moderation.Moderator().check("كما وصلني: سيتم تعليق الدراسة يوم الأحد.")
print(json.dumps({
    "package": khobar_moderation.__file__,
    "rules": str(RULES),
    "verdict": verdict.to_dict(),
    "explanation": verdict.explain("ar"),
}))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but the package, installed from its wheel."""
    built = tmp_path_factory.mktemp("dist")
    target = tmp_path_factory.mktemp("site")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(built), str(REPOSITORY))
    (wheel,) = built.glob("*.whl")
    run(
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(target),
        str(wheel),
    )
    return target


def run(*command: str, **options: object) -> str:
    ran = subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]
    assert ran.returncode == 0, ran.stderr
    return str(ran.stdout)


def test_a_post_is_judged_from_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    environment = {"PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    told = json.loads(run(sys.executable, "-c", OFFLINE_CHECK, cwd=tmp_path, env=environment))
    assert Path(told["package"]).is_relative_to(installed)
    assert Path(told["rules"]).is_relative_to(installed)
    assert told["verdict"]["decision"] == "block"
    assert told["verdict"]["failures"] == []
    assert "يُمنع النشر" in told["explanation"]


def test_the_wheel_holds_every_rule_the_types_and_the_licence(installed: Path) -> None:
    package = installed / "khobar_moderation"
    names = {path.relative_to(REPOSITORY / "rules") for path in (REPOSITORY / "rules").rglob("*") if path.is_file()}
    assert {path.relative_to(package / "rules") for path in (package / "rules").rglob("*") if path.is_file()} >= names
    assert (package / "py.typed").is_file()
    assert list(installed.glob("khobar_moderation-*.dist-info/licenses/LICENSE"))
    assert (installed / "bin" / "khobar-moderation").is_file()
