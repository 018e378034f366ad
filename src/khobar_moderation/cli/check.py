"""`khobar-moderation check`: judge one post, or a file of them."""

from __future__ import annotations

import json
import re
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from khobar_moderation.cli.opening import ModelOption, open_moderator
from khobar_moderation.errors import InvalidPost
from khobar_moderation.post import Channel, Post

if TYPE_CHECKING:
    from khobar_moderation.verdict import Verdict

__all__ = ["EXIT_STATUS", "check"]

EXIT_STATUS = {"allow": 0, "review": 10, "block": 20}
"""What the command says to the shell about one post, by decision."""

_COLOURS = {"allow": "green", "review": "yellow", "block": "red"}
_OPTION = re.compile(r"(--?[a-zA-Z][a-zA-Z-]*)(=.*)?", re.DOTALL)


class Format(StrEnum):
    """How a verdict is written."""

    TEXT = "text"
    JSON = "json"


class Lang(StrEnum):
    """Language of the explanation."""

    AR = "ar"
    EN = "en"


def check(
    text: Annotated[list[str] | None, typer.Argument(help="The post; - or nothing reads standard input.")] = None,
    file: Annotated[Path | None, typer.Option(help="Read the post from this UTF-8 file.")] = None,
    jsonl: Annotated[str | None, typer.Option(help="Judge every line of this JSON lines file; - is stdin.")] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", help="Where --jsonl writes; - is stdout.")] = None,
    format_: Annotated[Format, typer.Option("--format", help="How the verdict is written.")] = Format.TEXT,
    channel: Annotated[Channel, typer.Option(help="Where the post goes out.")] = Channel.WHATSAPP,
    account: Annotated[str | None, typer.Option(help="The account or group that sends it.")] = None,
    sent_at: Annotated[str | None, typer.Option(help="When, with a zone: 2026-11-23T08:00:00+03:00.")] = None,
    emergency: Annotated[bool, typer.Option("--emergency", help="Declare an emergency notice.")] = False,
    policy: Annotated[str, typer.Option(help="Name of an embedded policy, or path of a policy file.")] = "khobar",
    model: ModelOption = "khobar",
    lang: Annotated[Lang, typer.Option(help="Language of the explanation.")] = Lang.AR,
) -> None:
    """Judge a post: exit status 0 allow, 10 review, 20 block; 1 failure, 2 wrong usage.

    With --jsonl: 0 when every line was judged, 1 when some could not be; options give the fields that lines lack.
    """
    if sum((bool(text), file is not None, jsonl is not None)) > 1:
        raise typer.BadParameter("give one of TEXT, --file and --jsonl")
    if output is not None and jsonl is None:
        raise typer.BadParameter("-o goes with --jsonl")
    _refuse_options(text or [])
    fields = {"channel": channel, "account": account, "sent_at": _instant(sent_at), "emergency": emergency}
    fields = {name: value for name, value in fields.items() if value is not None}

    if jsonl is not None:
        from khobar_moderation.cli.batch import run_batch

        raise typer.Exit(run_batch(jsonl, output, open_moderator(policy, model), fields))
    verdict = open_moderator(policy, model).check(_post(text, file, fields))
    _show(verdict, format_, lang)
    raise typer.Exit(EXIT_STATUS[verdict.decision])


def _refuse_options(text: list[str]) -> None:
    """Refuse what looks like a mistyped option; other text may begin with a dash, as a list line does."""
    for part in text:
        if option := _OPTION.fullmatch(part):
            raise typer.BadParameter(f"no such option: {option[1][:20]}")


def _instant(sent_at: str | None) -> datetime | None:
    if sent_at is None:
        return None
    try:
        instant = datetime.fromisoformat(sent_at)
    except ValueError:
        instant = datetime.min
    if instant.tzinfo is None:
        raise typer.BadParameter(
            "give a date and time with a zone, such as 2026-11-23T08:00:00+03:00", param_hint="--sent-at"
        )
    return instant


def _post(text: list[str] | None, file: Path | None, fields: dict[str, Any]) -> Post:
    if file is not None:
        return Post(text=_decode(file.read_bytes()), **fields)
    if text and text != ["-"]:
        return Post(text=" ".join(text), **fields)
    if not text and sys.stdin.isatty():
        raise typer.BadParameter("give the post, - for standard input, --file or --jsonl")
    return Post(text=_decode(sys.stdin.buffer.read()), **fields)


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError as error:
        raise InvalidPost("text", f"is no UTF-8 at byte {error.start + 1}", "Save it as UTF-8") from None


def _show(verdict: Verdict, format_: Format, lang: Lang) -> None:
    if format_ is Format.JSON:
        print(json.dumps(verdict.to_dict(), ensure_ascii=False))
        return
    from rich.console import Console

    banner, _, rest = verdict.explain(lang.value).partition("\n")
    console = Console(markup=False, highlight=False, emoji=False, soft_wrap=True)
    console.print(banner, style=f"bold {_COLOURS[verdict.decision]}")
    console.print(rest)
