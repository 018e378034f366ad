"""Who could be speaking in a post: persons, bodies, titles, and those whom nobody names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from khobar_moderation.checks.source.reader import Reader
from khobar_moderation.text import Token, match_key

__all__ = ["BODIES", "Kind", "Subject", "find_subjects"]

Kind = Literal["named", "kunya", "unnamed", "title", "trusted", "body", "own"]
BODIES: frozenset[Kind] = frozenset(("trusted", "body", "own"))

_LEXICONS: tuple[tuple[str, Kind, str], ...] = (
    ("source/own-body", "own", "source/own-body"),
    ("policy/official-names", "own", "source/trusted-body"),
    ("policy/trusted-bodies", "trusted", "source/trusted-body"),
    ("source/other-body", "body", "source/other-body"),
    ("source/unnamed-person", "unnamed", "source/unnamed-person"),
    ("source/title-alone", "title", "source/title-alone"),
)
_RANK: dict[Kind, int] = {"named": 0, "kunya": 0, "own": 1, "trusted": 2, "body": 3, "unnamed": 4, "title": 5}
_HEADS = frozenset(("", "و", "ل", "ول"))
_PLACE_REACH = 3


class Subject(NamedTuple):
    """Someone or something that could be speaking.

    Attributes:
        start: offset in the normalised text, title included.
        end: offset just past it.
        kind: what it is.
        rule: the rule that speaks when it turns out to be the source, "" for a named person.
        is_addressed: whether "to" or "for" stands before it.
    """

    start: int
    end: int
    kind: Kind
    rule: str = ""
    is_addressed: bool = False


def find_subjects(reader: Reader) -> list[Subject]:
    """Return all who could be speaking, in reading order; what lies inside another is left out."""
    found = [*_people(reader), *_titled(reader), *_from_lexicons(reader)]
    found.sort(key=lambda subject: (subject.start, -subject.end, _RANK[subject.kind]))
    kept: list[Subject] = []
    for subject in found:
        if not kept or subject.start >= kept[-1].end:
            kept.append(subject)
    return kept


def _people(reader: Reader) -> Iterator[Subject]:
    parents = reader.word_list("source/kunya-source", "father_or_mother")
    for person in reader.document.people:
        words = reader.key[person.start : person.end].split()
        if person.title_start == person.start and len(words) == 2 and words[0] in parents:
            yield Subject(person.start, person.end, "kunya", "source/kunya-source")
        else:
            yield Subject(person.title_start, person.end, "named", "source/speech-verb")


def _titled(reader: Reader) -> Iterator[Subject]:
    """Yield persons by style and name whom no list of names holds: two words that open nothing else follow."""
    for hit in reader.document.hits.get("source/titled-name", ()):
        head = reader.head(hit.start)
        first = reader.index_from(hit.end)
        words = reader.words[first : first + 2]
        if head not in _HEADS or not words or reader.key[hit.end : words[0].start] != " ":
            continue
        if _is_name_like(reader, words[0]):
            last = words[-1] if words[-1].key not in reader.joining else words[0]
            yield Subject(hit.start, last.end, "named", "source/titled-name", head.endswith("ل"))
        else:
            yield Subject(hit.start, hit.end, "title", "source/title-alone", head.endswith("ل"))


def _is_name_like(reader: Reader, word: Token) -> bool:
    opens_speech = word.start in reader.verb_starts or word.start + 1 in reader.verb_starts
    return word.kind == "arabic" and not (word.key.startswith("ال") or word.key in reader.joining or opens_speech)


def _from_lexicons(reader: Reader) -> Iterator[Subject]:
    for part, kind, rule in _LEXICONS:
        for hit in reader.document.hits.get(part, ()):
            head = reader.head(hit.start)
            is_inflected = kind == "body" and reader.key[hit.end : hit.end + 1].isalpha()
            if head in _HEADS and not is_inflected:
                subject = Subject(
                    hit.start, hit.end, kind, rule, head.endswith("ل") or reader.key.startswith("لل", hit.start)
                )
                placed = subject if kind in ("unnamed", "title") else _with_place(reader, subject)
                if placed:
                    yield placed


def _with_place(reader: Reader, body: Subject) -> Subject | None:
    """Return a body with its place; a trusted name with another place is not the trusted body.

    What is a body only with a place ("the education of Riyadh") is none without.
    """
    place = _place_after(reader, body.end)
    is_directorate = reader.key[body.start : body.end] in reader.word_list("source/other-directorate", "directorates")
    if place is None:
        return None if is_directorate else body
    if _is_listed(reader, place) or (body.kind == "body" and not is_directorate):
        return body._replace(end=place.end)
    return body._replace(end=place.end, kind="body", rule="source/other-directorate")


def _place_after(reader: Reader, offset: int) -> Token | None:
    places = reader.word_list("source/other-directorate", "places")
    joints = reader.word_list("source/other-directorate", "joints")
    first = reader.index_from(offset)
    for word in reader.words[first : first + _PLACE_REACH]:
        if reader.key[offset : word.start].strip():
            return None
        offset = word.end
        if word.key in places or word.key[1:] in places:
            return word
        if word.key not in joints:
            return None
    return None


def _is_listed(reader: Reader, place: Token) -> bool:
    bare = place.key.removeprefix("ب")
    return any(bare in _loose(body.name) for body in reader.document.policy.source.trusted_bodies)


_loose = lru_cache(maxsize=1024)(match_key)
