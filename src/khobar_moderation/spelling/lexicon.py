"""The spelling lexicon at run time: which forms share a loose key, and how often each was written."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import NamedTuple

import marisa_trie

from khobar_moderation.resources import RULES
from khobar_moderation.spelling.letters import pack_seats, unpack_seats

__all__ = ["Form", "Lexicon", "load_lexicon", "pack_form"]

_FILE = RULES / "lexicons" / "spelling.marisa"
_STEPS = 12
"""Steps of a packed count per doubling: a byte holds counts up to 2^21, within 6 %."""


class Form(NamedTuple):
    """A spelled form and its weight: how often it was counted in edited text."""

    text: str
    weight: float


class Lexicon:
    """Spelled forms by loose key, read from a memory-mapped trie that `training.lexicon` builds."""

    def __init__(self, path: Path = _FILE) -> None:
        self._trie = marisa_trie.BytesTrie().mmap(str(path))

    def forms(self, key: str) -> tuple[Form, ...]:
        """Return the forms of a loose key, the most frequent first."""
        packed = self._trie.get(key)
        if not packed:
            return ()
        forms = [Form(unpack_seats(key, value[1:]), 2.0 ** (value[0] / _STEPS)) for value in packed]
        return tuple(sorted(forms, key=lambda form: -form.weight))

    def highest(self, key: str) -> float:
        """Return the logarithm of the greatest weight among the forms of a key, as a share of the greatest possible."""
        packed = self._trie.get(key)
        return max(value[0] for value in packed) / 255 if packed else 0.0

    @staticmethod
    def scale(weight: float) -> float:
        """Return the logarithm of a weight on the same scale."""
        return min(1.0, _STEPS * math.log2(weight) / 255) if weight > 1 else 0.0

    def __contains__(self, key: str) -> bool:
        return key in self._trie


def pack_form(form: Form) -> bytes:
    """Return a form as the lexicon stores it beside its key: its weight (at least 1), then its seats."""
    return bytes([min(255, round(_STEPS * math.log2(form.weight)))]) + pack_seats(form.text)


@cache
def load_lexicon() -> Lexicon:
    """Return the lexicon that ships with the rules."""
    return Lexicon()
