"""Pictures of a training run: how the encoder's loss fell."""

from __future__ import annotations

import json
from pathlib import Path

__all__ = ["plot_losses"]


def plot_losses(losses: Path, out: Path) -> None:
    """Write a picture of the loss by millions of words read, from the lines that `pretrain` wrote.

    Args:
        losses: `losses.jsonl` of the encoder.
        out: the file to write, `.png` or `.svg`.
    """
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot

    rows = [json.loads(line) for line in losses.read_text("utf-8").splitlines()]
    figure, axes = pyplot.subplots(figsize=(7, 3.5), layout="constrained")
    axes.plot([row["words"] / 1e6 for row in rows], [row["loss"] for row in rows])
    axes.set(
        xlabel="words read, millions",
        ylabel="loss of hidden words, nats",
        title="The encoder guesses hidden words (running mean)",
    )
    axes.grid(alpha=0.3)
    figure.savefig(out, dpi=120)
    pyplot.close(figure)
