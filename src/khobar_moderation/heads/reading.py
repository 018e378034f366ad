"""What the model reads in a post: for each head its probabilities, and the spans that they mark."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from khobar_moderation.errors import ModelError
from khobar_moderation.heads.labels import LANGUAGE, PERSONAL, POST_HEADS, SOURCES, WORD_HEADS
from khobar_moderation.heads.windows import Window
from khobar_moderation.memo import lazy
from khobar_moderation.text import Token

__all__ = ["HeadSpan", "Reading", "WordErrors", "join_windows", "new_reading"]

Floats = NDArray[np.float32]

_CANDIDATE = 0.15
"""How likely a word must be part of a span for the span to be looked at; what comes of it is decided later."""
_YES_OR_NO = frozenset({"personal", "unsound", "post_soundness"})
"""Heads whose labels do not exclude one another; in the order of the outputs they stand behind the others."""


@dataclass(frozen=True, slots=True)
class WordErrors:
    """What the language head answers.

    Attributes:
        columns: by label, its column (see `heads.labels`).
        logits: [tokens, labels], log odds that each holds.
    """

    columns: Mapping[str, int]
    logits: Floats


@dataclass(frozen=True, slots=True)
class HeadSpan:
    """Words that a head marks; offsets into the normalised text, [start, end).

    Attributes:
        start: where its first word begins.
        end: where its last word ends.
        score: how likely the words are a span of any kind, 0 to 1.
        kinds: how likely each kind is, given that they are; adds up to 1.
    """

    start: int
    end: int
    score: float
    kinds: Mapping[str, float]

    @property
    def kind(self) -> str:
        """The likeliest kind."""
        return max(self.kinds, key=self.kinds.__getitem__)


class Reading:
    """What the heads answer about a post.

    Args:
        tokens: of the document.
        table: [tokens, labels of all heads of `WORD_HEADS` in their order]: probabilities of tags, or of yes.
        posts: by head of `POST_HEADS`, the probability of each label; of soundness each kind by itself.
        errors: what the language head answers, None where the model has none.

    Attributes:
        words: by head of `WORD_HEADS`, its part of the table.
    """

    def __init__(
        self,
        tokens: Sequence[Token],
        table: Floats,
        posts: Mapping[str, Mapping[str, float]],
        errors: WordErrors | None = None,
    ) -> None:
        self.tokens = tokens
        self.posts = posts
        self.errors = errors
        self.words: dict[str, Floats] = {head: table[:, columns] for head, columns in _WORDS.columns.items()}
        self._table = table

    def with_answers(self, words: Mapping[str, Floats], posts: Mapping[str, Mapping[str, float]]) -> Reading:
        """Return the reading with other answers of some heads."""
        table = np.concatenate([words.get(head, part) for head, part in self.words.items()], axis=1)
        return Reading(self.tokens, table, {**self.posts, **posts}, self.errors)

    def spans(self, head: str) -> Iterator[HeadSpan]:
        """Yield the candidates of a head that tags spans: "people", "attributes" or "sources"."""
        tags = self.words[head]
        firsts, insides = tags[:, 1::2].sum(axis=1), tags[:, 2::2].sum(axis=1)
        chances = firsts + insides
        if chances.max(initial=0.0) < _CANDIDATE:
            return
        start, least = -1, _CANDIDATE
        for place, (within, first, inside) in enumerate(
            zip(chances.tolist(), firsts.tolist(), insides.tolist(), strict=True)
        ):
            if start >= 0 and (within < least or first > inside):
                yield self._span(head, start, place)
                start = -1
            if start < 0 and within >= _CANDIDATE and self.tokens[place].is_word:
                start, least = place, max(_CANDIDATE, 0.5 * within)
        if start >= 0:
            yield self._span(head, start, len(tags))

    def mean(self, head: str, start: int, end: int) -> NDArray[np.float64]:
        """Return the mean answer of a head over the words that touch [start, end) of the normalised text.

        Where none does, over all words; zeros for a post without any.
        """
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        counts, sums = self._sums
        if last <= first or counts[first] == counts[last]:
            first, last = 0, len(self.tokens)
        columns = _WORDS.columns[head]
        total: NDArray[np.float64] = sums[last, columns] - sums[first, columns]
        return total / max(1, counts[last] - counts[first])

    def span_over(self, head: str, start: int, end: int) -> HeadSpan:
        """Return what a head that tags spans says of [start, end) of the normalised text, marked or not."""
        mean = self.mean(head, start, end)
        by_kind = (mean[1::2] + mean[2::2]).tolist()
        total = sum(by_kind)
        kinds = _KINDS[head]
        if not total:  # of a post without words
            return HeadSpan(start, end, 0.0, dict.fromkeys(kinds, 1 / len(kinds)))
        return HeadSpan(start, end, total, {kind: p / total for kind, p in zip(kinds, by_kind, strict=True)})

    def _span(self, head: str, first: int, last: int) -> HeadSpan:
        while last - 1 > first and not self.tokens[last - 1].is_word:
            last -= 1
        return self.span_over(head, self.tokens[first].start, self.tokens[last - 1].end)

    @lazy
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @lazy
    def _ends(self) -> list[int]:
        return [token.end for token in self.tokens]

    @lazy
    def _sums(self) -> tuple[list[int], NDArray[np.float64]]:
        """Words before each token, and the sums of their answers: the mean of any stretch is two rows away."""
        is_word = np.array([token.is_word for token in self.tokens], bool)
        sums = np.zeros((len(is_word) + 1, self._table.shape[1]))
        np.cumsum(self._table * is_word[:, None], axis=0, out=sums[1:])
        return [0, *np.cumsum(is_word).tolist()], sums


class _Columns:
    """The labels of some heads side by side in one table: one pass over it instead of one a head."""

    def __init__(self, heads: Mapping[str, Sequence[str]]) -> None:
        self.columns: dict[str, slice] = {}
        end = 0
        for head, labels in heads.items():
            self.columns[head] = slice(end, end + len(labels))
            end += len(labels)
        choices = [columns for head, columns in self.columns.items() if head not in _YES_OR_NO]
        self._starts = [columns.start for columns in choices]
        self._sizes = [columns.stop - columns.start for columns in choices]
        self._end = choices[-1].stop

    def probabilities(self, logits: Floats) -> Floats:
        """Return what the logits of a table stand for."""
        out = np.empty_like(logits)
        choices = logits[:, : self._end]
        powers = np.exp(choices - np.repeat(np.maximum.reduceat(choices, self._starts, axis=1), self._sizes, axis=1))
        sums = np.add.reduceat(powers, self._starts, axis=1)
        np.divide(powers, np.repeat(sums, self._sizes, axis=1), out=out[:, : self._end])
        out[:, self._end :] = 0.5 + 0.5 * np.tanh(0.5 * logits[:, self._end :])  # the logistic function, no overflow
        return out


_WORDS, _POSTS = _Columns(WORD_HEADS), _Columns(POST_HEADS)
_KINDS = {head: tuple(label[2:] for label in labels[1::2]) for head, labels in WORD_HEADS.items()}


def new_reading(
    tokens: Sequence[Token], parts: Sequence[tuple[Window, Mapping[str, Floats]]], edits: Mapping[str, int]
) -> Reading:
    """Return the reading of a post from the logits of its windows.

    Args:
        tokens: of the document.
        parts: the windows and the logits of each, by head.
        edits: columns of the language head by label; empty where the model has none.

    Raises:
        ModelError: the logits are no numbers; taken for answers, they would find nothing.
    """
    words = _WORDS.probabilities(np.concatenate([_answered(part, logits, WORD_HEADS) for part, logits in parts]))
    posts = np.stack([np.concatenate([logits[head] for head in POST_HEADS]) for _, logits in parts])
    posts = _POSTS.probabilities(posts)
    errors = None
    if edits:
        errors = WordErrors(edits, np.concatenate([_answered(part, logits, (LANGUAGE,)) for part, logits in parts]))
    if not (np.isfinite(words).all() and np.isfinite(posts).all() and (not errors or np.isfinite(errors.logits).all())):
        raise ModelError("the model's answers are no numbers. Take its folder anew")
    return Reading(tokens, words, _joined(posts), errors)


def _answered(part: Window, logits: Mapping[str, Floats], heads: Iterable[str]) -> Floats:
    """Return the logits of some heads, side by side, for the words that a window answers for."""
    first, last = part.first - part.start, part.last - part.start
    return np.concatenate([logits[head][first:last] for head in heads], axis=1)


def _joined(windows: Floats) -> dict[str, dict[str, float]]:
    return {head: join_windows(head, windows[:, columns]) for head, columns in _POSTS.columns.items()}


def join_windows(head: str, table: Floats) -> dict[str, float]:
    """Return what a head of posts answers for a post: what is worst in any of its windows, [windows, labels], holds."""
    if len(table) > 1 and head == "post_personal":
        joined = _join_personal(table)
    elif len(table) > 1 and head == "post_source":
        joined = _join_sources(table)
    else:
        joined = table.max(axis=0).tolist()
    return dict(zip(POST_HEADS[head], joined, strict=True))


def _join_personal(table: Floats) -> list[float]:
    not_work, personal = float((1 - table[:, PERSONAL.index("work")]).max()), float(table[:, -1].min())
    return [1 - not_work, max(0.0, not_work - personal), min(personal, not_work)]


def _join_sources(table: Floats) -> list[float]:
    out, left = dict.fromkeys(SOURCES, 0.0), 1.0
    for status in ("hearsay", "anonymous", "missing", "organization", "named", "first_party"):
        out[status] = left * float(table[:, SOURCES.index(status)].max())
        left -= out[status]
    out["none"] = left
    return [out[status] for status in SOURCES]
