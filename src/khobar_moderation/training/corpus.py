"""The unlabelled text that word vectors and encoder learn from: one paragraph or post a line, words apart by blanks.

Books whose authors died by 1975 (public domain), tweets under free licences, traditions at a low weight, and the
annotated posts without their labels; `docs/training.md` says where each comes from.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from tqdm import tqdm

from khobar_moderation.heads.forms import word_form
from khobar_moderation.text import normalise, tokenise

__all__ = ["SOURCES", "Source", "read_forms", "write_corpus"]

_SEED = 1
_SHORTEST = 4  # words: shorter lines are headings and page numbers


@dataclass(frozen=True, slots=True)
class Source:
    """One file of text.

    Attributes:
        path: below the data folder.
        step: take each so many-th paragraph.
        copies: how often what was taken is repeated.
    """

    path: str
    step: int = 1
    copies: int = 1


SOURCES = (
    Source("text/hindawi_pd50.txt.xz"),
    Source("text/hindawi_pd70.txt.xz", step=2),
    Source("text/hadith.txt.xz", step=4),
    Source("text/arcd_wikipedia.txt.xz", copies=3),
    Source("posts/saudi_irony.jsonl.xz", copies=4),
    Source("posts/motaz_tweets.jsonl.xz", copies=2),
    Source("posts/arsarcasm_v2.jsonl.xz", copies=3),
    Source("posts/mpold.jsonl.xz", copies=3),
    Source("posts/idrisi_ra.jsonl.xz", copies=6),
    Source("posts_annotated/train.jsonl", copies=12),
)


def read_forms(text: str) -> list[str]:
    """Return the forms of a text's words and marks, as the model reads them."""
    normal = normalise(text).text
    return [word_form(token) for token in tokenise(normal, normal)]  # no form needs the loose key


def write_corpus(data: Path, out: Path, sources: Iterable[Source] = SOURCES) -> int:
    """Write the lines of all sources under `data`, shuffled, to the file `out`; return how many words they hold.

    Raises:
        FileNotFoundError: a source is missing.
    """
    lines: list[str] = []
    for source in sources:
        for forms in tqdm(_paragraphs(data, source), desc=source.path, unit=" lines", mininterval=5):
            lines += [" ".join(forms)] * source.copies
    Random(_SEED).shuffle(lines)  # learning rates fall: what came last would count least
    part = out.with_suffix(".part")
    part.write_text("\n".join(lines) + "\n", encoding="utf-8")
    part.replace(out)  # whole or not at all
    return sum(line.count(" ") + 1 for line in lines)


def _paragraphs(data: Path, source: Source) -> Iterator[list[str]]:
    for text in islice(_texts(data / source.path), 0, None, source.step):
        forms = read_forms(text)
        if len(forms) >= _SHORTEST:
            yield forms


def _texts(path: Path) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"] if ".jsonl" in path.name else line.rstrip("\n")
