"""Check digits of ids, cards and bank accounts."""

from __future__ import annotations

__all__ = ["iban_valid", "luhn"]

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def luhn(digits: str) -> bool:
    """Whether `digits` (ASCII) pass the Luhn checksum over all of them.

    >>> luhn("1058529940")
    True
    """
    figures = [int(digit) for digit in reversed(digits)]
    return (sum(figures[::2]) + sum(_DOUBLED[figure] for figure in figures[1::2])) % 10 == 0


def iban_valid(iban: str) -> bool:
    """Whether `iban` (ASCII letters and digits, no blanks) passes the checksum of ISO 13616: modulo 97 is 1.

    >>> iban_valid("SA0380000000608010167519")
    True
    """
    return int("".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])) % 97 == 1
