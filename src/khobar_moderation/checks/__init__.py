"""The checks, each a function from a document to what it saw; the one place where a check is registered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TypeAlias

from khobar_moderation.document import Document
from khobar_moderation.finding import CheckFailure, Evidence, Finding, Label
from khobar_moderation.taxonomy import CHECKS

__all__ = ["Check", "Seen", "load_checks"]

Seen: TypeAlias = Finding | Evidence | Label | CheckFailure
Check: TypeAlias = Callable[[Document], Iterator[Seen]]


def load_checks() -> dict[str, Check]:
    """Return every check of the taxonomy by name: the function `check` of its module here."""
    return {name: import_module(f"{__name__}.{name}").check for name in CHECKS}
