"""The moderator that a command works with, by its options."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from khobar_moderation.moderator import Moderator

__all__ = ["ModelOption", "open_moderator"]

_RULES_ONLY = "none"

ModelOption = Annotated[
    str, typer.Option("--model", help="Name of an embedded model, folder of one, or none for rules only.")
]


def open_moderator(policy: str, model: str) -> Moderator:
    """Return the moderator for the options `--policy` and `--model`.

    Raises:
        ModelError: the model cannot be used.
        PolicyError: the policy cannot be used.
    """
    from khobar_moderation.moderator import Moderator

    if model == _RULES_ONLY:
        return Moderator(policy, models=None)
    folder = Path(model)
    return Moderator(policy, models=folder if folder.is_dir() else model)
