"""What the rules know of each token, told to the encoder beside the token's vector.

The class of a word in a chain of names, the kinds of rules of which a phrase stands there, and the people that the
rules see: knowledge that posts in the thousands could not teach. In training it is left out now and then, so that the
heads learn to do without.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from khobar_moderation.finding import Role
from khobar_moderation.rulepacks.kinds import CueRule, LexiconRule, RoleRule, WordPatternsRule

if TYPE_CHECKING:
    from khobar_moderation.document import Document
    from khobar_moderation.rulepacks import Rule, Rulebook

__all__ = ["FEATURES", "featurise"]

_LETTERS = "GgwFfBqNuUdvSsETLhiYRryJbAKPMHc#\n.,:;-\"()/|'"
_ROLES = (Role.OFFICIAL, Role.SOURCE, Role.PRIVATE)
_TYPES = (
    "role:official", "role:source", "role:private", "role:adult", "role:pupil",
    "fact:health", "fact:grade", "fact:discipline", "fact:family", "fact:finance", "fact:belief", "fact:whereabouts",
    "personal:personal", "personal:work",
    "soundness:offensive", "soundness:unsuitable", "soundness:unscientific",
    "source:first_party", "source:named", "source:organization", "source:anonymous", "source:hearsay",
    "source:missing", "source:none", "source:trusted",
)  # fmt: skip
_PEOPLE = ("person:first", "person:pupil", *(f"person:{role}" for role in _ROLES))
_PLACES = ("line start", "sentence start", "identifier")

FEATURES = (*(f"letter:{letter}" for letter in _LETTERS), *_TYPES, *_PEOPLE, *_PLACES)
"""Names of the features, in their order."""

_COLUMN = {name: column for column, name in enumerate(FEATURES)}
_LETTER = {letter: _COLUMN[f"letter:{letter}"] for letter in _LETTERS}
_LINE_START, _SENTENCE_START = _COLUMN["line start"], _COLUMN["sentence start"]
_TRUSTED = "policy/trusted-bodies"
_KNOWN: WeakKeyDictionary[Rulebook, dict[str, int]] = WeakKeyDictionary()


def featurise(document: Document) -> NDArray[np.float32]:
    """Return one row a token of the document, a column for each of `FEATURES`, 1 where it holds and else 0."""
    tokens, width = document.tokens, len(FEATURES)
    table = np.zeros((len(tokens), width), np.float32)
    if not tokens:
        return table
    letters, _, places, _ = document.encoded
    cells = [
        place * width + _LETTER[letter] for letter, place in zip(letters, places, strict=True) if letter in _LETTER
    ]
    starts = [token.start for token in tokens]
    for start, end, column in _stretches(document):
        place = max(0, bisect_right(starts, start) - 1)
        while place < len(starts) and starts[place] < end:  # nearly always one token: faster than a range
            cells.append(place * width + column)
            place += 1
    for unit in document.sentences:
        cells.append(min(bisect_left(starts, unit.start), len(tokens) - 1) * width + _SENTENCE_START)
    newlines = (place for place, token in enumerate(tokens) if token.kind == "newline" and place + 1 < len(tokens))
    cells += [_LINE_START, *((place + 1) * width + _LINE_START for place in newlines)]
    table.put(cells, 1.0)
    return table


def _stretches(document: Document) -> Iterator[tuple[int, int, int]]:
    """Yield where features hold: start, end, column."""
    columns = _rule_columns(document.rulebook)
    for part, units in document.hits.items():
        column = columns.get(part)
        if column is not None:
            for start, end in units:
                yield start, end, column
    for fact in document.facts:
        yield *fact.unit, _COLUMN[f"fact:{fact.rule.type}"]
    for finding in document.unsound_by_rules:
        if finding.span:
            yield *document.normal.from_source(*finding.span), _COLUMN[f"soundness:{finding.type}"]
    for person in document.people_by_rules:
        yield person.start, person.end, _COLUMN[f"person:{person.role}"]
        yield person.start, person.start + 1, _COLUMN["person:first"]
        if person.pupil:
            yield person.start, person.end, _COLUMN["person:pupil"]
    for found in document.identifiers:
        yield found.start, found.end, _COLUMN["identifier"]


def _rule_columns(rulebook: Rulebook) -> dict[str, int]:
    """Return the column of each rule of which a phrase tells something by itself; worked out once a rulebook."""
    columns = _KNOWN.get(rulebook)
    if columns is None:
        found = {rule.id: column for rule in rulebook.rules.values() if (column := _column_of(rule)) is not None}
        columns = _KNOWN[rulebook] = found | {_TRUSTED: _COLUMN["source:trusted"]}
    return columns


def _column_of(rule: Rule) -> int | None:
    if isinstance(rule, RoleRule):
        return _COLUMN.get(f"role:{rule.role}")
    if rule.check == "exposure":
        return _COLUMN.get(f"fact:{rule.type}") if isinstance(rule, CueRule | LexiconRule | WordPatternsRule) else None
    return _COLUMN.get(f"{rule.check}:{rule.type}")
