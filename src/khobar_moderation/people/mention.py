"""A person mentioned in a post."""

from __future__ import annotations

from dataclasses import dataclass

from khobar_moderation.finding import Role

__all__ = ["PersonMention"]


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person mentioned in a post; offsets into the normalised text, [start, end).

    Attributes:
        start: where the name begins, without clitics and titles.
        end: where it ends.
        title_start: where the titles before it begin; `start` when there are none.
        role: the capacity in which the person is mentioned.
        pupil: whether the person is a pupil; only a private person is.
        rule: id of the rule that told most for the role.
        score: how sure the name and the role are, 0 to 1.
    """

    start: int
    end: int
    title_start: int
    role: Role
    pupil: bool
    rule: str
    score: float
