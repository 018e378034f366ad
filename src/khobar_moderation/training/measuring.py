"""Measure what was trained: rules only, heads only and both, on posts that nothing was learnt from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from pathlib import Path
from typing import Any

from khobar_moderation.evaluation import (
    Evaluation,
    evaluate,
    evaluate_persons,
    judge_language,
    posts_of,
    read_conll,
    read_gold,
    read_marked_texts,
)
from khobar_moderation.fusion.weights import Weights
from khobar_moderation.heads import load_model
from khobar_moderation.moderator import Moderator
from khobar_moderation.post import Post
from khobar_moderation.training.calibration import Answers, HeldOut
from khobar_moderation.training.ngrams import NgramBaseline

__all__ = ["ablation", "five_fold", "language_by_type", "persons", "same_decisions"]


def ablation(gold: Path, model: Path, heads_only: Weights, baseline: NgramBaseline) -> dict[str, Evaluation]:
    """Return evaluations of the same posts by n-grams, rules, heads and both.

    Heads only: identifiers, language, clock and register are the rules' in any case.
    """
    annotations = read_gold(gold)
    posts = [each.post for each in annotations]
    alone = Moderator(models=None)
    alone.model = copy(load_model(model))
    alone.model.weights = heads_only
    return {
        "n-grams": evaluate(annotations, baseline.reports(posts)),
        "rules only": evaluate(annotations, Moderator(models=None).check_many(posts)),
        "heads only": evaluate(annotations, alone.check_many(posts)),
        "both": evaluate(annotations, Moderator(models=model).check_many(posts)),
    }


def five_fold(
    gold: Path,
    answers: Answers,
    weights: Weights,
    heads_only: Weights,
    baselines: Sequence[tuple[NgramBaseline, set[str]]],
) -> dict[str, Evaluation]:
    """Return evaluations of training posts, each judged by a network that had not learnt from it or its author.

    The few weights of the fusion were fitted on all held-out answers together.

    Args:
        gold: the posts.
        answers: what the held-out networks answered.
        weights: of rules and heads.
        heads_only: of the heads alone.
        baselines: n-gram models with the ids of the posts that each has not learnt from.
    """
    annotations = read_gold(gold)
    posts = [each.post.model_copy(update={"id": str(each.id)}) for each in annotations]
    reports = [report for baseline, ids in baselines for report in baseline.reports(p for p in posts if p.id in ids)]
    return {
        "n-grams": evaluate(annotations, reports),
        "rules only": evaluate(annotations, Moderator(models=None).check_many(posts)),
        "heads only": evaluate(annotations, _held_out(answers, heads_only).check_many(posts)),
        "both": evaluate(annotations, _held_out(answers, weights).check_many(posts)),
    }


def persons(conll: Path, model: Path, *, last: int) -> dict[str, Any]:
    """Return the person figures on the last `last` sentences of a CoNLL file, by rules only and by both."""
    sentences = read_conll(conll)[-last:]
    columns = {"rules only": Moderator(models=None), "both": Moderator(models=model)}
    return {
        name: evaluate_persons(sentences, moderator.check_many(posts_of(sentences))).to_dict()
        for name, moderator in columns.items()
    }


def language_by_type(gold: Path, model: Path) -> dict[str, Any]:
    """Return the figures of the language check by type of error, by rules only and by both."""
    texts = read_marked_texts(gold)
    judges = {"rules only": Moderator(models=None), "both": Moderator(models=model)}
    return {
        name: judge_language(texts, moderator.check_many(text.text for text in texts)).to_dict()
        for name, moderator in judges.items()
    }


def same_decisions(posts: Iterable[Post], one: Path, other: Path) -> float:
    """Return the share of posts on which two models decide the same."""
    texts = list(posts)
    pairs = zip(Moderator(models=one).check_many(texts), Moderator(models=other).check_many(texts), strict=True)
    same = [first.decision == second.decision for first, second in pairs]
    return sum(same) / len(same)


def _held_out(answers: Answers, weights: Weights) -> Moderator:
    moderator = Moderator(models=None)
    moderator.model = HeldOut(answers, weights)  # type: ignore[assignment]  # it reads as a model does
    return moderator
