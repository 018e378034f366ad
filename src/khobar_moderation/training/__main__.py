"""`python -m khobar_moderation.training`: the steps of training, and going on from a model that ships."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from khobar_moderation.cli import run

app = typer.Typer(
    help="Train the model, or adapt it to posts of your own.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def training() -> None:
    """Train the model, or adapt it to posts of your own."""


@app.command()
def adapt(
    posts: Annotated[list[Path], typer.Option(help="JSON lines of annotated posts; may be given several times.")],
    out: Annotated[Path, typer.Option(help="The folder to write the adapted model to.")],
    model: Annotated[str, typer.Option(help="The model to go on from: name of an embedded one, or folder.")] = "khobar",
    policy: Annotated[str, typer.Option(help="What the posts' decisions were made by: name, or path.")] = "khobar",
    epochs: Annotated[int, typer.Option(min=1, help="How many at most, each reading the posts twice.")] = 8,
    seed: Annotated[int, typer.Option(help="Of all that is drawn.")] = 1,
) -> None:
    """Go on training the heads on posts of your own; print the figures before and after on a fifth held out."""
    from rich.console import Console

    from khobar_moderation.evaluation.tables import comparison_table
    from khobar_moderation.training.adapting import adapt

    source = Path(model) if Path(model).is_dir() else model
    done = adapt(posts, out, model=source, policy=policy, epochs=epochs, seed=seed)
    console = Console(markup=False, highlight=False, emoji=False)
    console.print(comparison_table({"before": done.before, "after": done.after}))
    copies = f", {done.copies} left out as near copies of these" if done.copies else ""
    console.print(
        f"learnt from {done.learnt} posts, measured on {done.held_out} others{copies}; "
        f"kept epoch {done.epochs}{'' if done.epochs else ' (none did good: the heads are as before)'}"
    )
    console.print(f"use it: Moderator(models=Path({str(out)!r}))", soft_wrap=True)


if __name__ == "__main__":
    run(app)
