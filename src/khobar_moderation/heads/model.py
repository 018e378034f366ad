"""The model that ships with the package, at run time: word vectors, an ONNX graph, and what its answers weigh."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from khobar_moderation.errors import ModelError
from khobar_moderation.fusion.weights import Weights
from khobar_moderation.heads.features import FEATURES, featurise
from khobar_moderation.heads.forms import word_form
from khobar_moderation.heads.labels import POST_HEADS, WORD_HEADS
from khobar_moderation.heads.reading import Reading, new_reading
from khobar_moderation.heads.vectors import WordVectors
from khobar_moderation.heads.windows import Window, windows

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

    from khobar_moderation.document import Document

__all__ = ["FORMAT", "HEADS", "Model"]

HEADS = (*WORD_HEADS, *POST_HEADS)
FORMAT = 1
_BATCH = 2048
"""Words, padding included, that go through the graph together: more is no faster, and takes memory."""


class Model:
    """Reads posts; safe to share between threads (the graph is opened anew in a forked process).

    Args:
        folder: holds `config.json`, `encoder.onnx`, `vectors.safetensors` and `words.txt`.
        threads: threads that work on one batch.

    Raises:
        ModelError: the folder holds no model that this version can read; names the file and the remedy.
    """

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self.folder = folder
        self.config = _read_config(folder)
        self.version: str = self.config["version"]
        self.weights = Weights.from_dict(self.config["weights"])
        self._threads = threads
        self._vectors = WordVectors.load(folder)

    @cached_property
    def _session(self) -> InferenceSession:
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return InferenceSession(str(self.folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"])

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        """Return what the model reads in each document; long ones go through window by window."""
        rows = [(place, part) for place, document in enumerate(documents) for part in windows(len(document.tokens))]
        inputs = [self._input(document) for document in documents]
        answers: dict[tuple[int, Window], dict[str, NDArray[np.float32]]] = {}
        for batch in _batches(rows):
            answers.update(zip(batch, self._run([_cut(inputs[place], part) for place, part in batch]), strict=True))
        return [
            new_reading(document.tokens, [(part, answers[place, part]) for part in windows(len(document.tokens))])
            for place, document in enumerate(documents)
        ]

    def _input(self, document: Document) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        return self._vectors.of_words([word_form(token) for token in document.tokens]), featurise(document)

    def _run(
        self, rows: Sequence[tuple[NDArray[np.float32], NDArray[np.float32]]]
    ) -> Iterable[dict[str, NDArray[np.float32]]]:
        longest = max(1, *(len(vectors) for vectors, _ in rows))
        feed = {
            "vectors": np.zeros((len(rows), longest, self._vectors.size), np.float32),
            "features": np.zeros((len(rows), longest, len(FEATURES)), np.float32),
            "present": np.zeros((len(rows), longest), np.float32),
        }
        for place, (vectors, features) in enumerate(rows):
            feed["vectors"][place, : len(vectors)] = vectors
            feed["features"][place, : len(vectors)] = features
            feed["present"][place, : len(vectors)] = 1.0
        outputs = self._session.run(HEADS, feed)
        for place in range(len(rows)):
            yield {head: output[place] for head, output in zip(HEADS, outputs, strict=True)}


def _cut(row: tuple[NDArray[np.float32], NDArray[np.float32]], part: Window) -> tuple[Any, Any]:
    return row[0][part.start : part.end], row[1][part.start : part.end]


def _batches(rows: Sequence[tuple[int, Window]]) -> Iterable[list[tuple[int, Window]]]:
    """Yield the windows, those of like length together, so that little is padding."""
    batch: list[tuple[int, Window]] = []
    for row in sorted(rows, key=lambda row: row[1].end - row[1].start):
        if batch and (len(batch) + 1) * (row[1].end - row[1].start) > _BATCH:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _read_config(folder: Path) -> dict[str, Any]:
    path = folder / "config.json"
    try:
        config: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ModelError(f"{path}: no such file. Give the folder of a model, or models=None for rules only") from None
    except ValueError as error:
        raise ModelError(f"{path}: is not JSON ({error}). Take the model's folder anew") from None
    if config.get("format") != FORMAT:
        raise ModelError(f"{path}: format {config.get('format')!r} is not {FORMAT}. Train it with this version")
    if config.get("features") != list(FEATURES):
        raise ModelError(f"{path}: the features are not those of this version. Train it with this version")
    return config
