"""`khobar-moderation queue`: look at the drafts that wait, decide on them, and send what is due."""

from __future__ import annotations

import getpass
import json
import os
import re
import socket
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer

from khobar_moderation.cli import drafts as shown
from khobar_moderation.cli.check import Lang
from khobar_moderation.cli.opening import ModelOption, open_moderator

if TYPE_CHECKING:
    from rich.table import Table

    from khobar_moderation.hooks import Outgoing, ReviewQueue, State

__all__ = ["app"]

app = typer.Typer(
    help="Look at the drafts that wait for a person, decide on them, send what is due.", no_args_is_help=True
)

Url = Annotated[
    str,
    typer.Option("--queue", envvar="KHOBAR_QUEUE", help="URL of the database, such as sqlite:///queue.db."),
]
Ids = Annotated[list[str], typer.Argument(help="Ids of drafts, or how they begin.")]
Who = Annotated[str, typer.Option("--who", help="Your name, for the record.", default_factory=getpass.getuser)]
LangOption = Annotated[Lang, typer.Option(help="Language of what is shown.")]

_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


@app.command("list")
def list_(
    queue: Url,
    state: Annotated[list[str] | None, typer.Option(help="Only drafts that stand so; may be given again.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object a line, with the text.")] = False,
    lang: LangOption = Lang.AR,
) -> None:
    """Show the drafts that wait for a person, the oldest first."""
    from khobar_moderation.wording import term

    found = _open(queue).drafts(_states(state or ["held"]), limit=None)
    if as_json:
        for draft in found:
            print(json.dumps(shown.record(draft), ensure_ascii=False))
    elif found:
        _print(shown.table(found, lang.value))
    else:
        print(term("queue", "empty", lang.value))


@app.command()
def show(
    queue: Url, draft: Annotated[str, typer.Argument(help="Id, or how it begins.")], lang: LangOption = Lang.AR
) -> None:
    """Show a draft: its text, what speaks against it, and what happened to it."""
    opened = _open(queue)
    found = opened.get(opened.find(draft))
    print("\n".join(shown.details(found, opened.history(found.id), lang.value)))


@app.command()
def approve(queue: Url, drafts: Ids, who: Who) -> None:
    """Let drafts go out, as they stand."""
    _each(queue, drafts, lambda opened, draft: opened.approve(draft, who))


@app.command()
def reject(queue: Url, drafts: Ids, who: Who) -> None:
    """Keep drafts from ever going out."""
    _each(queue, drafts, lambda opened, draft: opened.reject(draft, who))


@app.command("send-due")
def send_due(
    queue: Url,
    senders: Annotated[
        str, typer.Option(help="What sends: module:attribute, a mapping from adapter to function, as your bot has it.")
    ],
    who: Who,
    policy: Annotated[str, typer.Option(help="Name of an embedded policy, or path of a policy file.")] = "khobar",
    model: ModelOption = "khobar",
    lang: LangOption = Lang.AR,
) -> None:
    """Send what is approved and due; each draft is judged once more."""
    from khobar_moderation.hooks import PreSendHook, Sender

    sending = _senders(senders)
    opened = _open(queue)
    hook = PreSendHook(open_moderator(policy, model), queue=opened)
    _print(shown.stats_table(Sender(opened, hook, sending, worker=_worker(who)).send_due(), lang.value))


@app.command()
def purge(
    queue: Url, older_than: Annotated[str, typer.Option(help="How long ago they were sent or rejected: 30d, 12h, 90m.")]
) -> None:
    """Delete drafts that were sent or rejected, with all that is known of them."""
    given = re.fullmatch(r"(\d{1,6})([dhm])", older_than)
    if not given:
        raise typer.BadParameter("give a number with d, h or m, such as 30d", param_hint="--older-than")
    print(_open(queue).purge(timedelta(**{_UNITS[given[2]]: int(given[1])})))


@app.command()
def stats(queue: Url, lang: LangOption = Lang.AR) -> None:
    """Show how many drafts stand where."""
    _print(shown.stats_table(_open(queue).stats(), lang.value))


@app.command()
def export(
    queue: Url, output: Annotated[str, typer.Option("--output", "-o", help="JSON lines file; - is stdout.")] = "-"
) -> None:
    """Write what people decided as annotated posts, to learn from; it holds the texts."""
    from khobar_moderation.cli.batch import writing
    from khobar_moderation.hooks.export import export as exported

    with writing(output) as out:
        for fields in exported(_open(queue)):
            out.write(json.dumps(fields, ensure_ascii=False).encode() + b"\n")


def _open(url: str) -> ReviewQueue:
    from khobar_moderation.hooks import ReviewQueue

    return ReviewQueue(url)


def _states(names: list[str]) -> list[State]:
    from khobar_moderation.hooks import State

    try:
        return [State(name) for name in names]
    except ValueError:
        raise typer.BadParameter(f"give one of {', '.join(State)}", param_hint="--state") from None


def _each(url: str, beginnings: list[str], change: Callable[[ReviewQueue, str], None]) -> None:
    """Change drafts; one that cannot be changed does not keep the others from it."""
    from khobar_moderation.hooks import QueueError

    opened, failed = _open(url), False
    for beginning in beginnings:
        try:
            draft = opened.find(beginning)
            change(opened, draft)
            print(draft)
        except QueueError as error:
            print(f"{beginning[: shown.SHORT]}: {error}", file=sys.stderr)
            failed = True
    raise typer.Exit(1 if failed else 0)


def _senders(path: str) -> Mapping[str, Callable[[Outgoing], object]]:
    """Return what a bot of the user's own sends with."""
    sys.path.insert(0, "")
    module, _, attribute = path.partition(":")
    try:
        found: Any = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError):
        raise typer.BadParameter("give module:attribute of a mapping", param_hint="--senders") from None
    if not isinstance(found, Mapping):
        raise typer.BadParameter("the attribute is no mapping from adapter to function", param_hint="--senders")
    return found


def _worker(who: str) -> str:
    return f"{who}@{socket.gethostname()}:{os.getpid()}"


def _print(table: Table) -> None:
    from rich.console import Console

    Console(markup=False, highlight=False, emoji=False).print(table)
