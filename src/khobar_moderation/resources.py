"""Where the package's own data lies: inside the installed package, or at the top of the repository."""

from __future__ import annotations

from pathlib import Path

__all__ = ["MODELS", "RULES"]

_PACKAGE = Path(__file__).parent


def _folder(name: str) -> Path:
    """Return the folder of that name; an editable install does not see force-included folders."""
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _PACKAGE.parent.parent / name


RULES = _folder("rules")
MODELS = _folder("models")
