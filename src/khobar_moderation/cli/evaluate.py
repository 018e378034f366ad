"""`khobar-moderation evaluate`: score a moderator against annotated posts, or its persons against tagged tokens."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from khobar_moderation.cli.opening import ModelOption, open_moderator

if TYPE_CHECKING:
    from rich.console import Console

    from khobar_moderation.evaluation import Evaluation
    from khobar_moderation.moderator import Moderator
    from khobar_moderation.post import Post
    from khobar_moderation.verdict import Verdict

__all__ = ["evaluate"]

_WIDTH = 180
"""Columns of the tables where no terminal tells its own."""


def evaluate(
    gold: Annotated[Path | None, typer.Argument(help="JSON lines of annotated posts.")] = None,
    reports: Annotated[
        Path | None, typer.Option(help="Reports by id, as check --jsonl writes; none: judge now.")
    ] = None,
    conll: Annotated[Path | None, typer.Option(help="Instead of GOLD: tokens with tags, to score persons.")] = None,
    json_: Annotated[Path | None, typer.Option("--json", help="Write every figure here.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write one page with plots here.")] = None,
    worst: Annotated[int, typer.Option(min=0, help="How many wrong decisions are listed.")] = 10,
    show_text: Annotated[bool, typer.Option("--show-text", help="List them with the text of the posts.")] = False,
    policy: Annotated[str | None, typer.Option(help="Name of an embedded policy, or path of a policy file.")] = None,
    model: ModelOption = "khobar",
) -> None:
    """Score verdicts on annotated posts: each measure with its interval, decisions, slices, the worst cases.

    Exit status 0 when scored, whatever the figures; 1 failure, 2 wrong usage.
    """
    if (gold is None) == (conll is None):
        raise typer.BadParameter("give one of GOLD and --conll")
    if conll is not None and (reports or html or show_text):
        raise typer.BadParameter("--conll goes with --json, --policy and --model only")
    if reports is not None and policy is not None:
        raise typer.BadParameter("--policy judges now; ready --reports have been judged")
    if conll is not None:
        _evaluate_persons(conll, json_, open_moderator(policy or "khobar", model))
    elif gold is not None:
        evaluation = _evaluate_posts(gold, reports, html is not None, policy or "khobar", model)
        _show(evaluation, worst, show_text)
        _write(json_, lambda: _json(evaluation.to_dict()))
        _write(html, lambda: evaluation.to_html(title=gold.name, worst=worst, show_text=show_text))


def _evaluate_posts(gold: Path, reports: Path | None, plots: bool, policy: str, model: str) -> Evaluation:
    from khobar_moderation.evaluation import evaluate, read_gold, read_reports

    if plots:
        from khobar_moderation.evaluation.plots import require_matplotlib

        require_matplotlib()  # now, not after a thousand posts
    posts = read_gold(gold)
    if reports is not None:
        return evaluate(posts, read_reports(reports))
    return evaluate(posts, _judged([each.post for each in posts], open_moderator(policy, model)))


def _evaluate_persons(conll: Path, json_: Path | None, moderator: Moderator) -> None:
    from khobar_moderation.evaluation import evaluate_persons, posts_of, read_conll
    from khobar_moderation.evaluation.tables import persons_table

    sentences = read_conll(conll)
    figure = evaluate_persons(sentences, _judged(list(posts_of(sentences)), moderator))
    _console().print(persons_table(figure, len(sentences)))
    _write(json_, lambda: _json({"sentences": len(sentences), "measures": {figure.name: figure.to_dict()}}))


def _judged(posts: list[Post], moderator: Moderator) -> Iterator[Verdict]:
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    verdicts = moderator.check_many(posts)
    return iter(track(verdicts, "", total=len(posts), console=console, transient=True, disable=not console.is_terminal))


def _show(evaluation: Evaluation, worst: int, show_text: bool) -> None:
    from khobar_moderation.evaluation import tables

    console = _console()
    console.print(evaluation.table())
    console.print(tables.confusion_table(evaluation))
    console.print(tables.slice_table(evaluation))
    if evaluation.wrong and worst:
        console.print(tables.blame_table(evaluation))
        console.print(tables.worst_table(evaluation.wrong[:worst], show_text))


def _console() -> Console:
    from rich.console import Console

    console = Console(markup=False, highlight=False, emoji=False)
    return console if console.is_terminal else Console(markup=False, highlight=False, emoji=False, width=_WIDTH)


def _json(content: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _write(path: Path | None, content: Callable[[], str]) -> None:
    if path is not None:
        path.write_text(content(), encoding="utf-8")
