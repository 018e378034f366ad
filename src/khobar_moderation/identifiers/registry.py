"""All recognisers, in one place, and what holds where they overlap."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from khobar_moderation.identifiers.accounts import Accounts
from khobar_moderation.identifiers.address import Addresses
from khobar_moderation.identifiers.bank import Cards, Ibans
from khobar_moderation.identifiers.birth_date import BirthDates
from khobar_moderation.identifiers.email import Emails
from khobar_moderation.identifiers.model import Identifier, Scan
from khobar_moderation.identifiers.national_id import NationalIds
from khobar_moderation.identifiers.passport import Passports
from khobar_moderation.identifiers.phone import Phones
from khobar_moderation.identifiers.plate import Plates
from khobar_moderation.identifiers.spelled import DigitWords
from khobar_moderation.rulepacks import Rulebook

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["RECOGNISERS", "Recogniser", "find_identifiers"]


class Recogniser(Protocol):
    """Finds one kind of identifier, or a few that are alike."""

    def find(self, scan: Scan) -> Iterator[Identifier]:
        """Yield the identifiers of a document."""
        ...


RECOGNISERS: tuple[Callable[[Rulebook], Recogniser], ...] = (
    Phones,
    NationalIds,
    Ibans,
    Cards,
    Emails,
    Accounts,
    Passports,
    Plates,
    BirthDates,
    Addresses,
)
"""Every recogniser; each is made once for a rulebook."""


def find_identifiers(document: Document) -> tuple[Identifier, ...]:
    """Return the identifiers of a document in reading order, none overlapping: the longest and surest stand."""
    recognisers, digit_words = _made_for(document.rulebook)
    scan = Scan(document, digit_words)
    found = [identifier for recogniser in recognisers for identifier in recogniser.find(scan)]
    return _without_overlaps(found) if found else ()


@lru_cache(maxsize=8)
def _made_for(rulebook: Rulebook) -> tuple[tuple[Recogniser, ...], DigitWords]:
    return tuple(make(rulebook) for make in RECOGNISERS), DigitWords(rulebook)


def _without_overlaps(found: list[Identifier]) -> tuple[Identifier, ...]:
    kept: list[Identifier] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, -one.score, one.start)):
        at = bisect_left(kept, one.end, key=lambda other: other.start)
        if at == 0 or kept[at - 1].end <= one.start:
            kept.insert(at, one)
    return tuple(kept)
