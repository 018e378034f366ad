"""Whom a private fact can belong to: people who are named, and people picked out without a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from khobar_moderation.finding import Role
from khobar_moderation.rulepacks.kinds import Rule
from khobar_moderation.text import Unit

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["Anchor", "find_anchors"]

_PICKED_OUT = "exposure/picked-out"
_BESIDE = 3
"""Characters between a description and the name that belongs to it, as in "the teacher of physics, A. B."."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """An identifiable person in a post; offsets into the normalised text.

    Attributes:
        start: where the mention begins, with its title.
        end: where it ends.
        private: whether the person is mentioned as a private one, and not as an official or source.
        rule: the rule that picks the person out without a name; None for a name.
    """

    start: int
    end: int
    private: bool
    rule: Rule | None = None

    def gap(self, unit: Unit) -> int:
        """Return the number of characters between the person and `unit`, 0 when they overlap."""
        return max(0, unit.start - self.end, self.start - unit.end)


def find_anchors(document: Document) -> list[Anchor]:
    """Return the identifiable people of a post in reading order."""
    named = [Anchor(person.title_start, person.end, person.role is Role.PRIVATE) for person in document.people]
    picked = [anchor for anchor in _picked_out(document) if not _has_name(anchor, named)]
    return sorted(named + picked, key=lambda anchor: anchor.start)


def _picked_out(document: Document) -> Iterator[Anchor]:
    for unit, rule in document.rulebook.word_patterns.find(document, _PICKED_OUT):
        yield Anchor(unit.start, unit.end, private=True, rule=rule)


def _has_name(picked: Anchor, named: Iterable[Anchor]) -> bool:
    """Tell whether a description only introduces someone who is named with it."""
    return any(person.start - _BESIDE <= picked.end and picked.start <= person.end + _BESIDE for person in named)
