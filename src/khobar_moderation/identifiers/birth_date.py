"""Birth dates: dates in figures or words after a word of birth."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from khobar_moderation.identifiers.dates import Dates, is_old
from khobar_moderation.identifiers.model import Identifier, Scan, rule_of
from khobar_moderation.rulepacks import Rulebook
from khobar_moderation.text import match_key

__all__ = ["BirthDates"]

_KIND = "birth_date"
_CHAIN = 60
_BRACKET = re.compile(r" ?\($")


class BirthDates:
    """Finds birth dates.

    Args:
        rulebook: holds `exposure/birth-date`; its `words` list the words after which every date is one of birth.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self._dates = Dates(rulebook)
        self._certain = tuple(match_key(word) for word in rulebook[rule_of(_KIND)].words["certain"])  # type: ignore[union-attr]

    def find(self, scan: Scan) -> Iterator[Identifier]:
        """Yield the birth dates of a document."""
        words = scan.hits(_KIND, "supports")
        last = -_CHAIN
        if words:
            for start, end in self._dates.find(scan.key):
                if start - last < _CHAIN or self._announced(scan, start, end):
                    last = end
                    yield Identifier(_KIND, start, end, 0.95)
        elif "(" in scan.text:
            yield from self._beside_person(scan)

    def _announced(self, scan: Scan, start: int, end: int) -> bool:
        """Whether the nearest word about a date is one of birth; after a weak one, the date must be long past."""
        if scan.leaning(_KIND, start, end) <= 0:
            return False
        hits = scan.hits(_KIND, "supports")
        at = bisect_right(hits, (start, start))
        certain = at > 0 and scan.key[hits[at - 1].start : hits[at - 1].end].startswith(self._certain)
        return certain or is_old(scan.key[start:end], scan.document.now)

    def _beside_person(self, scan: Scan) -> Iterator[Identifier]:
        """Yield old dates in brackets right after a name."""
        for start, end in self._dates.find(scan.key):
            bracket = _BRACKET.search(scan.text, max(0, start - 2), start)
            if bracket and scan.person_before(bracket.start(), 1) and is_old(scan.key[start:end], scan.document.now):
                yield Identifier(_KIND, start, end, 0.8)
