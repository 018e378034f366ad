"""What the parts of the source check tell each other."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["STRENGTH", "Sighting"]

STRENGTH = ("hearsay", "anonymous", "missing", "organization", "named", "first_party", "none")
"""Statuses from the weakest, which decides, to the strongest."""


class Sighting(NamedTuple):
    """A source, or the lack of one, seen in a post.

    Attributes:
        status: one of `STRENGTH`.
        rule: id of the rule that saw it.
        start: offset in the normalised text.
        end: offset just past it; equal to `start` when it concerns the post as a whole.
        trusted: whether it is a body on the policy's list.
    """

    status: str
    rule: str
    start: int = 0
    end: int = 0
    trusted: bool = False
