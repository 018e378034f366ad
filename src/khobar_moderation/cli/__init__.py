"""The command line: `khobar-moderation check`, `evaluate`, `queue`, `rules`, `policy`, `schema`."""

from __future__ import annotations

import io
import sys
import traceback
from typing import NoReturn

import typer

from khobar_moderation.cli import check, evaluate, policy, queue, rules, schema

__all__ = ["app", "main", "run"]

FAILURE = 1

app = typer.Typer(
    help="Check an Arabic post before it is published.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command(context_settings={"ignore_unknown_options": True})(check.check)
app.command()(evaluate.evaluate)
app.command()(schema.schema)
app.add_typer(queue.app, name="queue")
app.add_typer(rules.app, name="rules")
app.add_typer(policy.app, name="policy")


def main() -> None:
    """Run the command line of the package."""
    run(app)


def run(app: typer.Typer) -> None:
    """Run a command line; what goes wrong is told in one line without text of a post, with exit status 1."""
    from khobar_moderation.errors import KhobarModerationError

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except KhobarModerationError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.filename}: {error.strerror}")
    except Exception as error:  # a message or a traceback could quote a post: name the place only
        last = traceback.extract_tb(error.__traceback__)[-1]
        _fail(f"internal error: {type(error).__name__} at {last.filename}:{last.lineno}; please report it")


def _fail(problem: str) -> NoReturn:
    print(f"khobar-moderation: {problem}", file=sys.stderr)
    raise SystemExit(FAILURE)
