"""When what was found is what was meant: spans in code points of the text as posted, half open."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

__all__ = ["Alignment", "Spanned", "align", "mended", "overlap", "same_type", "touch", "words_touched"]

_WORD = re.compile(r"[^ \t\r\n]+")


class Spanned(Protocol):
    """Something with a place in the text; what has none matches nothing."""

    @property
    def start(self) -> int | None:
        """Where it begins."""

    @property
    def end(self) -> int | None:
        """Where it ends."""

    @property
    def type(self) -> str:
        """What it is."""


Gold = TypeVar("Gold", bound=Spanned, covariant=True)
Found = TypeVar("Found", bound=Spanned, covariant=True)


@dataclass(frozen=True, slots=True)
class Alignment(Generic[Gold, Found]):
    """Gold and found spans with the pairs, by place in the two sequences, that are the same thing."""

    gold: Sequence[Gold]
    found: Sequence[Found]
    pairs: Sequence[tuple[int, int]]

    @property
    def missed(self) -> list[Gold]:
        """The gold spans that nothing found."""
        matched = {place for place, _ in self.pairs}
        return [span for place, span in enumerate(self.gold) if place not in matched]

    def judged(self) -> list[tuple[Found, bool]]:
        """Return each found span with whether it is right."""
        right = {place for _, place in self.pairs}
        return [(span, place in right) for place, span in enumerate(self.found)]


def align(
    gold: Sequence[Gold], found: Sequence[Found], same: Callable[[Spanned, Spanned], bool]
) -> Alignment[Gold, Found]:
    """Pair each gold span, in reading order, with the first span found that is the same and not yet taken."""
    free = dict(enumerate(found))
    pairs = []
    for place in sorted(range(len(gold)), key=lambda place: gold[place].start or 0):
        taken = next((number for number, span in free.items() if same(gold[place], span)), None)
        if taken is not None:
            del free[taken]
            pairs.append((place, taken))
    return Alignment(gold, found, pairs)


def shared(a: Spanned, b: Spanned) -> int:
    """Return how many characters two spans share; negative or 0 for none."""
    if a.start is None or a.end is None or b.start is None or b.end is None:
        return 0
    return min(a.end, b.end) - max(a.start, b.start)


def touch(a: Spanned, b: Spanned) -> bool:
    """Tell whether two spans share a character."""
    return shared(a, b) > 0


def overlap(a: Spanned, b: Spanned) -> bool:
    """Tell whether two spans share at least half of the longer one."""
    common = shared(a, b)
    return common > 0 and 2 * common >= max((span.end or 0) - (span.start or 0) for span in (a, b))


def same_type(near: Callable[[Spanned, Spanned], bool]) -> Callable[[Spanned, Spanned], bool]:
    """Return a test that asks for the same type beside `near`."""
    return lambda a, b: a.type == b.type and near(a, b)


def words_touched(text: str, spans: Sequence[Spanned]) -> set[int]:
    """Return where the words begin that `spans` touch; white space divides words."""
    if not spans:
        return set()
    places = [(span.start or 0, span.end or 0) for span in spans]
    words = ((word.start(), word.end()) for word in _WORD.finditer(text))
    return {start for start, end in words if any(start < last and end > first for first, last in places)}


def mended(text: str, span: Spanned, replacement: str | None) -> list[str]:
    """Return the words of the text after one replacement, so that the same mend counts whatever its span."""
    return f"{text[: span.start]}{replacement or ''}{text[span.end :]}".split()
