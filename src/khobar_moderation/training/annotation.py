"""Annotated posts and sentences, as the heads learn from them: what each word and each post should be answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khobar_moderation.heads.labels import ATTRIBUTES, PERSONAL, SOUNDNESS, SOURCES, WORD_HEADS

__all__ = ["IGNORED", "Gold", "Marked", "gold_of", "read_conll", "read_marked", "read_offensive"]

IGNORED = -100
ANY_FIRST, ANY_INSIDE = -1, -2
"""Tags of a person whose role nobody told: any role will do."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its annotation; spans are code points [start, end) of the text.

    Attributes:
        id: of the post; what stands before the last hyphen is its author.
        text: the text.
        channel: "whatsapp" or "x".
        people: (start, end, role), role "any" where it is unknown; None where people are not annotated.
        attributes: (start, end, type), or None likewise; so too the rest.
        sources: (start, end, type).
        personal: (start, end).
        unsound: (start, end, type).
        labels: "personal", "source" and the kinds of unsoundness that are annotated, with their value.
    """

    id: str
    text: str
    channel: str = "whatsapp"
    people: tuple[tuple[int, int, str], ...] | None = None
    attributes: tuple[tuple[int, int, str], ...] | None = None
    sources: tuple[tuple[int, int, str], ...] | None = None
    personal: tuple[tuple[int, int], ...] | None = None
    unsound: tuple[tuple[int, int, str], ...] | None = None
    labels: dict[str, str | bool] = field(default_factory=dict)


@dataclass(slots=True)
class Gold:
    """Targets by head: one number a word, or one (or one a kind) a post; `IGNORED` where nothing is known."""

    targets: dict[str, NDArray[np.int64]]


def read_marked(path: Path) -> Iterator[Marked]:
    """Yield the annotated posts of a file in the format of `posts_annotated/train.jsonl`."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield _marked(json.loads(line))


def _marked(post: dict[str, Any]) -> Marked:
    people: list[tuple[int, int, str]] = []
    attributes: list[tuple[int, int, str]] = []
    for span in post["exposure"]:
        where = (span["start"], span["end"])
        if span["type"] == "person":
            people.append((*where, "pupil" if span.get("pupil") else span["role"]))
        elif span["type"] in ATTRIBUTES:
            attributes.append((*where, span["type"]))
    unsound = tuple((span["start"], span["end"], span["type"]) for span in post["soundness"])
    return Marked(
        id=post["id"],
        text=post["text"],
        channel=post["channel"],
        people=tuple(people),
        attributes=tuple(attributes),
        sources=tuple((span["start"], span["end"], span["type"]) for span in post["source"]["spans"]),
        personal=tuple((span["start"], span["end"]) for span in post["personal"]["spans"]),
        unsound=unsound,
        labels={
            "personal": post["personal"]["label"],
            "source": post["source"]["status"],
            **{kind: any(span[2] == kind for span in unsound) for kind in SOUNDNESS},
        },
    )


def read_conll(path: Path) -> Iterator[Marked]:
    """Yield the sentences of a file of one token and tag a line, with their people."""
    sentences = path.read_text("utf-8").strip().split("\n\n")
    for number, sentence in enumerate(sentences):
        rows = [line.split() for line in sentence.splitlines() if len(line.split()) >= 2]
        text = ""
        people: list[tuple[int, int, str]] = []
        for token, *_, tag in rows:
            start = len(text)
            text += f"{token} "
            if "PER" not in tag:
                continue
            if tag.startswith("I") and people and people[-1][1] == start - 1:
                people[-1] = (people[-1][0], len(text) - 1, "any")
            else:
                people.append((start, len(text) - 1, "any"))
        if rows:
            yield Marked(id=f"{path.stem}-{number}", text=text.rstrip(), people=tuple(people))


def read_offensive(path: Path) -> Iterator[Marked]:
    """Yield the comments of MPOLD, which say whether they are offensive and nothing else."""
    import lzma

    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            comment = json.loads(line)
            offensive = str(comment["label"]).lower().startswith("off")
            yield Marked(id=f"mpold-{number}", text=comment["text"], channel="x", labels={"offensive": offensive})


def gold_of(marked: Marked, words: list[tuple[int, int]]) -> Gold:
    """Return the targets for a text whose words stand at these code points."""
    count = len(words)
    targets = {
        "people": _tags(words, marked.people, "people"),
        "attributes": _tags(words, marked.attributes, "attributes"),
        "sources": _tags(words, marked.sources, "sources"),
        "personal": _inside(words, marked.personal)[:, None],
        "unsound": np.stack([_inside(words, _of_kind(marked, kind)) for kind in SOUNDNESS], axis=1)
        if count
        else np.zeros((0, len(SOUNDNESS)), np.int64),
        "post_personal": np.array(_place(PERSONAL, marked.labels.get("personal"))),
        "post_source": np.array(_place(SOURCES, marked.labels.get("source"))),
        "post_soundness": np.array([int(marked.labels.get(kind, IGNORED)) for kind in SOUNDNESS]),
    }
    return Gold(targets)


def _place(values: tuple[str, ...], value: object) -> int:
    return values.index(value) if isinstance(value, str) else IGNORED


def _of_kind(marked: Marked, kind: str) -> tuple[tuple[int, int], ...] | None:
    if marked.unsound is None:
        return None
    return tuple((start, end) for start, end, what in marked.unsound if what == kind)


def _inside(words: list[tuple[int, int]], spans: tuple[tuple[int, int], ...] | None) -> NDArray[np.int64]:
    if spans is None:
        return np.full(len(words), IGNORED)
    return np.array([any(start < e and end > s for s, e in spans) for start, end in words], np.int64)


def _tags(words: list[tuple[int, int]], spans: tuple[tuple[int, int, str], ...] | None, head: str) -> NDArray[np.int64]:
    if spans is None:
        return np.full(len(words), IGNORED)
    tags = np.zeros(len(words), np.int64)
    for span_start, span_end, kind in spans:
        inside = [place for place, (start, end) in enumerate(words) if start < span_end and end > span_start]
        for order, place in enumerate(inside):
            if kind == "any":
                tags[place] = ANY_INSIDE if order else ANY_FIRST
            else:
                tags[place] = WORD_HEADS[head].index(f"{'I' if order else 'B'}-{kind}")
    return tags
