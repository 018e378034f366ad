"""The model at run time: one reading of a post, from which every check takes what it needs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from khobar_moderation.heads.brought import Brought, BroughtModel, Source
from khobar_moderation.heads.model import Model
from khobar_moderation.heads.reading import Reading
from khobar_moderation.resources import MODELS

__all__ = ["Brought", "Model", "Reading", "Source", "load_model"]

_BASE = "base"
_SHIPPED = "khobar"


def load_model(model: str | Path | Mapping[str, Source]) -> Model:
    """Return an embedded model by name, or the model in a folder; loaded once, whoever asks.

    A mapping names classifiers of a user by check (see `heads.brought`). They take the place of heads of the model
    under "base", a name or a folder; without it, of the one that ships. It is loaded for each who asks.

    Raises:
        ModelError: there is none, or it cannot be used.
    """
    if isinstance(model, Mapping):
        sources = {check: source for check, source in model.items() if check != _BASE}
        return BroughtModel(_folder(model.get(_BASE, _SHIPPED)), sources)
    return _load(_folder(model))


def _folder(source: Source) -> Path:
    where = source.source if isinstance(source, Brought) else source
    return (MODELS / where if isinstance(where, str) else where).resolve()


@cache
def _load(folder: Path) -> Model:
    return Model(folder)
