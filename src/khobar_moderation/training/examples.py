"""Annotated texts as numbers: what the network reads, and what it should answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from khobar_moderation.document import Document
from khobar_moderation.heads.features import featurise
from khobar_moderation.heads.forms import word_form
from khobar_moderation.heads.labels import POST_HEADS, WORD_HEADS
from khobar_moderation.heads.vectors import WordVectors
from khobar_moderation.heads.windows import windows
from khobar_moderation.moderator import Moderator
from khobar_moderation.post import Post
from khobar_moderation.training.annotation import IGNORED, Marked, gold_of

__all__ = ["Example", "Preparer", "batches", "collate"]


@dataclass(frozen=True, slots=True)
class Example:
    """One window of a text.

    Attributes:
        id: of the text.
        vectors: [words, vector], in half precision: there are many.
        features: [words, features].
        targets: by head.
    """

    id: str
    vectors: NDArray[np.float16]
    features: NDArray[np.uint8]
    targets: dict[str, NDArray[np.int64]]

    def __len__(self) -> int:
        return len(self.vectors)


class Preparer:
    """Turns annotated texts into examples; knows the rules, whose knowledge is part of the input."""

    def __init__(self, vectors: WordVectors) -> None:
        self._vectors = vectors
        self._moderator = Moderator(models=None)

    def document(self, marked: Marked) -> Document:
        """Return the text as the checks see it."""
        return self._moderator.read(Post(text=marked.text, channel=marked.channel, id=marked.id))

    def prepare(self, marked: Marked) -> Iterator[Example]:
        """Yield the windows of a text; a question about the whole post is asked only where one window holds it."""
        document = self.document(marked)
        vectors = self._vectors.of_words([word_form(token) for token in document.tokens]).astype(np.float16)
        features = featurise(document).astype(np.uint8)
        spans = [tuple(document.span(token.start, token.end)) for token in document.tokens]
        targets = gold_of(marked, spans).targets  # type: ignore[arg-type]
        parts = list(windows(len(spans)))
        for part in parts if spans else ():
            cut = {name: targets[name][part.start : part.end] for name in WORD_HEADS}
            for name in POST_HEADS:
                cut[name] = targets[name] if len(parts) == 1 else np.full_like(targets[name], IGNORED)
            yield Example(marked.id, vectors[part.start : part.end], features[part.start : part.end], cut)


def batches(examples: Sequence[Example], words: int, generator: np.random.Generator) -> Iterator[list[Example]]:
    """Yield batches of about `words` words, of examples of like length, in random order."""
    noisy = [len(example) * generator.uniform(0.9, 1.1) for example in examples]
    rows: list[list[Example]] = [[]]
    for place in np.argsort(noisy):
        example = examples[int(place)]
        if rows[-1] and (len(rows[-1]) + 1) * max(len(example), len(rows[-1][-1])) > words:
            rows.append([])
        rows[-1].append(example)
    generator.shuffle(rows)
    yield from rows


def collate(examples: Iterable[Example]) -> tuple[Tensor, Tensor, Tensor, dict[str, Tensor]]:
    """Return vectors, features, presence and targets of a batch, padded to its longest example."""
    rows = list(examples)
    longest = max(len(row) for row in rows)
    vectors = _padded([row.vectors for row in rows], longest, 0).float()
    features = _padded([row.features for row in rows], longest, 0).float()
    present = _padded([np.ones(len(row), np.float32) for row in rows], longest, 0.0)
    targets = {name: _padded([row.targets[name] for row in rows], longest, IGNORED) for name in WORD_HEADS}
    targets |= {name: torch.from_numpy(np.stack([row.targets[name] for row in rows])) for name in POST_HEADS}
    return vectors, features, present, targets


def _padded(arrays: Sequence[NDArray[Any]], longest: int, value: float) -> Tensor:
    out = np.full((len(arrays), longest, *arrays[0].shape[1:]), value, arrays[0].dtype)
    for row, array in enumerate(arrays):
        out[row, : len(array)] = array
    return torch.from_numpy(out)
