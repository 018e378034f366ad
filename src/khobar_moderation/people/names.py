"""Find the persons in a post: chains of names that weigh enough, without public figures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from khobar_moderation.people.context_words import load_context_words
from khobar_moderation.people.encoding import Encoded
from khobar_moderation.people.evidence import ACCEPTED, weigh
from khobar_moderation.people.grammar import Chain, find_chains
from khobar_moderation.people.siblings import Entry, entry_of
from khobar_moderation.people.trimming import trim

__all__ = ["Name", "find_names"]


_AND = "و"


class Name(NamedTuple):
    """A person's name in a post, as offsets into the normalised text.

    Attributes:
        title: where its titles begin; `start` when it has none.
        start: where the name begins, without clitics.
        end: where it ends.
        chain: the candidate it was.
        weight: how surely it is a person.
    """

    title: int
    start: int
    end: int
    chain: Chain
    weight: float


def find_names(encoded: Encoded) -> list[Name]:
    """Return the names of persons in an encoded post, in reading order."""
    weights: dict[Chain, float] = {}
    doubtful: list[Chain] = []
    for candidate in find_chains(encoded.letters):
        chain = trim(candidate, encoded)
        if not chain.letters:
            continue  # titles that are names too, and nothing else
        weight = weigh(chain, encoded.letters)
        if weight >= ACCEPTED and not _is_public(chain, encoded):
            weights[chain] = weight
        elif 0 <= weight < ACCEPTED and not chain.license:
            doubtful.append(chain)
    if weights and doubtful:
        weights |= dict.fromkeys(_listed_beside(weights, doubtful, encoded), ACCEPTED)
    return [_name(chain, encoded, weights[chain]) for chain in sorted(weights, key=lambda chain: chain.start)]


def _listed_beside(sure: Iterable[Chain], doubtful: Iterable[Chain], encoded: Encoded) -> list[Chain]:
    """Return the doubtful names that stand in a list of sure ones."""
    letters = encoded.letters
    line_ends = [match.start() for match in re.finditer("\n", letters)]
    listed = {entry for chain in sure if (entry := entry_of(chain, letters, line_ends))}
    edges = {edge for chain in sure for edge in (chain.title, chain.end)}
    return [
        chain
        for chain in doubtful
        if (_is_joined(chain, encoded, edges) or _has_sibling(entry_of(chain, letters, line_ends), listed))
        and not _is_public(chain, encoded)
    ]


def _is_joined(chain: Chain, encoded: Encoded, edges: set[int]) -> bool:
    """Whether "and" joins it to a sure name right before or after it."""
    if chain.letters == "w":
        return False
    joints = [at for at in (chain.title, chain.end) if encoded.letters[at : at + 1] == "'" and at in edges]
    return any(encoded.tokens[encoded.places[at]].key.startswith(_AND) for at in joints)


def _has_sibling(entry: Entry | None, listed: set[Entry]) -> bool:
    """Whether a name in the same place of the same list, this line or the next to it, is sure."""
    return entry is not None and any(entry._replace(line=entry.line + step) in listed for step in (-1, 0, 1))


def _name(chain: Chain, encoded: Encoded, weight: float) -> Name:
    first = encoded.places[chain.start]
    start = encoded.tokens[first].start + encoded.clitics[first]
    end = encoded.tokens[encoded.places[chain.end - 1]].end
    title = encoded.places[chain.title]
    begin = encoded.tokens[title].start + encoded.clitics[title] if chain.license else start
    return Name(begin, start, end, chain, weight)


def _is_public(chain: Chain, encoded: Encoded) -> bool:
    """Whether it is a name of history or faith; with a living person's title before it, it is not."""
    if _names_place(chain, encoded):
        return True
    public = load_context_words().public
    if "T" in chain.license or "R" in chain.license:
        return _key(chain.title, chain.end, encoded) in public
    if "H" in encoded.letters[max(0, chain.title - 2) : chain.title] + encoded.letters[chain.end : chain.end + 1]:
        return True
    starts = {chain.start, chain.title, max(0, chain.title - 1)}
    ends = {chain.end, min(chain.end + 1, len(encoded.letters))}
    return any(_key(start, end, encoded) in public for start in starts for end in ends)


def _names_place(chain: Chain, encoded: Encoded) -> bool:
    """Whether a title like الدكتور stands between it and a place: the place bears the name."""
    title = encoded.tokens[encoded.places[chain.title]].key
    before = encoded.letters[: chain.title].rstrip("'\"(")[-1:]
    return before == "P" and title in load_context_words().place_titles


def _key(start: int, end: int, encoded: Encoded) -> str:
    places = dict.fromkeys(encoded.places[start:end])
    return " ".join(encoded.tokens[place].key[encoded.clitics[place] :] for place in places)
