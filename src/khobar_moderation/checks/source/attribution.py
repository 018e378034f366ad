"""Attribution grammar: verbs of speech, "according to", references, and the speakers that they point at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from khobar_moderation.checks.source.reader import Reader
from khobar_moderation.checks.source.sighting import Sighting
from khobar_moderation.checks.source.subjects import BODIES, Kind, Subject
from khobar_moderation.text import starting_between

__all__ = ["find_attributions"]

_ALL: frozenset[Kind] = frozenset(("named", "kunya", "unnamed", "title", "trusted", "body", "own"))
_LONGEST = 14
_LONGEST_SPAN = 7
_LONGEST_OPENING = 1


@dataclass(frozen=True)
class Grammar:
    """How a marker finds its speaker.

    Attributes:
        rule: the lexicon of its markers.
        gap: words that may stand between marker and speaker.
        kinds: who may speak.
        before: who may speak from before it, in its clause.
        complete: whether what is said has to follow ("that …").
        names_within: further words that may stand before a name: a title that no list holds.
    """

    rule: str
    gap: int
    kinds: frozenset[Kind] = _ALL
    before: frozenset[Kind] = frozenset()
    complete: bool = False
    names_within: int = 0


_GRAMMARS = (
    Grammar("source/according-to", gap=1),
    Grammar("source/speech-verb", gap=2, before=_ALL, names_within=4),
    Grammar("source/ambiguous-verb", gap=0, complete=True),
    Grammar("source/notice-verb", gap=0, kinds=BODIES | {"named", "kunya", "title"}, before=BODIES, names_within=1),
    Grammar("source/reference", gap=3, kinds=BODIES),
)
_VERB_HEADS = frozenset(("", "و", "ف", "س", "ب", "ل"))


class _Marker(NamedTuple):
    start: int
    end: int
    grammar: Grammar


class _Description(NamedTuple):
    """A speaker as described, from the first word to what is said: "the head of …, Mr …, (that …)"."""

    subjects: Sequence[Subject]
    end: int
    complete: bool


def find_attributions(reader: Reader, subjects: Sequence[Subject]) -> Iterator[Sighting]:
    """Yield the sources that markers of speech point at."""
    for marker in _markers(reader) if subjects else ():
        description = _after(reader, marker, subjects) or _before(reader, marker, subjects)
        if description:
            yield from _judge(reader, marker.grammar, description)


def _markers(reader: Reader) -> list[_Marker]:
    found = [
        _Marker(hit.start, hit.end, grammar)
        for grammar in _GRAMMARS
        for hit in reader.document.hits.get(grammar.rule, ())
        if reader.head(hit.start) in _VERB_HEADS
    ]
    found.sort(key=lambda marker: (marker.start, -marker.end))
    kept: list[_Marker] = []
    for marker in found:
        if not kept or marker.start >= kept[-1].end:
            kept.append(marker)
    return kept


def _after(reader: Reader, marker: _Marker, subjects: Sequence[Subject]) -> _Description | None:
    sentence_end = reader.document.sentence_at(marker.start).end
    first = next(iter(starting_between(subjects, marker.end, sentence_end)), None)
    if first is None or first.kind not in marker.grammar.kinds:
        return None
    between = reader.words_between(marker.end, first.start)
    is_stopped = any(word.key in reader.stops for word in between)
    if len(between) > _gap(marker.grammar, first) or is_stopped or not reader.same_sentence(marker.start, first.start):
        return None
    if marker.grammar.before and first.is_addressed:
        return None
    return _describe(reader, marker, first, subjects)


def _gap(grammar: Grammar, speaker: Subject) -> int:
    if speaker.kind == "named":
        return grammar.gap + grammar.names_within
    return grammar.gap if grammar.before or speaker.kind in BODIES else 0


def _describe(reader: Reader, marker: _Marker, first: Subject, subjects: Sequence[Subject]) -> _Description | None:
    end, complete = reader.end_of_description(first.start, _LONGEST)
    group = list(starting_between(subjects, first.start, end))
    if not complete and (marker.grammar.complete or _is_bare_title(reader, marker, group)):
        return None
    return _Description(group, end, complete)


def _is_bare_title(reader: Reader, marker: _Marker, group: Sequence[Subject]) -> bool:
    """Whether a title alone follows another verb than "say": the teacher explains the lesson, and no news."""
    said = reader.key[marker.start : marker.end] in reader.word_list("source/no-speaker", "said")
    return not said and group[0].kind == "title" and not any(subject.kind == "named" for subject in group)


def _before(reader: Reader, marker: _Marker, subjects: Sequence[Subject]) -> _Description | None:
    if not marker.grammar.before:
        return None
    clause = reader.document.clause_at(marker.start)
    inside = starting_between(subjects, clause.start, marker.start)
    group = [subject for subject in inside if subject.end <= marker.start and not subject.is_addressed]
    if not group or group[0].kind not in marker.grammar.before:
        return None
    between = reader.words_between(group[0].start, marker.start)
    opening = reader.words_between(clause.start, group[0].start)
    if group[0].kind == "title" and len(opening) > _LONGEST_OPENING:
        return None
    if len(between) > _LONGEST or any(word.key in reader.complements for word in between):
        return None
    return _Description(group, marker.start, True)


def _judge(reader: Reader, grammar: Grammar, description: _Description) -> Iterator[Sighting]:
    """Yield what a description amounts to: within one attribution, the strongest; a title is no name."""
    first = description.subjects[0]
    named = next((subject for subject in description.subjects if subject.kind == "named"), None)
    if first.kind == "own":
        return
    if first.kind in BODIES:
        rule = grammar.rule if grammar.rule == "source/reference" and first.kind == "trusted" else first.rule
        end = first.end if first.kind == "trusted" else _span_end(reader, first, description)
        yield Sighting("organization", rule, first.start, end, trusted=first.kind == "trusted")
    elif named and first.kind != "unnamed":
        rule = named.rule if named.rule == "source/titled-name" else grammar.rule
        yield Sighting("named", rule, named.start, named.end)
    elif first.kind != "title" or _speaks_for_itself(grammar, description):
        yield Sighting("anonymous", first.rule, first.start, _span_end(reader, first, description))


def _speaks_for_itself(grammar: Grammar, description: _Description) -> bool:
    """Whether a bare title is a source: heads of schools invite and announce their own work too."""
    return "unnamed" in grammar.kinds or any(s.kind in ("trusted", "body") for s in description.subjects)


def _span_end(reader: Reader, first: Subject, description: _Description) -> int:
    words = reader.words_between(first.start, description.end)
    if first.rule == "source/other-directorate":
        return first.end
    if not description.complete or len(words) > _LONGEST_SPAN:
        words = reader.words_between(first.start, first.end) + reader.words_between(first.end, description.end)[:1]
    return max(first.end, words[-1].end if words else 0)
