"""Passport numbers: no checksum tells them, only the word beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from khobar_moderation.identifiers.model import Identifier, Scan
from khobar_moderation.rulepacks import Rulebook

__all__ = ["Passports"]

_KIND = "passport"
_LETTERED = re.compile(r"(?<![a-z0-9@._/])[a-z]{1,2}[ \-]?[0-9](?:[ .\-]?[0-9]){5,8}[a-z]?(?![a-z0-9])")
_FIGURES = re.compile(r"[^0-9\n.،]{0,14}(?<![0-9a-z])([0-9]{7,9})(?![0-9])")


class Passports:
    """Finds passport numbers in the sentence of a word that announces one.

    Args:
        rulebook: not asked; every recogniser is made alike.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        del rulebook

    def find(self, scan: Scan) -> Iterator[Identifier]:
        """Yield the passport numbers of a document."""
        words = scan.hits(_KIND, "supports")
        if not words:
            return
        for match in _LETTERED.finditer(scan.key):
            leaning = scan.leaning(_KIND, *match.span())
            if leaning > 0 or (leaning == 0 and scan.sentence_has(_KIND, "supports", match.start())):
                yield Identifier(_KIND, *match.span(), 0.95)
        for word in words:
            figures = _FIGURES.match(scan.key, word.end)
            if figures and scan.leaning(_KIND, *figures.span(1)) > 0:
                yield Identifier(_KIND, *figures.span(1), 0.85)
