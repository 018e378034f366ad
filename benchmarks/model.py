"""Speed and size of rules and model together, beside a BERT token classifier in PyTorch, in the same run.

    python benchmarks/model.py [--model FOLDER] [--quick] [--json OUT]

Prints the time of `check` on posts of 280 characters and by parts, the throughput of `check_many`, and what a fresh
process takes to load, to the first verdict and of memory, each beside its aim. The peer is a 12 x 768 BERT token
classifier over the same posts, without the work of a tokenizer; its weights are random, which changes no time.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import torch
from rich.console import Console
from rich.progress import track
from rich.table import Table
from transformers import BertConfig, BertForTokenClassification

from khobar_moderation import Moderator, Post
from khobar_moderation.document import Document
from khobar_moderation.heads import Model
from khobar_moderation.heads.features import featurise
from khobar_moderation.heads.graph import Answers, Feed
from khobar_moderation.heads.reading import new_reading
from khobar_moderation.heads.windows import windows

POST_LENGTH = 280
BLOCK = 10
ROUNDS, QUICK_ROUNDS, QUICK_POSTS = 10, 2, 20
CORES = 2
PIECES_A_WORD = 1.2
"""Pieces that the peer is given for a word: few, in its favour."""
DEV_POSTS = Path(__file__).parent / "data" / "dev.jsonl"
FRESH_PROCESS = """
import json, resource, sys, time
begun = time.perf_counter()
from pathlib import Path
from khobar_moderation import Moderator
imported = time.perf_counter()
moderator = Moderator(**({{"models": Path({model!r})}} if {model!r} else {{}}))
loaded = time.perf_counter()
moderator.check("اجتماع المعلمات غدًا في قاعة التدريب")
judged = time.perf_counter()
for _ in moderator.check_many(json.loads(sys.stdin.read())):
    pass
