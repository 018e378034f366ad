"""The yardstick: linear models over character n-grams, trained in a minute; what was built must be clearly ahead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from khobar_moderation.evaluation import Annotation
from khobar_moderation.heads.labels import SOUNDNESS
from khobar_moderation.post import Post

__all__ = ["NgramBaseline"]


class NgramBaseline:
    """Labels and decision of a post by its character n-grams; it finds no spans.

    Args:
        posts: the annotated posts to learn from.
    """

    def __init__(self, posts: Sequence[Annotation]) -> None:
        texts = [each.post.text for each in posts]
        self._answers = {
            "personal": _learn(texts, [each.personal.label for each in posts]),
            "source": _learn(texts, [each.source.status for each in posts]),
            "decision": _learn(texts, [str(each.decision) for each in posts]),
            **{kind: _learn(texts, [_is(each, kind) for each in posts]) for kind in SOUNDNESS},
        }

    def reports(self, posts: Iterable[Post]) -> Iterator[dict[str, Any]]:
        """Yield a report on each post, in the format that `evaluate` reads."""
        rows = list(posts)
        answers = {name: answer.predict([post.text for post in rows]) for name, answer in self._answers.items()}
        for place, post in enumerate(rows):
            yield {
                "id": post.id,
                "decision": str(answers["decision"][place]),
                "labels": {name: str(answers[name][place]) for name in ("personal", "source")},
                "findings": [
                    {"check": "soundness", "type": kind} for kind in SOUNDNESS if answers[kind][place] == "yes"
                ],
                "evidence": [],
            }


def _is(post: Annotation, kind: str) -> str:
    return "yes" if any(span.type == kind for span in post.soundness) else "no"


def _learn(texts: Sequence[str], answers: Sequence[str]) -> Pipeline:
    pipeline = make_pipeline(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True),
        LogisticRegression(C=20.0, max_iter=500, class_weight="balanced"),
    )
    return pipeline.fit(texts, answers)
