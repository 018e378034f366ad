"""`khobar-moderation schema`: the JSON schema of a verdict."""

from __future__ import annotations

import json

__all__ = ["schema"]


def schema() -> None:
    """Print the JSON schema of a verdict."""
    from khobar_moderation.schema import verdict_schema

    print(json.dumps(verdict_schema(), indent=2, ensure_ascii=False))
