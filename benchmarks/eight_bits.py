"""Whether a graph in eight bits decides as the one in full precision that it was made of.

    python benchmarks/eight_bits.py EIGHT_BITS FLOAT [FILE.jsonl ...] [--data FOLDER] [--most N]

Judges the annotated posts of the repository and, with `--data`, tweets of that folder of the training data
by both models, rules and policy being the same. Prints the share of posts with the same decision, the same labels and
the same findings, and what flips; the aim is 99 % of the decisions over 2,000 posts or more. Exits with 1 below it.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from khobar_moderation import InvalidPost, Moderator, Post, Verdict

AIM, LEAST = 0.99, 2_000
POSTS = Path(__file__).parent.parent / "data" / "posts"
console = Console()


def main() -> None:
    """Judge all posts by both models and print where they differ."""
    options = _options()
    texts = list(dict.fromkeys(_texts(options.files or sorted(POSTS.glob("*.jsonl")))))
    if options.data:
        texts += islice(_tweets(options.data), options.most)
    posts = list(_posts(texts))
    verdicts = [_judge(folder, posts) for folder in (options.eight_bits, options.float)]
    same = _print(list(zip(*verdicts, strict=True)))
    if len(posts) < LEAST:
        console.print(f"Only {len(posts):,} posts: give more files or --data, for {LEAST:,}")
    sys.exit(int(same < AIM))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("eight_bits", type=Path, help="folder of the model whose graph is in eight bits")
    parser.add_argument("float", type=Path, help="folder of the model whose graph is not")
    parser.add_argument("files", nargs="*", type=Path, help="posts, JSONL; by default those of the repository")
    parser.add_argument("--data", type=Path, help="folder of the training data, for tweets")
    parser.add_argument("--most", type=int, default=2_000, help="tweets to take at most")
    return parser.parse_args()


def _texts(files: Sequence[Path]) -> Iterator[str]:
    for path in files:
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["text"]


def _tweets(folder: Path) -> Iterator[str]:
    with lzma.open(folder / "posts" / "motaz_tweets.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def _posts(texts: Sequence[str]) -> Iterator[Post]:
    for text in texts:
        try:
            yield Post.of(text)
        except InvalidPost:  # a tweet of control characters, say
            continue


def _judge(folder: Path, posts: Sequence[Post]) -> list[Verdict]:
    verdicts = Moderator(models=folder).check_many(posts)
    return list(track(verdicts, description=folder.name, total=len(posts), console=console, transient=True))


def _print(pairs: Sequence[tuple[Verdict, Verdict]]) -> float:
    """Print the shares and what flips, and return the share of the same decisions."""
    shares = {
        "decision": [one.decision == other.decision for one, other in pairs],
        "labels": [one.labels == other.labels for one, other in pairs],
        "findings": [_found(one) == _found(other) for one, other in pairs],
    }
    table = Table("the same", "of posts", title=f"{len(pairs):,} posts, eight bits against float")
    for name, same in shares.items():
        table.add_row(name, f"{sum(same) / len(same):.2%}")
    console.print(table)
    flips = Counter((str(other.decision), str(one.decision)) for one, other in pairs if one.decision != other.decision)
    for (before, after), count in flips.most_common():
        console.print(f"{before} became {after}: {count}")
    changed = Counter(id_ for one, other in pairs for id_ in _found(one) ^ _found(other))
    for id_, count in changed.most_common(10):
        console.print(f"{id_} found by one of them alone: {count}")
    return sum(shares["decision"]) / len(pairs)


def _found(verdict: Verdict) -> frozenset[str]:
    return frozenset(finding.id for finding in verdict.findings)


if __name__ == "__main__":
    main()
