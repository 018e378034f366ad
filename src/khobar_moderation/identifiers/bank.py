"""Bank accounts (IBAN) and payment cards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from khobar_moderation.identifiers.checksums import iban_valid, luhn
from khobar_moderation.identifiers.model import Identifier, Scan
from khobar_moderation.identifiers.runs import Window
from khobar_moderation.rulepacks import Rulebook

__all__ = ["Cards", "Ibans"]

_IBAN_DIGITS = 22  # after SA
# "SA" before its digits, in Latin letters or by their names in Arabic
_SA = re.compile(r"(?<![a-z])(?:s ?a|اس [اآ]?يه?|اس اي) ?[.:\-]? ?$")
_FOREIGN = re.compile(r"(?<![a-z0-9])[a-z]{2}[0-9]{2}(?:[ \-]?[a-z0-9]{4}){3,7}(?:[ \-]?[a-z0-9]{1,3})?(?![a-z0-9])")
# Visa, Mastercard, American Express, Discover and UnionPay, and the ranges of mada
_ISSUER = re.compile("4|5[0-9]|2[2-7]|3[47]|6[02-5]|9682")
_GROUPED = 4
_CARD_DIGITS = 16


class Ibans:
    """Finds account numbers: Saudi ones also when mistyped, foreign ones when their checksum holds.

    Args:
        rulebook: not asked; every recogniser is made alike.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        del rulebook

    def find(self, scan: Scan) -> Iterator[Identifier]:
        """Yield the account numbers of a document."""
        if not scan.windows:
            return
        for window in scan.windows:
            yield from self._saudi(scan, window)
        for match in _FOREIGN.finditer(scan.key):
            if iban_valid(re.sub("[^a-z0-9]", "", match.group())):
                yield Identifier("iban", match.start(), match.end(), 0.97)

    def _saudi(self, scan: Scan, window: Window) -> Iterator[Identifier]:
        letters = _SA.search(scan.key, max(0, window.start - 9), window.start)
        length = len(window.digits)
        if letters and (length == _IBAN_DIGITS or (window.whole and length >= _IBAN_DIGITS - 4)):
            score = 0.99 if length == _IBAN_DIGITS else 0.8
            yield Identifier("iban", letters.start(), window.end, score, window.spelled)
        elif not letters and window.whole and self._is_account(scan, window):
            yield Identifier("iban", window.start, window.end, 0.8, window.spelled)

    def _is_account(self, scan: Scan, window: Window) -> bool:
        """Whether a number without "SA" is an account, by the words around it."""
        if len(window.digits) == _CARD_DIGITS and luhn(window.digits):
            return False
        leaning = scan.leaning("iban", window.start, window.end)
        return len(window.digits) >= 12 and leaning > 0 and not window.digits.startswith(("966", "00966"))


class Cards:
    """Finds payment cards, by issuer and checksum, or by the words around 16 digits.

    Args:
        rulebook: not asked; every recogniser is made alike.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        del rulebook

    def find(self, scan: Scan) -> Iterator[Identifier]:
        """Yield the card numbers of a document."""
        for window in scan.windows:
            if 13 <= len(window.digits) <= 19:
                score = self._score(scan, window)
                if score:
                    yield Identifier("card", window.start, window.end, score, window.spelled)

    def _score(self, scan: Scan, window: Window) -> float:
        leaning = scan.leaning("card", window.start, window.end)
        if leaning < 0:
            return 0.0
        if luhn(window.digits) and _ISSUER.match(window.digits):
            return 0.97 if leaning > 0 or len(window.digits) == _CARD_DIGITS else 0.0
        mistyped = leaning > 0 and len(window.digits) == _CARD_DIGITS and window.pieces in (1, _GROUPED)
        return 0.75 if mistyped else 0.0