status = Path("/proc/self/status")
# what getrusage tells on Linux begins at the peak of the parent
kilobytes = int(status.read_text().split("VmHWM:")[1].split()[0]) if status.exists() else (
    resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
print(json.dumps([imported - begun, loaded - begun, judged - begun, kilobytes / 1024]))
"""
console = Console()


class Aim(NamedTuple):
    """What the project has set itself to reach."""

    limit: float
    unit: str
    at_least: bool = False

    def row(self, name: str, value: float) -> tuple[str, str, str, str]:
        """Return a row of the table: what was measured, beside the aim."""
        reached = value >= self.limit if self.at_least else value <= self.limit
        sign = "≥" if self.at_least else "≤"
        return name, f"{value:.2f} {self.unit}", f"{sign} {self.limit:g} {self.unit}", "yes" if reached else "NO"


AIMS = {
    "check, median": Aim(12, "ms"),
    "check_many": Aim(150, "posts/s", at_least=True),
    "loading in a fresh process": Aim(1.5, "s"),
    "peak memory of a fresh process": Aim(700, "MB"),
}


def main() -> None:
    """Measure everything and print the tables."""
    options = _options()
    torch.set_num_threads(CORES)
    texts = [json.loads(line)["text"] for line in DEV_POSTS.read_text(encoding="utf-8").splitlines()]
    posts = _cut_to_length(texts, POST_LENGTH)[: QUICK_POSTS if options.quick else None]
    moderator = Moderator(models=options.model) if options.model else Moderator()
    if not isinstance(moderator.model, Model):
        sys.exit("There is no model to measure. Give its folder: --model FOLDER")
    rounds = QUICK_ROUNDS if options.quick else ROUNDS
    figures: dict[str, dict[str, Any]] = {
        "check": _compare(posts, moderator, rounds),
        "parts": _parts(posts, moderator, rounds),
        "many": {"posts_per_s": _throughput(posts * rounds, moderator)},
        "fresh": _fresh_process(options.model, texts, 2 if options.quick else 5),
    }
    _print_aims(figures)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, help="folder of the model, if not the one that ships")
    parser.add_argument("--quick", action="store_true", help="few rounds: a look, no figure to quote")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    return parser.parse_args()


def _compare(posts: Sequence[str], moderator: Moderator, rounds: int) -> dict[str, dict[str, float]]:
    """Time every post with us and with the peer, a block of posts in turn, so that a drifting machine slows both."""
    runs: dict[str, Callable[[str], object]] = {
        "khobar_moderation, rules and model": moderator.check,
        "khobar_moderation, rules only": Moderator(models=None).check,
        "BERT token classifier, 12 x 768, PyTorch": _bert(),
    }
    times: dict[str, list[float]] = {name: [] for name in runs}
    for run in runs.values():  # a first pass loads and compiles what is only made when needed
        for post in posts:
            run(post)
    gc.freeze()
    blocks = [posts[start : start + BLOCK] for start in range(0, len(posts), BLOCK)] * rounds
    for block in track(blocks, description="posts", console=console, transient=True):
        for name, run in runs.items():
            times[name] += [_milliseconds(run, post) for post in block]
    figures = {name: _summary(values) for name, values in times.items()}
    _print_comparison(figures)
    return figures


def _print_comparison(figures: dict[str, dict[str, float]]) -> None:
    ours = next(iter(figures.values()))["median"]
    table = Table(
        "", "median ms", "99th percentile ms", "ratio to ours", title=f"{POST_LENGTH} characters, {CORES} cores"
    )
    for name, figure in figures.items():
        table.add_row(name, f"{figure['median']:.2f}", f"{figure['p99']:.2f}", f"{figure['median'] / ours:.2f}")
    console.print(table)


def _bert() -> Callable[[str], object]:
    network = BertForTokenClassification(BertConfig())
    network.train(False)

    def run(text: str) -> object:
        pieces = torch.randint(100, 30_000, (1, 2 + round(len(text.split()) * PIECES_A_WORD)))
        with torch.inference_mode():
            return network(input_ids=pieces).logits

    return run


def _parts(posts: Sequence[str], moderator: Moderator, rounds: int) -> dict[str, float]:
    """Time what the model adds to the rules, part by part, on posts that the rules have judged."""
    model = moderator.model
    assert model is not None
    documents = [moderator.read(Post(text=post)) for post in posts]
    feeds = [_feed(model, document) for document in documents]
    pairs = [(document, model._graph.run(feed)) for document, feed in zip(documents, feeds, strict=True)]
    figures = {
        "features": _median(featurise, documents, rounds),
        "features and word vectors": _median(partial(_feed, model), documents, rounds),
        "graph": _median(model._graph.run, feeds, rounds),
        "decoding": _median(_decode, pairs, rounds),
    }
    table = Table("part of the model", "median ms")
    for name, value in figures.items():
        table.add_row(name, f"{value:.3f}")
    console.print(table)
    return figures


def _feed(model: Model, document: Document) -> Feed:
    return next(model._feeds([document], [list(windows(len(document.tokens)))]))


def _decode(pair: tuple[Document, Answers]) -> None:
    document, answers = pair
    reading = new_reading(document.tokens, [(next(windows(len(document.tokens))), answers)], {})
    for head in ("people", "attributes", "sources"):
        list(reading.spans(head))


def _median(run: Callable[[Any], object], items: Sequence[object], rounds: int) -> float:
    return statistics.median(min(_milliseconds(run, item) for _ in range(rounds)) for item in items)


def _throughput(posts: Sequence[str], moderator: Moderator) -> float:
    begun = time.perf_counter()
    judged = sum(1 for _ in moderator.check_many(posts))
    return judged / (time.perf_counter() - begun)


def _fresh_process(model: Path | None, texts: Sequence[str], runs: int) -> dict[str, float]:
    """Return the medians of some fresh processes; each judges all posts, so that its memory is that of real use."""
    command = [sys.executable, "-c", FRESH_PROCESS.format(model=str(model) if model else "")]
    asked = json.dumps(texts).encode()
    told = [
        json.loads(subprocess.run(command, check=True, input=asked, capture_output=True).stdout) for _ in range(runs)
    ]
    names = ("import_s", "load_s", "first_verdict_s", "peak_mb")
    return {name: statistics.median(values) for name, values in zip(names, zip(*told, strict=True), strict=True)}


def _print_aims(figures: dict[str, dict[str, Any]]) -> None:
    fresh = figures["fresh"]
    check, many = next(iter(figures["check"].values()))["median"], figures["many"]["posts_per_s"]
    table = Table("", "measured", "aim", "reached")
    for (name, aim), value in zip(AIMS.items(), (check, many, fresh["load_s"], fresh["peak_mb"]), strict=True):
        table.add_row(*aim.row(name, value))
    console.print(table)
    console.print(
        f"Fresh process: import {fresh['import_s']:.2f} s, first verdict after {fresh['first_verdict_s']:.2f} s"
    )
    console.print(f"Load of the machine: {os.getloadavg()[0]:.1f}")


def _cut_to_length(texts: Sequence[str], length: int) -> list[str]:
    posts, held = [], ""
    for text in texts:
        held = f"{held}\n{text}" if held else text
        if len(held) >= length:
            posts.append(held[:length])
            held = ""
    return posts


def _milliseconds(run: Callable[[Any], object], argument: object) -> float:
    begun = time.perf_counter()
    run(argument)
    return (time.perf_counter() - begun) * 1000


def _summary(milliseconds: Sequence[float]) -> dict[str, float]:
    return {"median": statistics.median(milliseconds), "p99": statistics.quantiles(milliseconds, n=100)[98]}


if __name__ == "__main__":
    main()
