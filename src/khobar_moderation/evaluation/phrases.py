"""The words of the page, from `page.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["phrase"]


def phrase(group: str, name: str) -> str:
    """Return the Arabic of a name, such as ("measures", "decision.leak"), or the name itself where there is none.

    Raises:
        KeyError: no such group.
    """
    return _phrases()[group].get(name, name)


@cache
def _phrases() -> dict[str, dict[str, str]]:
    import yaml

    phrases: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("page.yaml").read_text("utf-8"))
    return phrases
