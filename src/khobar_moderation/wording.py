"""The words that reviewers read, from `wording.yaml`, in Arabic and English."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

__all__ = ["Language", "placeholder", "term", "terms"]

Language: TypeAlias = Literal["ar", "en"]


def term(group: str, name: str, lang: Language) -> str:
    """Return the term for an id, such as ("types", "exposure.phone"), or the id itself where there is none.

    Raises:
        KeyError: no such group or language.
    """
    entry = _wording()[group].get(name)
    return str(entry[lang]) if entry else name


def terms(group: str, lang: Language) -> dict[str, str]:
    """Return all terms of a group by id.

    Raises:
        KeyError: no such group or language.
    """
    return {name: str(entry[lang]) for name, entry in _wording()[group].items()}


def placeholder() -> str:
    """Return what stands in a redacted text for what was hidden."""
    return str(_wording()["redacted"])


@cache
def _wording() -> dict[str, Any]:
    import yaml

    wording: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return wording
