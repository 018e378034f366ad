"""Speed of the rules beside presidio-analyzer's predefined recognisers, in the same run on one core.

    python benchmarks/rules.py [--posts FILE.jsonl] [--json OUT]

Prints the time of one 280-character post (median and 99th percentile), how it grows with the length of the post and
with the number of names, and the ratio to presidio with a blank Arabic pipeline. Needs the `benchmarks` extra for the
peer; without it, says so and prints the rest.
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from khobar_moderation import Moderator
from khobar_moderation.rulepacks.matcher import PhraseMatcher

POST_LENGTH = 280
BLOCK, ROUNDS = 20, 10
DEV_POSTS = Path(__file__).parent / "data" / "dev.jsonl"
FRESH_PROCESS = "from khobar_moderation import Moderator; Moderator(models=None).check('اجتماع المعلمات غدًا')"
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
console = Console()


def main() -> None:
    """Run all parts and print their tables."""
    options = _options()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    texts = [json.loads(line)["text"] for line in options.posts.read_text(encoding="utf-8").splitlines()]
    posts = _cut_to_length(texts, POST_LENGTH)
    moderator = Moderator(models=None)
    result = {
        "posts": _compare(posts, moderator),
        "length": _by_length(texts, moderator),
        "names": _by_names(posts),
        "fresh_process_s": _fresh_process(),
    }
    if options.json:
        options.json.write_text(json.dumps(result, indent=1), encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=Path, default=DEV_POSTS, help="JSONL with a text in each line")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    return parser.parse_args()


def _compare(posts: Sequence[str], moderator: Moderator) -> dict[str, dict[str, float]]:
    """Time every post with us and with the peer, a block of posts in turn, so that a drifting machine slows both."""
    peer = _presidio()
    runs: dict[str, Callable[[str], object]] = {"khobar_moderation, all checks": moderator.check}
    if peer:
        runs["presidio-analyzer, identifiers only"] = peer
    times: dict[str, list[float]] = {name: [] for name in runs}
    for run in runs.values():  # a first pass loads and compiles what is only made when needed
        for post in posts:
            run(post)
    gc.freeze()
    blocks = [posts[start : start + BLOCK] for start in range(0, len(posts), BLOCK)] * ROUNDS
    for block in track(blocks, description="posts", console=console, transient=True):
        for name, run in runs.items():
            times[name] += [_milliseconds(run, post) for post in block]
    figures = {name: _summary(values) for name, values in times.items()}
    _print_comparison(figures)
    return figures


def _print_comparison(figures: dict[str, dict[str, float]]) -> None:
    ours = next(iter(figures.values()))
    table = Table(
        "", "median ms", "99th percentile ms", "posts/s", "median, ratio to ours", title=f"{POST_LENGTH} characters"
    )
    for name, figure in figures.items():
        ratio = figure["median"] / ours["median"]
        table.add_row(name, f"{figure['median']:.3f}", f"{figure['p99']:.3f}", f"{figure['per_s']:.0f}", f"{ratio:.2f}")
    console.print(table)
    if len(figures) == 1:
        console.print("The peer is not installed: pip install -c constraints.txt '.[benchmarks]'")


def _by_length(texts: Sequence[str], moderator: Moderator) -> dict[str, float]:
    whole = "\n".join(texts)
    table = Table("characters", "ms", "µs per 1,000 characters", title="Cost by length")
    figures = {}
    for length in (1_000, 10_000, 100_000, 1_000_000):
        text = (whole * (length // len(whole) + 1))[:length]
        taken = statistics.median(_milliseconds(moderator.check, text) for _ in range(3 if length < 1_000_000 else 1))
        figures[str(length)] = taken
        table.add_row(f"{length:,}", f"{taken:.1f}", f"{taken / length * 1e6:.0f}")
    console.print(table)
    return figures


def _by_names(posts: Sequence[str]) -> dict[str, float]:
    table = Table("names", "µs a post", title="Cost by number of phrases in the automaton")
    figures = {}
    for count in (100, 1_000, 10_000, 50_000):
        matcher = PhraseMatcher({"names": ("clitics", _names(count))})
        matcher.scan(posts[0])
        taken = statistics.median(_milliseconds(matcher.scan, post) for post in posts) * 1000
        figures[str(count)] = taken
        table.add_row(f"{count:,}", f"{taken:.1f}")
    console.print(table)
    return figures


def _names(count: int) -> list[str]:
    """Return made-up names of five letters, all different, spread over the alphabet."""
    size = len(LETTERS)
    return ["".join(LETTERS[(i * 7919 // size**k) % size] for k in range(5)) for i in range(1, count + 1)]


def _fresh_process() -> float:
    """Return the median seconds of a fresh process: import, rules, first verdict."""
    command = [sys.executable, "-c", FRESH_PROCESS]
    taken = statistics.median(_milliseconds(_run_process, command) / 1000 for _ in range(5))
    console.print(f"Fresh process, import to first verdict: {taken:.2f} s (median of 5)")
    return taken


def _run_process(command: list[str]) -> None:
    subprocess.run(command, check=True)


def _presidio() -> Callable[[str], object] | None:
    try:
        import spacy
        import tldextract
        from presidio_analyzer import AnalyzerEngine
        from presidio_analyzer.nlp_engine import SpacyNlpEngine
    except ImportError:
        return None

    logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)  # else it fetches a list

    class BlankArabic(SpacyNlpEngine):  # type: ignore[misc]
        """A pipeline that only splits words: presidio's own models know no Arabic."""

        def load(self) -> None:
            self.nlp = {"ar": spacy.blank("ar")}

    engine: Any = AnalyzerEngine(
        nlp_engine=BlankArabic([{"lang_code": "ar", "model_name": "blank"}]), supported_languages=["ar"]
    )
    engine.registry.load_predefined_recognizers(languages=["ar"])
    return lambda text: engine.analyze(text=text, language="ar")


def _cut_to_length(texts: Iterable[str], length: int) -> list[str]:
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
    return {
        "median": statistics.median(milliseconds),
        "p99": statistics.quantiles(milliseconds, n=100)[98],
        "per_s": 1000 / statistics.mean(milliseconds),
    }


if __name__ == "__main__":
    main()
