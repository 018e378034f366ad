"""Share of the posts about which the same is decided when they are written otherwise.

    python benchmarks/robustness.py [FILE.jsonl ...] [--model FOLDER] [--rules-only] [--json OUT]

Tatweel, diacritics, zero-width characters, Persian letters, the other digits and presentation forms change how a post
is written, not what it says. What is found in the writing itself (`foreign_letters`, `evasion`) is left aside; the aim
is 98 % for each.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from khobar_moderation import Moderator, Post
from khobar_moderation.evaluation import read_gold
from khobar_moderation.evaluation.disguises import DISGUISES, is_same_disguised

AIM = 0.98
FILES = [Path(__file__).parent / "data" / f"{name}.jsonl" for name in ("dev", "written", "fresh")]
console = Console()


def main() -> None:
    """Judge every post of every file as it is and in each disguise, and print the shares."""
    options = _options()
    moderator = _moderator(options)
    shares = {path.stem: _shares(moderator, [each.post for each in read_gold(path)]) for path in options.files}
    _print(shares)
    if options.json:
        options.json.write_text(json.dumps(shares, indent=1) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=FILES, help="annotated posts, JSONL")
    parser.add_argument("--model", type=Path, help="folder of the model, if not the one that ships")
    parser.add_argument("--rules-only", action="store_true", help="judge without a model")
    parser.add_argument("--json", type=Path, help="write the shares here as well")
    return parser.parse_args()


def _moderator(options: argparse.Namespace) -> Moderator:
    if options.rules_only:
        return Moderator(models=None)
    return Moderator(models=options.model) if options.model else Moderator()


def _shares(moderator: Moderator, posts: Sequence[Post]) -> dict[str, float]:
    disguises = track(DISGUISES.items(), description="disguises", console=console, transient=True)
    return {name: sum(is_same_disguised(moderator, posts, disguise)) / len(posts) for name, disguise in disguises}


def _print(shares: dict[str, dict[str, float]]) -> None:
    table = Table("same decision after", *(f"{name} %" for name in shares), title=f"Aim: {AIM:.0%}")
    for disguise in DISGUISES:
        found = [share[disguise] for share in shares.values()]
        table.add_row(disguise, *(f"{share * 100:.1f}{'' if share >= AIM else ' below the aim'}" for share in found))
    console.print(table)


if __name__ == "__main__":
    main()
