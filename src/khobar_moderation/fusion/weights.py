"""What rules and heads weigh beside each other: small calibrated models, fitted on posts that neither had learnt from.

Two forms serve all checks. `Odds` answers yes or no: the logistic function of a weighted sum. `Choice` answers which of
several: to the logarithm of the head's probability of each answer, times a temperature, it adds a bonus that depends on
what the rules say. With the heads' probabilities from held-out posts both come out calibrated (Platt 1999; Guo et
al. 2017).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import exp, log
from typing import Any

__all__ = ["Choice", "GradedOdds", "Odds", "Weights", "logit"]

_EDGE = 1e-4


def logit(probability: float) -> float:
    """Return the log odds of a probability, kept from the edges."""
    kept = min(max(probability, _EDGE), 1 - _EDGE)
    return log(kept / (1 - kept))


@dataclass(frozen=True, slots=True)
class Odds:
    """Yes or no.

    Attributes:
        weights: of each feature; "bias" is added once.
        threshold: probability from which the answer is yes.
    """

    weights: Mapping[str, float]
    threshold: float = 0.5

    def probability(self, features: Mapping[str, float]) -> float:
        """Return the probability of yes, 0 to 1."""
        weights = self.weights
        total = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in features.items())
        return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class GradedOdds(Odds):
    """Yes or no, by two measures.

    Attributes:
        strict: probability from which the answer is yes to who would rather be told too much.
        safe: probability from which nobody need look.
    """

    strict: float = 0.5
    safe: float = 0.9


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers.

    Attributes:
        temperature: what the logarithm of the head's probability is multiplied with.
        bonus: by what the rules say, what is added for each answer.
        favour: by answer, how much likelier it is taken than it is, where an error one way costs more.
    """

    temperature: float
    bonus: Mapping[str, Mapping[str, float]]
    favour: Mapping[str, float]

    def probabilities(self, head: Mapping[str, float], rules: str) -> dict[str, float]:
        """Return the probability of each answer; they add up to 1."""
        bonus = self.bonus.get(rules, {})
        scores = {
            answer: self.temperature * log(max(probability, _EDGE)) + bonus.get(answer, 0.0)
            for answer, probability in head.items()
        }
        highest = max(scores.values())
        powers = {answer: exp(score - highest) for answer, score in scores.items()}
        total = sum(powers.values())
        return {answer: power / total for answer, power in powers.items()}

    def choose(self, head: Mapping[str, float], rules: str) -> tuple[str, float]:
        """Return the answer to be taken and its probability."""
        chances = self.probabilities(head, rules)
        chosen = max(chances, key=lambda answer: chances[answer] * self.favour.get(answer, 1.0))
        return chosen, chances[chosen]


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of every check.

    Attributes:
        person: whether a candidate is a person's name at all.
        role: in which capacity: official, source, private, pupil.
        attribute: whether words state a private fact about somebody.
        personal: work, mixed or personal.
        personal_clause: whether a clause of a post that is not all work is personal.
        source: status of the source.
        unsound: whether a post is unsound in one way.
        language: whether a word is wrong; None where the model has no language head.
        correction: whether what is proposed for it is what was meant; None likewise.
    """

    person: Odds
    role: Choice
    attribute: Odds
    personal: Choice
    personal_clause: Odds
    source: Choice
    unsound: Odds
    language: GradedOdds | None = None
    correction: Odds | None = None

    @classmethod
    def from_dict(cls, weights: Mapping[str, Mapping[str, Any]]) -> Weights:
        """Return the weights that `to_dict` wrote."""
        read: dict[str, Any] = {name: _kind(given)(**given) for name, given in weights.items()}
        return cls(**read)

    def to_dict(self) -> dict[str, dict[str, Any]]:
        """Return a JSON-ready object."""
        held = {name: getattr(self, name) for name in self.__slots__}
        return {
            name: {part.name: getattr(each, part.name) for part in fields(each)} for name, each in held.items() if each
        }


def _kind(given: Mapping[str, Any]) -> type[Odds | Choice]:
    if "temperature" in given:
        return Choice
    return GradedOdds if "strict" in given else Odds
