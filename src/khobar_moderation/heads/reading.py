"""What the model reads in a post: for each head its probabilities, and the spans that they mark."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from khobar_moderation.heads.labels import PERSONAL, POST_HEADS, SOURCES, WORD_HEADS
from khobar_moderation.heads.windows import Window
from khobar_moderation.text import Token

__all__ = ["HeadSpan", "Reading", "new_reading"]

Floats = NDArray[np.float32]

_start_of, _end_of = attrgetter("start"), attrgetter("end")

_CANDIDATE = 0.15
"""How likely a word must be part of a span for the span to be looked at; what comes of it is decided later."""


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


@dataclass(frozen=True, slots=True, repr=False)
class Reading:
    """What the heads answer about a post.

    Attributes:
        tokens: of the document.
        words: by head of `WORD_HEADS`, [tokens, labels]: probabilities of tags, or of yes.
        posts: by head of `POST_HEADS`, the probability of each label; of soundness each kind by itself.
    """

    tokens: Sequence[Token]
    words: Mapping[str, Floats]
    posts: Mapping[str, Mapping[str, float]]

    def spans(self, head: str) -> Iterator[HeadSpan]:
        """Yield the candidates of a head that tags spans: "people", "attributes" or "sources"."""
        tags = self.words[head]
        first, inside = tags[:, 1::2].sum(axis=1), tags[:, 2::2].sum(axis=1)
        within = first + inside
        start = None
        for place in range(len(tags)):
            begins = within[place] >= _CANDIDATE and self.tokens[place].is_word
            goes_on = within[place] >= max(_CANDIDATE, 0.5 * within[start] if start is not None else 0.0)
            if start is not None and (not goes_on or first[place] > inside[place]):
                yield self._span(head, start, place)
                start = None
            if start is None and begins:
                start = place
        if start is not None:
            yield self._span(head, start, len(tags))

    def mean(self, head: str, start: int, end: int) -> Floats:
        """Return the mean answer of a head over the words that touch [start, end) of the normalised text."""
        first = bisect_right(self.tokens, start, key=_end_of)
        last = bisect_left(self.tokens, end, key=_start_of)
        rows = [place for place in range(first, last) if self.tokens[place].is_word]
        out: Floats = self.words[head][rows].mean(axis=0) if rows else self.words[head].mean(axis=0)
        return out

    def span_over(self, head: str, start: int, end: int) -> HeadSpan:
        """Return what a head that tags spans says of [start, end) of the normalised text, marked or not."""
        mean = self.mean(head, start, end)
        by_kind = mean[1::2] + mean[2::2]
        total = float(by_kind.sum())
        kinds = [label[2:] for label in WORD_HEADS[head][1::2]]
        return HeadSpan(start, end, total, {kind: float(p) / total for kind, p in zip(kinds, by_kind, strict=True)})

    def _span(self, head: str, first: int, last: int) -> HeadSpan:
        while last - 1 > first and not self.tokens[last - 1].is_word:
            last -= 1
        return self.span_over(head, self.tokens[first].start, self.tokens[last - 1].end)


def new_reading(tokens: Sequence[Token], parts: Sequence[tuple[Window, Mapping[str, Floats]]]) -> Reading:
    """Return the reading of a post from the logits of its windows."""
    words = {
        head: np.concatenate(
            [
                _probabilities(head, logits[head][: part.end - part.start])[
                    part.first - part.start : part.last - part.start
                ]
                for part, logits in parts
            ]
        )
        for head in WORD_HEADS
    }
    posts = {
        head: dict(zip(labels, _joined(head, [_probabilities(head, logits[head]) for _, logits in parts]), strict=True))
        for head, labels in POST_HEADS.items()
    }
    return Reading(tokens, words, posts)


def _probabilities(head: str, logits: Floats) -> Floats:
    if head in ("personal", "unsound", "post_soundness"):
        yes: Floats = (1 / (1 + np.exp(-logits))).astype(np.float32)
        return yes
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    normal: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return normal


def _joined(head: str, windows: Sequence[Floats]) -> list[float]:
    """Return one answer for a post of several windows: what is worst in any of them holds for all."""
    table = np.stack(windows)
    if len(windows) == 1 or head == "post_soundness":
        return [float(p) for p in table.max(axis=0)]
    if head == "post_personal":
        not_work, personal = float((1 - table[:, PERSONAL.index("work")]).max()), float(table[:, -1].min())
        return [1 - not_work, max(0.0, not_work - personal), min(personal, not_work)]
    out, left = dict.fromkeys(SOURCES, 0.0), 1.0
    for status in ("hearsay", "anonymous", "missing", "organization", "named", "first_party"):
        out[status] = left * float(table[:, SOURCES.index(status)].max())
        left -= out[status]
    out["none"] = left
    return [out[status] for status in SOURCES]
