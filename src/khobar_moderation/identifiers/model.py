"""What recognisers of identifiers share: a document prepared for them, and what they hand back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from khobar_moderation.identifiers.runs import Window, find_runs, reversed_windows, windows_of
from khobar_moderation.identifiers.spelled import DigitWords
from khobar_moderation.text import Token, Unit

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["Identifier", "Scan", "overlaps", "rule_of"]

BEFORE = 45
"""How many characters before a number a word about it may end."""
AFTER = 18
"""How many characters after a number a word about it may begin."""
_LATER = 15  # a word after the number counts as this much further away


class Identifier(NamedTuple):
    """A number, address, date or account that belongs to someone.

    Attributes:
        kind: type of the finding, such as "phone".
        start: offset into the normalised text.
        end: offset just past it.
        score: how sure the recogniser is, 0 to 1.
        spelled: whether digits of it are written as words.
        office: whether it belongs to an office, and so exposes nobody.
    """

    kind: str
    start: int
    end: int
    score: float
    spelled: bool = False
    office: bool = False


def overlaps(ordered: Sequence[Identifier | Token], start: int, end: int) -> bool:
    """Whether one of `ordered`, in reading order and apart from each other, shares a character with [start, end)."""
    at = bisect_left(ordered, end, key=lambda one: one.start)
    return at > 0 and ordered[at - 1].end > start


def rule_of(kind: str) -> str:
    """Return the id of the rule of a kind of identifier.

    >>> rule_of("national_id")
    'exposure/national-id'
    """
    return "exposure/" + kind.replace("_", "-")


class Scan:
    """A document with what several recognisers need, worked out when first asked for.

    All offsets are into the normalised text.

    Args:
        document: the post.
        digit_words: the words for digits.
    """

    def __init__(self, document: Document, digit_words: DigitWords) -> None:
        self._digit_words = digit_words
        self.document = document
        self.text = document.normal.text
        self.key = document.key

    @cached_property
    def links(self) -> tuple[Token, ...]:
        """Links, e-mail addresses and handles: digits in them are no numbers of their own."""
        if "@" not in self.text and "/" not in self.text and "www." not in self.key:
            return ()
        return tuple(word for word in self.document.words if word.kind in ("url", "email", "handle"))

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """Every stretch of digits that could be a number of 9 digits or more."""
        masked = [Unit(link.start, link.end) for link in self.links if not link.text[1:].isdigit()]
        runs = find_runs(self.document, masked, self._digit_words)
        windows = [window for run in runs for window in windows_of(run)]
        return (*windows, *reversed_windows(self.document))

    @cached_property
    def letters(self) -> tuple[Token, ...]:
        """The words of a single letter."""
        words = self.document.words
        return tuple(word for word in words if word.end - word.start == 1 and word.kind in ("arabic", "latin"))

    def hits(self, kind: str, side: str) -> list[Unit]:
        """Return where words stand that speak for ("supports") or against an identifier of `kind`, in order."""
        return self.document.hits.get(f"{rule_of(kind)}#{side}", [])

    def leaning(self, kind: str, start: int, end: int, *, against_reach: int = BEFORE) -> int:
        """Return 1 when the nearest word about [start, end) speaks for `kind`, -1 when against it, 0 without one."""
        support = _nearest(self.hits(kind, "supports"), start, end, BEFORE)
        against = _nearest(self.hits(kind, "against"), start, end, against_reach)
        if support is None and against is None:
            return 0
        return 1 if against is None or (support is not None and support <= against) else -1

    def sentence_has(self, kind: str, side: str, offset: int) -> bool:
        """Whether a word for or against `kind` stands in the sentence around `offset`."""
        hits = self.hits(kind, side)
        if not hits:
            return False
        sentence = self.document.sentence_at(offset)
        at = bisect_left(hits, (sentence.start, 0))
        return at < len(hits) and hits[at].start < sentence.end

    def person_before(self, start: int, reach: int) -> bool:
        """Whether a person is mentioned that ends at most `reach` characters before `start`."""
        at = bisect_right(self._person_ends, start)
        return at > 0 and start - self._person_ends[at - 1] <= reach

    @cached_property
    def _person_ends(self) -> list[int]:
        return sorted(person.end for person in self.document.people)


def _nearest(hits: list[Unit], start: int, end: int, reach: int) -> int | None:
    """Return how far the nearest of `hits` is, those after the number counted as further; None if all are far."""
    at = bisect_right(hits, (start, start))
    near = [_LATER + hit.start - end for hit in hits[at : at + 2] if 0 <= hit.start - end <= AFTER]
    if at and 0 <= start - hits[at - 1].end <= reach:
        near.append(start - hits[at - 1].end)
    return min(near, default=None)
