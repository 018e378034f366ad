"""Where a name stands in its post: the words beside it, its sentence, the line above its list."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from khobar_moderation.people.names import Name
from khobar_moderation.text import Unit

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["Surroundings", "survey"]

_LEAD_CHARACTERS = 90
_TAIL_CHARACTERS = 45
_SIGNATURE_CHARACTERS = 60
_ENTRY_CHARACTERS = 30
_LIST_CHARACTERS = 400
_HEADER_LINES = 2
_FARTHEST_HEADER = 60
_SHORT_HEADER = 30
_STOPS = re.compile(r"[.!?؟؛،,](?=\s)|\n")
_TAIL_STOPS = re.compile(r"[.!?؟؛\n]|[،,:](?=\s)")
_LISTED = re.compile(r"[\s،,]*و?\s*")
_THAT = re.compile(r"\b[وب]?ان\b|:")
_DECORATION = re.compile(r"[^\w]*")


class Surroundings(NamedTuple):
    """The regions around a name, as offsets into the normalised text.

    Attributes:
        lead: what comes right before it, its titles included.
        tail: what comes right after it.
        sentence: the sentence it stands in.
        headers: what stands before its colon, and the lines above the list it stands in.
        said: where the words begin that "said that" or a colon governs in the lead; its start when there is none.
    """

    lead: Unit
    tail: Unit
    sentence: Unit
    headers: tuple[Unit, ...]
    said: int


def survey(document: Document, names: Sequence[Name]) -> list[Surroundings]:
    """Return the surroundings of each name, in order."""
    surveyor = _Surveyor(document, names)
    surveyed: list[Surroundings] = []
    for place in range(len(names)):
        surveyed.append(surveyor.survey(place, surveyed))
    return surveyed


class _Surveyor:
    def __init__(self, document: Document, names: Sequence[Name]) -> None:
        self._document = document
        self._key = document.key
        self._names = names
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", self._key)), len(self._key) + 1]
        self._last_name_on_line = {self._line_of(name.start): name.end for name in names}
        self._headers: dict[int, tuple[Unit, ...]] = {}

    def survey(self, place: int, surveyed: Sequence[Surroundings]) -> Surroundings:
        name = self._names[place]
        sentence = self._document.sentence_at(name.start)
        before = self._names[place - 1].end if place else 0
        after = self._names[place + 1].title if place + 1 < len(self._names) else len(self._key)
        tail = self._tail(name.end, min(after, name.end + _TAIL_CHARACTERS))
        if place and before >= sentence.start and self._goes_on(before, name):
            return surveyed[-1]._replace(lead=Unit(surveyed[-1].lead.start, name.start), tail=tail)
        line = self._line_of(name.start)
        lead = self._signature_lead(line, name) or self._lead(max(before, sentence.start), name)
        said = max((match.end() for match in _THAT.finditer(self._key, *lead)), default=lead.start)
        headers = (*self._before_colon(sentence.start, name), *self._headers_of(line, name))
        return Surroundings(lead, tail, sentence, headers, said)

    def _goes_on(self, before: int, name: Name) -> bool:
        """Whether only a comma or "and" parts a name without title from the one before it."""
        return not name.chain.license and bool(_LISTED.fullmatch(self._key, before, name.title))

    def _lead(self, start: int, name: Name) -> Unit:
        start = max(start, name.start - _LEAD_CHARACTERS)
        for stop in _STOPS.finditer(self._key, start, name.title):
            start = stop.end()
        return Unit(start, name.start)

    def _tail(self, start: int, end: int) -> Unit:
        stop = _TAIL_STOPS.search(self._key, start + 2, end)
        return Unit(start, stop.start() if stop else end)

    def _signature_lead(self, line: int, name: Name) -> Unit | None:
        """Return the lead that a short line above gives to a name alone on its line: an office, then who holds it."""
        if not line or line - 1 in self._last_name_on_line or not self._is_alone(line, name):
            return None
        start, end = self._line_starts[line - 1], self._line_starts[line] - 1
        return Unit(start, name.start) if 0 < end - start <= _SIGNATURE_CHARACTERS else None

    def _is_alone(self, line: int, name: Name) -> bool:
        blank = _DECORATION.fullmatch
        start, end = self._line_starts[line], self._line_starts[line + 1] - 1
        return bool(blank(self._key, start, name.title)) and bool(blank(self._key, name.end, end))

    def _before_colon(self, start: int, name: Name) -> tuple[Unit, ...]:
        colon = self._key.rfind(":", max(start, name.title - _LIST_CHARACTERS), name.title)
        return (Unit(max(start, colon - _LEAD_CHARACTERS), colon),) if colon > start else ()

    def _headers_of(self, line: int, name: Name) -> tuple[Unit, ...]:
        if not line or name.title - self._line_starts[line] > _ENTRY_CHARACTERS:
            return ()
        if line not in self._headers:
            above = self._headers.get(line - 1)
            self._headers[line] = self._headers_above(line - 1) if above is None else above
        return self._headers[line]

    def _headers_above(self, line: int) -> tuple[Unit, ...]:
        """Return the nearest line above that holds no name or ends in a colon, and one more if that is short."""
        found: list[Unit] = []
        top = max(0, line - _FARTHEST_HEADER)
        while line >= top and len(found) < _HEADER_LINES:
            start, end = self._line_starts[line], self._line_starts[line + 1] - 1
            text = self._key[start:end].rstrip(" *_")
            if text and (line not in self._last_name_on_line or text.endswith(":")):
                found.append(Unit(max(start, self._last_name_on_line.get(line, 0)), end))
                if len(text) > _SHORT_HEADER:
                    break
            elif found:
                break
            line -= 1
        return tuple(found)

    def _line_of(self, offset: int) -> int:
        return bisect_right(self._line_starts, offset) - 1
