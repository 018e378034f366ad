"""`python -m khobar_moderation.training`: the steps of training, and going on from a model that ships."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from khobar_moderation.cli import run

if TYPE_CHECKING:
    from khobar_moderation.training.pipeline import Workshop

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


Data = Annotated[Path, typer.Option(help="The folder of the corpora (see docs/training.md).")]
Posts = Annotated[Path, typer.Option(help="The folder of annotated posts.")]
Work = Annotated[Path, typer.Option(help="Where what is made on the way is kept.")]
Out = Annotated[Path, typer.Option(help="The folder of the model.")]
Gold = Annotated[list[Path], typer.Option(help="Annotated posts that measure; may be given several times.")]
Language = Annotated[
    list[Path] | None, typer.Option(help="Texts with marked errors that measure; may be given several times.")
]
Words = Annotated[Path | None, typer.Option(help="A text for the card.")]

_POSTS, _WORK, _OUT = Path("data/posts"), Path("build/training"), Path("models/khobar")


@app.command()
def vectors(data: Data, work: Work = _WORK) -> None:
    """Write the corpus and train word vectors on it."""
    _workshop(data, _POSTS, work, _OUT).make_vectors()


@app.command()
def encoder(data: Data, work: Work = _WORK, steps: Annotated[int, typer.Option(min=1)] = 2000) -> None:
    """Teach the encoder to guess hidden words; goes on from the last checkpoint."""
    from khobar_moderation.training.pretraining import Plan

    _workshop(data, _POSTS, work, _OUT).make_encoder(Plan(steps=steps))


@app.command()
def heads(data: Data, posts: Posts = _POSTS, work: Work = _WORK) -> None:
    """Fine-tune encoder and heads: once on everything, and once without each fold."""
    from khobar_moderation.training.finetuning import Course

    shop = _workshop(data, posts, work, _OUT)
    shop.make_examples()
    shop.make_folds(Course())


@app.command()
def language(data: Data, posts: Posts = _POSTS, work: Work = _WORK) -> None:
    """Teach the language head to find and mend what is misspelt; goes on from the last checkpoint."""
    from khobar_moderation.training.language_pipeline import make_language_head

    make_language_head(_workshop(data, posts, work, _OUT))


@app.command()
def finish(data: Data, posts: Posts = _POSTS, work: Work = _WORK, out: Out = _OUT) -> None:
    """Fit what rules and heads weigh beside each other, and write the model's folder."""
    from khobar_moderation.training.finishing import finish as finish_model

    finish_model(_workshop(data, posts, work, out))


@app.command()
def measure(
    data: Data, gold: Gold, language: Language = None, posts: Posts = _POSTS, work: Work = _WORK, out: Out = _OUT,
    training: Words = None, limits: Words = None,
) -> None:  # fmt: skip
    """Measure rules, heads and both; write eval.json, the model card and the picture of the loss."""
    from rich.console import Console

    from khobar_moderation.evaluation.tables import comparison_table
    from khobar_moderation.training.finishing import measure as measure_model
    from khobar_moderation.training.plots import plot_losses

    words = [path.read_text("utf-8") if path else "" for path in (training, limits)]
    posts_by_name, texts_by_name = ({path.stem: path for path in paths} for paths in (gold, language or []))
    evaluations = measure_model(_workshop(data, posts, work, out), posts_by_name, texts_by_name, *words)
    console = Console(markup=False, highlight=False, emoji=False)
    for name, judged in evaluations.items():
        console.print(name, comparison_table(judged))
    plot_losses(work / "encoder" / "losses.jsonl", Path("docs/model-loss.png"))


@app.command()
def leakage(
    posts: Annotated[list[Path], typer.Argument(help="Annotated posts to learn from.")],
    against: Annotated[list[Path], typer.Option(help="Annotated posts that measure; may be given several times.")],
) -> None:
    """List the posts that share wording with one that measures: id, the other's id, how much of the post is shared."""
    from khobar_moderation.training.annotation import read_marked
    from khobar_moderation.training.leakage import find_shared

    learnt = [(post.id, post.text) for path in posts for post in read_marked(path)]
    measured = [(post.id, post.text) for path in against for post in read_marked(path)]
    for shared in find_shared(learnt, measured):
        typer.echo(f"{shared.id}\t{shared.measured}\t{shared.letters} letters\t{shared.share:.0%}")


def _workshop(data: Path, posts: Path, work: Path, out: Path) -> Workshop:
    from khobar_moderation.training.pipeline import Workshop

    return Workshop(data, posts, work, out)


if __name__ == "__main__":
    run(app)
