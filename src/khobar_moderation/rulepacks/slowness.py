"""Prove that the pattern of a rule takes linear time, on texts made to hurt it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import regex

from khobar_moderation.rulepacks.kinds import Rule
from khobar_moderation.rulepacks.testing import cases
from khobar_moderation.text import fold_letters, match_key, normalise

__all__ = ["CHARACTERS", "hostile_texts", "slow_on"]

CHARACTERS = 20_000
"""Length of a hostile text; the first measurement takes one a quarter as long."""

_GROWTH = 9.0  # four times the text may cost four times the time, with room for a busy machine; quadratic costs 16
_NOTICEABLE = 0.15  # seconds; below that growth is not told from noise
_TIMEOUT = 2.0  # seconds; a pattern that needs more is slow whatever its growth
_TRIES = 3
_TOGETHER = 5  # literals that share a text


def hostile_texts(rule: Rule, length: int) -> Iterator[str]:
    """Yield texts of about `length` characters that nearly match, again and again."""
    literals = [match_key(literal) for literal in getattr(rule, "literals", ())]
    flagged = [match_key(normalise(case.post.text).text) for case in cases(rule) if case.flagged]
    for first in range(0, len(literals), _TOGETHER):
        group = literals[first : first + _TOGETHER]
        yield "".join(_repeated(literal + " ", length // len(group)) for literal in group)
    for seed in filter(None, [" ".join(literals), *flagged, *(text[: len(text) // 2] for text in flagged)]):
        for filler in ("", " ", "\n", "1"):
            yield _repeated(seed + filler, length)
        for tail in ("ا", " ا", "1 "):
            yield (seed + _repeated(tail, length))[:length]


def _repeated(seed: str, length: int) -> str:
    return (seed * (length // len(seed) + 1))[:length]


def slow_on(rule: Rule) -> str | None:
    """Return the beginning of a text on which the rule's pattern grows faster than the text, or None."""
    source = getattr(rule, "pattern", None)
    if not source:
        return None
    pattern = regex.compile(fold_letters(source))
    for short, long in zip(hostile_texts(rule, CHARACTERS // 4), hostile_texts(rule, CHARACTERS), strict=True):
        if _grows(pattern, short, long):
            return short[:60]
    return None


def _grows(pattern: regex.Pattern[str], short: str, long: str) -> bool:
    for _ in range(_TRIES):
        after = _seconds(pattern, long)
        if after >= _TIMEOUT:
            return True
        if after < _NOTICEABLE or after < _GROWTH * _seconds(pattern, short):
            return False
    return True


def _seconds(pattern: regex.Pattern[str], text: str) -> float:
    begun = time.process_time()
    try:
        for _ in pattern.finditer(text, timeout=_TIMEOUT):
            pass
    except TimeoutError:
        return _TIMEOUT
    return time.process_time() - begun
