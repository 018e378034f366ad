"""Persons in corpora of tokens with tags, so that the person head can be compared with published figures.

A file holds a token a line, then a TAB or blanks, then its tag; a blank line ends a sentence. Where a line has more
columns the first is the token and the last its tag. Tags are O, or B- or I- (also E-, S-, L-, U-) with a type.
Persons are counted as conlleval and seqeval count: a span is right when its first and last token are, and nothing else
is. A name that the moderator finds is taken to span the tokens that it touches, clitics and all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from khobar_moderation.errors import AnnotationError
from khobar_moderation.evaluation.figures import Figure, draws, figure
from khobar_moderation.evaluation.measures import Measure, Tally
from khobar_moderation.evaluation.reading import lines_of
from khobar_moderation.evaluation.reports import Report
from khobar_moderation.post import Post
from khobar_moderation.verdict import Verdict

__all__ = ["PERSONS", "Sentence", "TokenSpan", "evaluate_persons", "persons_found", "posts_of", "read_conll"]

PERSON_TYPES = frozenset(("PER", "PERS", "PERSON"))
PERSONS = Measure("conll.person")
_OUTSIDE = "O"
_PREFIXES = frozenset("BIESLU")
_OPENING, _CLOSING = frozenset("BSU"), frozenset("ESLU")
_DOCUMENT = "-DOCSTART-"


class TokenSpan(NamedTuple):
    """Tokens [start, end) of a sentence."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens with their tags; shown in no repr."""

    tokens: tuple[str, ...]
    tags: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Sentence({len(self.tokens)} tokens)"

    @property
    def text(self) -> str:
        """The tokens, joined by blanks."""
        return " ".join(self.tokens)

    @property
    def persons(self) -> frozenset[TokenSpan]:
        """The persons that the tags name."""
        return frozenset(_chunks(self.tags))


def read_conll(path: str | Path) -> list[Sentence]:
    """Return the sentences of a file.

    Raises:
        AnnotationError: a line cannot be used, or there is no sentence; names file, line and the remedy.
        OSError: the file cannot be read.
    """
    sentences: list[Sentence] = []
    rows: list[tuple[str, str]] = []
    number = 1
    for number, line in lines_of(path):
        columns = line.split("\t") if "\t" in line else line.split()
        if line.strip() and columns[0] != _DOCUMENT:
            rows.append(_row(path, number, columns))
        elif rows:
            sentences.append(_sentence(rows))
            rows = []
    if rows:
        sentences.append(_sentence(rows))
    if not sentences:
        raise AnnotationError(path, number, "holds no sentence. Write a token and its tag a line")
    return sentences


def evaluate_persons(sentences: Sequence[Sentence], reports: Iterable[Report | Verdict]) -> Figure:
    """Return precision, recall and F1 of the persons that reports found, with an interval over sentences.

    Args:
        sentences: what was judged, at least one.
        reports: one for each sentence, on its `text`, in the same order.

    Raises:
        ValueError: there are more or fewer reports than sentences.
    """
    pairs = zip(sentences, reports, strict=True)
    return figure(PERSONS, [_tally(sentence, persons_found(sentence, report)) for sentence, report in pairs], draws())


def posts_of(sentences: Iterable[Sentence]) -> Iterator[Post]:
    """Yield each sentence as a post."""
    return (Post(text=sentence.text) for sentence in sentences)


def persons_found(sentence: Sentence, report: Report | Verdict) -> frozenset[TokenSpan]:
    """Return the tokens of each person in a report, whatever the role."""
    seen = Report.of(report)
    items = (item for item in (*seen.findings, *seen.evidence) if item.id == "exposure.person")
    ends = list(accumulate(len(token) + 1 for token in sentence.tokens))
    starts = [end - len(token) - 1 for end, token in zip(ends, sentence.tokens, strict=True)]
    return frozenset(span for item in items if (span := _tokens_touched(starts, ends, item.start or 0, item.end or 0)))


def _tally(sentence: Sentence, found: frozenset[TokenSpan]) -> Tally:
    return Tally(len(sentence.persons & found), len(sentence.persons), len(found))


def _tokens_touched(starts: Sequence[int], ends: Sequence[int], start: int, end: int) -> TokenSpan | None:
    """Return the tokens that share a character with [start, end); the blank behind a token is none of its own."""
    touched = [
        place for place, (first, last) in enumerate(zip(starts, ends, strict=True)) if first < end and last - 1 > start
    ]
    return TokenSpan(touched[0], touched[-1] + 1) if touched else None


def _chunks(tags: Iterable[str]) -> Iterator[TokenSpan]:
    """Yield the spans of persons; I- after another type, or after O, begins one, as conlleval has it."""
    begun: int | None = None
    before = _OUTSIDE
    place = -1
    for place, tag in enumerate([*tags, _OUTSIDE]):
        goes_on = _is_person(tag) and _is_person(before) and tag[0] not in _OPENING and before[0] not in _CLOSING
        if begun is not None and not goes_on:
            yield TokenSpan(begun, place)
            begun = None
        if begun is None and _is_person(tag):
            begun = place
        before = tag


def _is_person(tag: str) -> bool:
    return tag[2:] in PERSON_TYPES


def _row(path: str | Path, number: int, columns: Sequence[str]) -> tuple[str, str]:
    token, tag = columns[0].strip(), columns[-1].strip()
    if len(columns) < 2 or not token:
        raise AnnotationError(path, number, "holds no token and tag. Write them with a TAB between")
    if tag != _OUTSIDE and not (tag[0] in _PREFIXES and tag[1:2] == "-" and tag[2:]):
        raise AnnotationError(path, number, "has no tag at its end. Write O, or B- or I- with a type such as B-PER")
    return token, tag


def _sentence(rows: Sequence[tuple[str, str]]) -> Sentence:
    return Sentence(tuple(token for token, _ in rows), tuple(tag for _, tag in rows))
