"""How far two judges agree: the machine and a reviewer, or two reviewers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.metrics import cohen_kappa_score, confusion_matrix

from khobar_moderation.finding import Decision
from khobar_moderation.wording import Language, term

__all__ = ["Agreement", "agreement", "confusion"]

_DRAWS = 500
_DECISIONS = [str(decision) for decision in Decision]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Cohen's kappa with its 95 % interval, and the share of drafts with the same decision.

    The interval is a percentile bootstrap over drafts, 500 draws of `numpy.random.default_rng(0)`. Kappa is linearly
    weighted: allow for block is twice as far off as allow for review (Cohen 1968).
    """

    kappa: float
    low: float
    high: float
    same: float
    drafts: int


def agreement(first: Sequence[str], second: Sequence[str]) -> Agreement:
    """Return how far two judges agree.

    Args:
        first: decisions of one of them.
        second: decisions of the other, on the same drafts.

    Raises:
        ValueError: they judged no drafts, or not the same number.
    """
    if not first or len(first) != len(second):
        raise ValueError("give the decisions of both on the same drafts")
    one, other = np.asarray(first, dtype=object), np.asarray(second, dtype=object)
    drawn = np.random.default_rng(0).integers(0, len(one), (_DRAWS, len(one)))
    values = np.sort([_kappa(one[places], other[places]) for places in drawn])
    low, high = np.quantile(values, [0.025, 0.975])
    return Agreement(_kappa(one, other), float(low), float(high), float(np.mean(one == other)), len(one))


def confusion(first: Sequence[str], second: Sequence[str], lang: Language = "ar") -> pd.DataFrame:
    """Return how many drafts there are of each pair of decisions; rows are the first judge's."""
    names = [term("decisions", name, lang) for name in _DECISIONS]
    return pd.DataFrame(confusion_matrix(first, second, labels=_DECISIONS), index=names, columns=names)


def _kappa(first: np.ndarray, second: np.ndarray) -> float:
    if len({*first, *second}) == 1:  # all the same: nothing that chance could not have done, nor any disagreement
        return 1.0
    return float(cohen_kappa_score(first, second, labels=_DECISIONS, weights="linear"))
