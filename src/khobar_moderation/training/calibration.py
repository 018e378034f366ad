"""Fit what rules and heads weigh beside each other, on posts that the heads had not learnt from.

Rules were written while the older annotated posts were read, so there they look better than they are; posts of authors
that no rule was written on count more (`trust`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from torch.nn import functional as F

from khobar_moderation.checks.personal import label_by_rules
from khobar_moderation.checks.source import status_by_rules
from khobar_moderation.document import Document
from khobar_moderation.fusion import attributes, people, personal, unsound
from khobar_moderation.fusion.weights import Choice, Odds, Weights
from khobar_moderation.heads.labels import PEOPLE, PERSONAL, SOUNDNESS, SOURCES
from khobar_moderation.heads.reading import Reading, new_reading
from khobar_moderation.heads.windows import Window
from khobar_moderation.moderator import Moderator
from khobar_moderation.post import Post
from khobar_moderation.training.annotation import Marked

__all__ = ["Answers", "HeldOut", "fit_weights", "plain_weights"]

Answers = Mapping[str, Sequence[tuple[Window, Mapping[str, NDArray[np.float32]]]]]
"""By id of a post, the logits of its windows from a network that had not seen it."""

_LEAKS = 1.4
"""The beta of the F-measure for labels that nothing else in a post would give away: there a leak costs more than a
false stop. Names, private facts and sources seldom stand alone, and are weighed evenly."""
_THRESHOLDS = [round(0.16 + 0.02 * step, 2) for step in range(28)]
_FAVOURS = (1.0, 1.25, 1.5, 1.8, 2.2, 2.6, 3.0)
_TRUST = {"t": 0.35}
"""What a post counts by the first letter of its id; others count fully."""


class HeldOut:
    """Stands where the model stands, and answers what held-out networks answered."""

    version = "held out"

    def __init__(self, answers: Answers, weights: Weights) -> None:
        self.answers = answers
        self.weights = weights

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        """Return the readings of posts by their ids."""
        return [new_reading(document.tokens, self.answers[str(document.post.id)], {}) for document in documents]


@dataclass(frozen=True, slots=True)
class _Case:
    """A question with its right answer: features, answer, weight."""

    features: Mapping[str, float]
    right: bool
    trust: float


@dataclass(frozen=True, slots=True)
class _Choice:
    head: Mapping[str, float]
    rules: str
    right: str
    trust: float


def plain_weights() -> Weights:
    """Return weights by which the heads alone decide."""
    odds = Odds({"bias": 0.0, "head": 1.0, "post": 1.0})
    choice = Choice(1.0, {}, {})
    return Weights(odds, choice, odds, choice, odds, choice, odds)


def fit_weights(posts: Sequence[Marked], answers: Answers, *, heads_only: bool = False) -> Weights:
    """Return the weights fitted on annotated posts; with `heads_only`, those by which rules have no say."""
    held_out = HeldOut(answers, plain_weights())
    read = _reader(held_out)

    def learn(**fitted: Odds | Choice) -> None:
        held_out.weights = replace(held_out.weights, **fitted)  # type: ignore[arg-type]

    def odds(cases: Callable[[Document, Marked], Iterable[_Case]], beta: float = 1.0) -> Odds:
        return _fit_odds([case for post in posts for case in cases(read(post), post)], heads_only, beta)

    def choice(
        cases: Callable[[Document, Marked], Iterable[_Choice]],
        answers: Sequence[str],
        wary: Sequence[str],
        beta: float = 1.0,
    ) -> Choice:
        found = [case for post in posts for case in cases(read(post), post)]
        fitted = _fit_choice(found, answers, heads_only)
        return _favouring(fitted, found, wary, beta) if wary else fitted

    learn(person=odds(_person_cases), role=choice(_role_cases, PEOPLE, ()))
    learn(unsound=odds(_unsound_cases, _LEAKS))
    learn(
        attribute=odds(_attribute_cases),
        personal=choice(_personal_cases, PERSONAL, ("mixed", "personal"), _LEAKS),
    )
    learn(
        personal_clause=odds(_clause_cases),
        source=choice(_source_cases, SOURCES, ("anonymous", "hearsay", "missing")),
    )
    return held_out.weights


def _reader(held_out: HeldOut) -> Callable[[Marked], Document]:
    moderator = Moderator(models=None)
    moderator.model = held_out  # type: ignore[assignment]  # it reads as a model does

    def read(marked: Marked) -> Document:
        return moderator.read(Post(text=marked.text, channel=marked.channel, id=marked.id))

    return read


def _trust(marked: Marked) -> float:
    return _TRUST.get(marked.id[0], 1.0)


def _person_cases(document: Document, marked: Marked) -> Iterator[_Case]:
    for candidate in people.candidates(document):
        span = document.span(candidate.start, candidate.end)
        yield _Case(candidate.features, _matched(span, marked.people) is not None, _trust(marked))


def _role_cases(document: Document, marked: Marked) -> Iterator[_Choice]:
    for candidate in people.candidates(document):
        gold = _matched(document.span(candidate.start, candidate.end), marked.people)
        if gold:
            yield _Choice(candidate.head.kinds, candidate.rule_role, gold, _trust(marked))


def _attribute_cases(document: Document, marked: Marked) -> Iterator[_Case]:
    for candidate in attributes.candidates(document):
        start, end = document.span(*candidate.unit)
        right = any(s < end and e > start and kind == candidate.kind for s, e, kind in marked.attributes or ())
        yield _Case(candidate.features, right, _trust(marked))


def _unsound_cases(document: Document, marked: Marked) -> Iterator[_Case]:
    for kind in SOUNDNESS:
        yield _Case(
            unsound.features(document, kind, document.unsound_by_rules), bool(marked.labels[kind]), _trust(marked)
        )


def _personal_cases(document: Document, marked: Marked) -> Iterator[_Choice]:
    assert document.reading is not None
    yield _Choice(
        document.reading.posts["post_personal"],
        personal.word_of_rules(document, label_by_rules(document)),
        str(marked.labels["personal"]),
        _trust(marked),
    )


def _clause_cases(document: Document, marked: Marked) -> Iterator[_Case]:
    if marked.labels["personal"] != "mixed":
        return
    for place, weights in enumerate(document.clause_weights):
        start, end = document.span(*document.clauses[place])
        inside = any(s < (start + end) / 2 < e for s, e in marked.personal or ())
        yield _Case(personal.clause_features(document, place, sum(weights.values())), inside, _trust(marked))


def _source_cases(document: Document, marked: Marked) -> Iterator[_Choice]:
    assert document.reading is not None
    yield _Choice(
        document.reading.posts["post_source"], status_by_rules(document), str(marked.labels["source"]), _trust(marked)
    )


def _matched(span: tuple[int, int], gold: Sequence[tuple[int, int, str]] | None) -> str | None:
    """Return the kind of the gold span that shares at least half of the longer of both."""
    for start, end, kind in gold or ():
        shared = min(end, span[1]) - max(start, span[0])
        if 2 * shared >= max(end - start, span[1] - span[0]):
            return kind
    return None


_OF_RULES = ("rule", "rule_score", "rules", "unknown_to_rules", *(f"rule_{kind}" for kind in SOUNDNESS))


def _fit_odds(cases: Sequence[_Case], heads_only: bool, beta: float) -> Odds:
    names = sorted({name for case in cases for name in case.features} - {*(_OF_RULES if heads_only else ())})
    table = np.array([[case.features.get(name, 0.0) for name in names] for case in cases])
    right = np.array([case.right for case in cases])
    trust = np.array([case.trust for case in cases])
    fitted = LogisticRegression(C=0.5, max_iter=2000).fit(table, right, sample_weight=trust)
    weights = dict(zip(names, map(float, fitted.coef_[0]), strict=True)) | {"bias": float(fitted.intercept_[0])}
    chances = fitted.predict_proba(table)[:, 1]
    threshold = _best(_THRESHOLDS, lambda at: (chances >= at, right), trust, beta)
    return Odds({name: round(weight, 4) for name, weight in weights.items()}, threshold)


def _favouring(choice: Choice, cases: Sequence[_Choice], wary: Sequence[str], beta: float) -> Choice:
    """Return the choice with such favour for the answers that stop a post that their F-measure is best."""
    right = np.array([case.right in wary for case in cases])
    trust = np.array([case.trust for case in cases])

    def favoured(factor: float) -> Choice:
        return replace(choice, favour=dict.fromkeys(wary, factor))

    def found(factor: float) -> tuple[NDArray[Any], NDArray[Any]]:
        return np.array([favoured(factor).choose(case.head, case.rules)[0] in wary for case in cases]), right

    return favoured(_best(_FAVOURS, found, trust, beta))


def _best(
    values: Sequence[float],
    found: Callable[[float], tuple[NDArray[Any], NDArray[Any]]],
    trust: NDArray[Any],
    beta: float,
) -> float:
    """Return the value at which what is found and what is right agree best, by the F-measure."""

    def measure(value: float) -> float:
        yes, right = found(value)
        hits = trust[yes & right].sum()
        return float((1 + beta**2) * hits / (trust[yes].sum() + beta**2 * trust[right].sum()))

    return float(max(values, key=measure))


def _fit_choice(cases: Sequence[_Choice], answers: Sequence[str], heads_only: bool) -> Choice:
    said = sorted({case.rules for case in cases})
    head = torch.tensor([[max(case.head[answer], 1e-4) for answer in answers] for case in cases]).log()
    rules = torch.tensor([said.index(case.rules) for case in cases])
    right = torch.tensor([answers.index(case.right) for case in cases])
    trust = torch.tensor([case.trust for case in cases])
    temperature = torch.ones((), requires_grad=True)
    bonus = torch.zeros(1 if heads_only else len(said), len(answers), requires_grad=True)
    optimizer = torch.optim.LBFGS([temperature, bonus], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = temperature * head + bonus[rules * (0 if heads_only else 1)]
        value = (F.cross_entropy(scores, right, reduction="none") * trust).sum() + 0.5 * bonus.square().sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    table = bonus.detach().expand(len(said), -1)
    return Choice(
        round(float(temperature.detach()), 4),
        {
            rule: {answer: round(float(table[r, a]), 4) for a, answer in enumerate(answers)}
            for r, rule in enumerate(said)
        },
        {},
    )
