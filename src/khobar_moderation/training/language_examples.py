"""Texts with errors as numbers, for the language head: clean ones with slips made on purpose, and annotated ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from khobar_moderation.document import Document
from khobar_moderation.heads.forms import word_form
from khobar_moderation.heads.labels import ANY, GRAMMAR, JOIN
from khobar_moderation.heads.windows import SIZE
from khobar_moderation.spelling.edits import KINDS, Edit, edits_between, name_edit
from khobar_moderation.spelling.speller import read_word
from khobar_moderation.training.corpus import read_forms
from khobar_moderation.training.slips import draw_writer, slip

__all__ = ["Row", "Word", "choose_labels", "encode", "misspelt", "of_annotated", "of_plain"]

_FEWEST = 30
"""Occurrences from which an edit has a name of its own."""
_MOST_NAMES = 320
LABELS = 5  # that one word can have at most
_ARABIC = frozenset("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي")
_DOUBTED = 30.0
"""How many times as often another spelling must stand in edited text for a word of a book to count as doubtful."""


class Word(NamedTuple):
    """A word of a text that teaches.

    Attributes:
        form: as it stands (see `word_form`).
        edits: what mends it; () where it is right.
        join: whether the next word belongs to it.
        grammar: whether its error is one of grammar.
        taught: whether anything is known of it: marks, names and doubtful words teach nothing.
        place: of the token in the clean text, whose features it has.
    """

    form: str
    edits: tuple[Edit, ...] = ()
    join: bool = False
    grammar: bool = False
    taught: bool = True
    place: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A window of a text as numbers.

    Attributes:
        words: [words], numbers of the forms in a vocabulary.
        features: [words, features], or None where there is no document.
        labels: [words, LABELS], numbers of the labels that hold, -1 beyond them.
        taught: [words], whether the word counts.
    """

    words: NDArray[np.int32]
    features: NDArray[np.uint8] | None
    labels: NDArray[np.int16]
    taught: NDArray[np.bool_]


def of_plain(text: str) -> list[Word]:
    """Return the words of a clean text."""
    return [Word(form, taught=_is_taught(form), place=place) for place, form in enumerate(read_forms(text))]


def of_annotated(post: dict[str, Any], document: Document) -> list[Word]:
    """Return the words of an annotated post, with the edits of its errors."""
    tokens = document.tokens
    silent = [tuple(span[:2]) for span in _spans(post, "exposure", "person")]
    words = []
    for place, token in enumerate(tokens):
        span = document.span(token.start, token.end)
        named = any(start < span.end and span.start < end for start, end in silent)
        form = word_form(token)
        words.append(Word(form, taught=token.kind == "arabic" and len(form) > 1 and not named, place=place))
    spans = [document.span(token.start, token.end) for token in tokens]
    for error in post["language"]:
        inside = [
            place
            for place, span in enumerate(spans)
            if span.start < error["end"] and error["start"] < span.end and tokens[place].kind == "arabic"
        ]
        for place, word in _mark(inside, words, error):
            words[place] = word
    return words


def _mark(inside: list[int], words: Sequence[Word], error: dict[str, Any]) -> Iterator[tuple[int, Word]]:
    """Yield the words of an annotated error with what mends them."""
    right = [form for form in read_forms(error["correction"] or "") if form[0] in _ARABIC]
    grammar = error["type"] == "grammar"
    if error["type"] in ("dialect", "punctuation", "foreign_letters"):
        yield from ((place, words[place]._replace(taught=False)) for place in inside)
    elif len(inside) == len(right):
        for place, form in zip(inside, right, strict=True):
            edits = edits_between(words[place].form, form)
            yield place, words[place]._replace(edits=edits, grammar=grammar and bool(edits))
    elif len(inside) == 1 and right:
        edits = edits_between(words[inside[0]].form, " ".join(right))
        yield inside[0], words[inside[0]]._replace(edits=edits, grammar=grammar)
    elif len(right) == 1 and "".join(words[place].form for place in inside) == right[0]:
        for place in inside[:-1]:
            yield place, words[place]._replace(join=True)
    else:
        for place in inside:
            yield place, words[place]._replace(edits=(Edit("inside", "?", "?"),), grammar=grammar)


def _spans(post: dict[str, Any], check: str, kind: str) -> Iterator[tuple[int, int]]:
    yield from ((span["start"], span["end"]) for span in post.get(check, ()) if span["type"] == kind)


def misspelt(words: Sequence[Word], random: Random) -> list[Word]:
    """Return the words with slips of an invented writer in those that are right."""
    writer = draw_writer(random)
    forms = [word.form for word in words]
    out: list[Word] = []
    at = 0
    while at < len(words):
        word = words[at]
        made = slip(forms, at, writer, random) if _may_slip(word) else None
        if made and all(_may_slip(other) for other in words[at : at + made.took]):
            out += _slipped(made.words, made.right, word.place, grammar=made.grammar)
            at += made.took
        else:
            out.append(word)
            at += 1
    return out


def _may_slip(word: Word) -> bool:
    return word.taught and not word.edits and not word.join


def _slipped(wrong: tuple[str, ...], right: str, place: int, *, grammar: bool) -> list[Word]:
    if len(wrong) == 1:
        return [Word(wrong[0], edits_between(wrong[0], right), grammar=grammar, place=place)]
    if "".join(wrong) == right:
        return [Word(wrong[0], join=True, place=place), Word(wrong[1], place=place)]
    return [Word(wrong[0], taught=False, place=place), Word(wrong[1], taught=False, place=place)]


def choose_labels(texts: Iterable[Sequence[Word]]) -> list[str]:
    """Return the labels of the head: those of `heads.labels`, kinds of edits, edits frequent enough to be learnt."""
    counts = Counter(str(edit) for words in texts for word in words for edit in word.edits)
    names = [name for name, count in counts.most_common(_MOST_NAMES) if count >= _FEWEST and not {" ", "?"} & set(name)]
    return [ANY, GRAMMAR, JOIN, *KINDS, *names]


def encode(
    words: Sequence[Word], vocabulary: dict[str, int], labels: dict[str, int], features: NDArray[np.uint8] | None
) -> Iterator[Row]:
    """Yield the windows of a text as numbers; new forms are added to the vocabulary."""
    for start in range(0, len(words), SIZE):
        part = words[start : start + SIZE]
        numbers = np.array([vocabulary.setdefault(word.form, len(vocabulary)) for word in part], np.int32)
        table = np.full((len(part), LABELS), -1, np.int16)
        for row, word in enumerate(part):
            held = _labels_of(word, labels)[:LABELS]
            table[row, : len(held)] = held
        taught = np.array([word.taught for word in part], np.bool_)
        rows = None if features is None else features[[word.place for word in part]]
        if taught.any():
            yield Row(numbers, rows, table, taught)


def _labels_of(word: Word, labels: dict[str, int]) -> list[int]:
    names = []
    if word.edits or word.join:
        names.append(ANY)
    if word.grammar:
        names.append(GRAMMAR)
    if word.join:
        names.append(JOIN)
    named = [name_edit(edit, labels) for edit in word.edits]
    return [labels[name] for name in (*names, *named)]


def _is_taught(form: str) -> bool:
    """Whether a form of a book is a word, and spelled as edited text mostly spells it."""
    if form[0] not in _ARABIC or len(form) < 2:
        return False
    readings = read_word(form)
    return not (readings.rivals and readings.rivals[0].weight > _DOUBTED * max(readings.weight, 1.0))
