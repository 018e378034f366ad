"""Saudi national ids (10 digits from 1) and residence ids (10 digits from 2)."""

from __future__ import annotations

from collections.abc import Iterator

from khobar_moderation.identifiers.checksums import luhn
from khobar_moderation.identifiers.model import Identifier, Scan
from khobar_moderation.identifiers.runs import Window
from khobar_moderation.rulepacks import Rulebook

__all__ = ["NationalIds"]

_DIGITS = 10
_KIND = "national_id"
_NEAR = 60
_BESIDE = 4


class NationalIds:
    """Finds national and residence ids.

    One number in ten passes the checksum by chance, so a word or a person near it, or the lack of a word against
    it, must speak for it as well.

    Args:
        rulebook: not asked; every recogniser is made alike.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        del rulebook

    def find(self, scan: Scan) -> Iterator[Identifier]:
        """Yield the ids of a document."""
        for window in scan.windows:
            if len(window.digits) == _DIGITS and window.digits[0] in "12":
                score = _score(scan, window)
                if score:
                    yield Identifier(_KIND, window.start, window.end, score, window.spelled)


def _score(scan: Scan, window: Window) -> float:
    """Return how sure it is that ten digits are an id, 0 if they are none."""
    leaning = scan.leaning(_KIND, window.start, window.end)
    if leaning < 0:
        return 0.0
    valid = luhn(window.digits)
    if leaning > 0:
        return 0.98 if valid else 0.85 * window.whole
    if window.pieces > 1 or scan.sentence_has(_KIND, "against", window.start):
        return 0.0
    if valid:
        return 0.9 if scan.person_before(window.start, _NEAR) else 0.6
    return 0.55 if scan.person_before(window.start, _BESIDE) else 0.0
