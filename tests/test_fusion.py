"""What rules and heads weigh beside each other."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khobar_moderation.fusion.weights import Choice, Odds, Weights, logit

CHANCE = st.floats(0.0, 1.0)


def test_odds_are_the_logistic_of_the_weighted_sum() -> None:
    odds = Odds({"bias": -1.0, "head": 0.5, "rule": 2.0})
    assert odds.probability({"head": 2.0, "rule": 1.0}) == pytest.approx(1 / (1 + math.exp(-2.0)))


def test_odds_take_no_notice_of_features_without_a_weight() -> None:
    odds = Odds({"bias": 0.0, "head": 1.0})
    assert odds.probability({"head": 0.3, "unheard": 99.0}) == odds.probability({"head": 0.3})


@given(CHANCE)
def test_log_odds_are_finite_at_the_edges(chance: float) -> None:
    assert math.isfinite(logit(chance))


def test_without_a_bonus_the_head_decides() -> None:
    choice = Choice(1.0, {}, {})
    head = {"work": 0.2, "personal": 0.8}
    assert choice.probabilities(head, "work") == pytest.approx(head)
    assert choice.choose(head, "work")[0] == "personal"


def test_rules_can_turn_a_head_that_is_in_doubt_but_not_one_that_is_sure() -> None:
    choice = Choice(1.0, {"hearsay": {"hearsay": 2.0}}, {})
    assert choice.choose({"hearsay": 0.3, "first_party": 0.7}, "hearsay")[0] == "hearsay"
    assert choice.choose({"hearsay": 0.01, "first_party": 0.99}, "hearsay")[0] == "first_party"


def test_favour_moves_the_choice_and_not_the_chance() -> None:
    plain, wary = Choice(1.0, {}, {}), Choice(1.0, {}, {"personal": 2.0})
    head = {"work": 0.6, "personal": 0.4}
    assert [plain.choose(head, "work")[0], wary.choose(head, "work")[0]] == ["work", "personal"]
    assert wary.choose(head, "work")[1] == pytest.approx(0.4)


@given(st.dictionaries(st.sampled_from("abcd"), CHANCE, min_size=1), st.sampled_from("abcd"))
def test_chances_add_up_to_one(head: dict[str, float], rules: str) -> None:
    choice = Choice(0.7, {"a": {"b": 1.5}}, {})
    assert sum(choice.probabilities(head, rules).values()) == pytest.approx(1.0)


def test_weights_are_the_same_after_writing_and_reading() -> None:
    odds, choice = Odds({"bias": 0.5}, 0.4), Choice(0.9, {"none": {"none": 1.0}}, {"none": 2.0})
    weights = Weights(odds, choice, odds, choice, odds, choice, odds)
    assert Weights.from_dict(weights.to_dict()) == weights
