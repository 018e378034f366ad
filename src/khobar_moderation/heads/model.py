"""The model that ships with the package, at run time: word vectors, an ONNX graph, and what its answers weigh."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from khobar_moderation.errors import ModelError
from khobar_moderation.fusion.weights import Weights
from khobar_moderation.heads.features import FEATURES, featurise
from khobar_moderation.heads.forms import word_form
from khobar_moderation.heads.graph import Feed, Graph
from khobar_moderation.heads.labels import LANGUAGE, POST_HEADS, WORD_HEADS
from khobar_moderation.heads.lexical import LEXICAL, look_up
from khobar_moderation.heads.reading import Reading, new_reading
from khobar_moderation.heads.vectors import WordVectors
from khobar_moderation.heads.windows import Window, windows

if TYPE_CHECKING:
    from khobar_moderation.document import Document

_Numbers: TypeAlias = NDArray[np.floating[Any]]

__all__ = ["FORMAT", "HEADS", "Model"]

HEADS = (*WORD_HEADS, *POST_HEADS)
FORMAT = 1
_ANEW = "Take the model's folder anew"


class Model:
    """Reads posts; safe to share between threads, and with a forked process.

    Args:
        folder: holds `config.json`, `encoder.onnx`, `vectors.safetensors` and `words.txt`.
        threads: windows of posts that are read at a time; None for as many as there are cores, at most four.

    Raises:
        ModelError: the folder holds no model that this version can read; names the file and the remedy.

    Attributes:
        edits: columns of the language head by label (see `heads.labels`); empty where the model has no such head.
    """

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        self.folder = folder
        self.config = _read_config(folder / "config.json")
        self.version: str = self.config["version"]
        self.weights = _read_weights(folder / "config.json", self.config.get("weights"))
        self.edits = _read_edits(folder / "config.json", self.config.get(LANGUAGE))
        self._vectors = WordVectors.load(folder)
        self._graph = Graph(folder / "encoder.onnx", (*HEADS, LANGUAGE) if self.edits else HEADS, threads)
        if self._graph.width("vectors") != self._vectors.size:
            raise ModelError(f"{folder}: graph and word vectors are of two models. Take the model's folder anew")

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        """Return what the model reads in each document; long ones go through window by window.

        Raises:
            ModelError: what it answers are no numbers.
        """
        parts = [list(windows(len(document.tokens))) for document in documents]
        answers = self._graph.run_all(self._feeds(documents, parts), sum(map(len, parts)))
        return [
            new_reading(document.tokens, [(part, next(answers)) for part in rows], self.edits)
            for document, rows in zip(documents, parts, strict=True)
        ]

    def _feeds(self, documents: Sequence[Document], parts: Sequence[Sequence[Window]]) -> Iterator[Feed]:
        for document, rows in zip(documents, parts, strict=True):
            forms = [word_form(token) for token in document.tokens]
            features = featurise(document)
            for part in rows:
                yield self._feed(forms[part.start : part.end], features[part.start : part.end])

    def _feed(self, forms: Sequence[str], features: _Numbers) -> Feed:
        rows = {"vectors": self._vectors.of_words(forms), "features": features, "present": np.ones(len(forms))}
        if self.edits:
            rows["lexical"] = look_up(forms)
        if not forms:  # the graph takes no empty row: one word that is not there
            rows = {name: np.zeros((1, *row.shape[1:])) for name, row in rows.items()}
        return {name: row[None].astype(np.float32, copy=False) for name, row in rows.items()}


def _read_config(path: Path) -> dict[str, Any]:
    try:
        config: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ModelError(f"{path}: no such file. Give the folder of a model, or models=None for rules only") from None
    except ValueError as error:
        raise ModelError(f"{path}: is not JSON ({error}). {_ANEW}") from None
    if not isinstance(config, dict) or config.get("format") != FORMAT:
        found = config.get("format") if isinstance(config, dict) else None
        raise ModelError(f"{path}: format {found!r} is not {FORMAT}. Train it with this version")
    if config.get("features") != list(FEATURES):
        raise ModelError(f"{path}: the features are not those of this version. Train it with this version")
    if not isinstance(config.get("version"), str):
        raise ModelError(f"{path}: says no version. {_ANEW}")
    return config


def _read_edits(path: Path, language: Any) -> dict[str, int]:  # noqa: ANN401 - whatever the file holds
    """Return the columns of the language head's labels; none where the model has no such head."""
    if language is None:
        return {}
    if not isinstance(language, dict) or language.get("lexical") != list(LEXICAL) or not language.get("labels"):
        raise ModelError(f"{path}: the language head is not of this version. Train it with this version")
    return {name: column for column, name in enumerate(language["labels"])}


def _read_weights(path: Path, weights: Any) -> Weights:  # noqa: ANN401 - whatever the file holds
    try:
        return Weights.from_dict(weights)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise ModelError(f"{path}: its weights are not those of this version. {_ANEW}") from None
