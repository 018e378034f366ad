"""The model at run time: one reading of a post, from which every check takes what it needs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from khobar_moderation.heads.model import Model
from khobar_moderation.heads.reading import Reading
from khobar_moderation.resources import MODELS

__all__ = ["Model", "Reading", "load_model"]


def load_model(name: str | Path) -> Model:
    """Return an embedded model by name, or the model in a folder; loaded once, whoever asks.

    Raises:
        ModelError: there is none, or it cannot be used.
    """
    folder = MODELS / name if isinstance(name, str) else name
    return _load(folder.resolve())


@cache
def _load(folder: Path) -> Model:
    return Model(folder)
