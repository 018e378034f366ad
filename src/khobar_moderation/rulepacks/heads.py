"""With which letters a pattern can begin, read from the pattern itself, so that it need be tried nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

__all__ = ["pattern_heads"]

_LONGEST, *_SHORTER = (10, 7, 5)
"""Letters of a beginning that are kept: the longer tell more, the shorter are fewer."""
_MANY = 150
"""Beginnings from which on a pattern's are shortened."""
_MOST = 150
"""Beginnings after which a pattern is not followed further."""
_QUANTIFIER = re.compile(r"(?:[?*+]|\{\d*,?\d*\})[?+]?")
_LETTERS = re.compile(r"[\w ]+(?![\w ?*+{])")
_MARKS = re.compile(r"\\.|\[(?:\\.|[^\]\\])+\]|[()|]")
_DEPTH = {"(": 1, ")": -1}
_ESCAPED = re.compile(r"\\([^\w])")
_NAMED_CLASS = re.compile(r"\\\w")
_ZERO_WIDTH = ("(?=", "(?!", "(?<=", "(?<!")


@dataclass(slots=True)
class _Heads:
    """Beginnings that may still grow, and those that are as long as they get."""

    growing: set[str] = field(default_factory=lambda: {""})
    final: set[str] = field(default_factory=set)

    def stop(self) -> None:
        self.final |= self.growing
        self.growing = set()

    def append(self, piece: _Heads, *, optional: bool) -> None:
        """Let every growing head go on with one of `piece`; or not, where it is optional."""
        grown = {(head + end)[:_LONGEST] for head, end in product(self.growing, piece.growing)}
        self.final |= {(head + end)[:_LONGEST] for head, end in product(self.growing, piece.final)}
        self.growing = grown | self.growing if optional else grown
        long = {head for head in self.growing if len(head) >= _LONGEST}
        self.final |= long
        self.growing -= long
        if len(self.growing) + len(self.final) > _MOST:
            self.stop()


def pattern_heads(pattern: str) -> frozenset[str]:
    """Return beginnings of which one starts every match of `pattern`; "" is among them if it can begin anyhow.

    Reads literals, groups, alternatives, small classes and what is optional; stops at anything else.

    >>> sorted(pattern_heads("(?:غاب|غادر)(?:ت|وا)? ?(?:عن|من)"))[:4]
    ['غاب عن', 'غاب من', 'غابت عن', 'غابت من']
    """
    read = _read_any(pattern)
    heads = _shortest(read.growing | read.final, _LONGEST)
    for length in _SHORTER:
        if len(heads) > _MANY:
            heads = _shortest(heads, length)
    return frozenset(heads)


def _shortest(heads: set[str], length: int) -> set[str]:
    """Cut heads to a length, and leave out those that begin with another."""
    kept: list[str] = []
    for head in sorted({head[:length] for head in heads}):
        if not (kept and head.startswith(kept[-1])):
            kept.append(head)
    return set(kept)


def _alternatives(pattern: str) -> Iterator[str]:
    start = depth = 0
    for mark in _MARKS.finditer(pattern):
        if mark.group() == "|" and depth == 0:
            yield pattern[start : mark.start()]
            start = mark.end()
        depth += _DEPTH.get(mark.group(), 0)
    yield pattern[start:]


def _read_any(alternatives: str) -> _Heads:
    heads = _Heads(growing=set())
    for alternative in _alternatives(alternatives):
        read = _read(alternative)
        heads.growing |= read.growing
        heads.final |= read.final
    return heads


def _read(sequence: str) -> _Heads:
    letters = _LETTERS.match(sequence)
    heads = _Heads(growing={letters.group() if letters else ""})
    position = letters.end() if letters else 0
    while position < len(sequence) and heads.growing:
        end = _atom_end(sequence, position)
        atom = _atom(sequence[position:end])
        quantifier = _quantifier(sequence, end)
        if atom is None:
            heads.stop()
            break
        heads.append(atom, optional=quantifier.startswith(("?", "*", "{0")))
        if quantifier and quantifier[0] != "?":
            heads.stop()  # it may come again: what follows is not told
        position = end + len(quantifier)
    return heads


def _atom(text: str) -> _Heads | None:
    """Return how a piece of a pattern can begin; None where that cannot be told."""
    if text.startswith(_ZERO_WIDTH) or text in ("^", r"\b"):
        return _Heads()
    if text.startswith("("):
        inside = text.index(":" if text.startswith("(?:") else ">") + 1
        return _read_any(text[inside:-1])
    if text.startswith("["):
        return _one_of(text[1:-1])
    if text == r"\d":
        return _Heads(growing=set("0123456789"))
    if text.startswith("\\"):
        return None if text[1].isalnum() else _Heads(growing={text[1]})
    return None if text in (".", "$") else _Heads(growing={text})


def _one_of(letters: str) -> _Heads | None:
    """Return the members of a class; None where it has ranges, or says what is not in it."""
    plain = _ESCAPED.sub(r"\1", letters)
    ranges = "-" in _ESCAPED.sub("", letters)[1:-1]
    return None if letters.startswith("^") or ranges or _NAMED_CLASS.search(letters) else _Heads(growing=set(plain))


def _atom_end(pattern: str, start: int) -> int:
    """Return where the piece that begins at `start` ends: a letter, an escape, a class, or a group."""
    depth = 0
    for mark in _MARKS.finditer(pattern, start):
        if mark.start() > start and depth == 0:
            break
        depth += _DEPTH.get(mark.group(), 0)
        if depth == 0:
            return mark.end()
    return start + 1


def _quantifier(pattern: str, start: int) -> str:
    found = _QUANTIFIER.match(pattern, start)
    return found.group() if found else ""
