"""Fit what rules and language head weigh beside each other, on texts that the head has not learnt from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from khobar_moderation.checks.language import draft
from khobar_moderation.document import Document
from khobar_moderation.finding import Span
from khobar_moderation.fusion.language import Proposal, choose, errors_of_words, proposals
from khobar_moderation.fusion.weights import GradedOdds, Odds

__all__ = ["Judged", "fit_language", "judge"]

_MARKS = re.compile("[\u064b-\u0652\u0640]")
_UNTAUGHT = frozenset(("dialect", "foreign_letters", "punctuation"))
_STANDARD, _STRICT, _SAFE = 0.5, 0.3, 0.9
"""Probability of an error from which it is shown, shown when strict, and, if its correction is as likely, applied."""


class Judged(NamedTuple):
    """What may be meant by one word, and whether it is.

    Attributes:
        proposals: what rules and head offer.
        right: for each, whether an editor wrote the same.
        is_error: whether an editor changed the word at all.
    """

    proposals: list[Proposal]
    right: list[bool]
    is_error: bool


def judge(post: dict[str, Any], document: Document) -> Iterator[Judged]:
    """Yield what rules and head offer for the words of an annotated text that the model has read."""
    reading, drafts = draft(document)
    assert document.reading is not None
    assert document.reading.errors is not None
    spans = [document.span(word.start, word.end) for word in reading.words]
    errors = {at: error for error in post["language"] for at, span in enumerate(spans) if _touches(error, span)}
    answers = errors_of_words(document.reading.errors, document.tokens, reading.words)
    for group in proposals(reading, drafts, answers):
        error = errors.get(group[0].at)
        if error is None or error["type"] not in _UNTAUGHT:
            right = [error is not None and _agrees(each, error, post["text"], spans) for each in group]
            yield Judged(group, right, error is not None)


def fit_language(judged: Iterable[Judged]) -> tuple[GradedOdds, Odds]:
    """Return the odds that a word is wrong, and that a correction is what was meant."""
    groups = list(judged)
    offered = [
        (proposal.features, right)
        for group in groups
        for proposal, right in zip(group.proposals, group.right, strict=True)
    ]
    correction = Odds(_regress(offered))
    doubted = [(choose(group.proposals, correction).features, group.is_error) for group in groups]
    return GradedOdds(_regress(doubted), _STANDARD, _STRICT, _SAFE), correction


def _regress(cases: Sequence[tuple[dict[str, float], bool]]) -> dict[str, float]:
    """Return the weights of a logistic regression."""
    names = sorted({name for features, _ in cases for name in features})
    table = np.array([[features.get(name, 0.0) for name in names] for features, _ in cases])
    model = LogisticRegression(max_iter=5000).fit(table, [right for _, right in cases])
    weights = dict(zip(names, model.coef_[0].round(4).tolist(), strict=True))
    return {"bias": round(float(model.intercept_[0]), 4), **weights}


def _touches(error: dict[str, Any], span: Span) -> bool:
    return bool(span.start < error["end"] and error["start"] < span.end)


def _agrees(proposal: Proposal, error: dict[str, Any], text: str, spans: Sequence[Span]) -> bool:
    """Whether an editor's correction and a proposed one leave the same text, marks and blanks aside."""
    start, end = spans[proposal.at].start, spans[proposal.at + proposal.size - 1].end
    wanted, parts = (error["correction"] or "").split(), text[error["start"] : error["end"]].split()
    if len(parts) > 1 and len(parts) == len(wanted) and proposal.size == 1:  # a correction of several words, one by one
        place = len(text[error["start"] : start].split())
        return place < len(wanted) and _bare(wanted[place]) == _bare(proposal.right)
    made = text[:start] + proposal.right + text[end:]
    return _bare(made) == _bare(text[: error["start"]] + (error["correction"] or "") + text[error["end"] :])


def _bare(text: str) -> str:
    return _MARKS.sub("", " ".join(text.split()))
