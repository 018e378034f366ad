"""Weigh whether a chain of names is a person: how sure its words are, and what announces it."""

from __future__ import annotations

import re

from khobar_moderation.people.grammar import Chain

__all__ = ["ACCEPTED", "weigh"]

ACCEPTED = 1.5
"""Weight from which a chain is taken for a person."""

_SURE_FAMILY = re.compile("[FB]$|A.$|b.$")
_SOFT_FAMILY = re.compile("[fuUNqd]$")
_LINKED = 2
_ANNOUNCED = {"T": 2.0, "y": 2.0, "R": 1.5, "Y": 1.5, "M": 1.5, "r": 1.0, "J": 1.0}


def weigh(chain: Chain, letters: str) -> float:
    """Return the weight of a chain among the letters of its post."""
    return _weigh_words(chain) + _weigh_license(chain) - _weigh_against(chain, letters)


def _weigh_words(chain: Chain) -> float:
    match chain.shape:
        case "kunya":
            return 2.5
        case "clan" | "surname":
            return 1.0
        case "initials":
            return 1.0 if "." in chain.letters or "(" in chain.license else -2.0
        case "open":
            return -2.0 if "T" not in chain.license else 0.0 if len(chain.letters) == 1 else 0.5
        case _:
            return _weigh_chain(chain.letters)


def _weigh_chain(letters: str) -> float:
    sure = len(re.findall("[GB]|SE", letters))
    soft = len(re.findall("[gq]", letters))
    if len(letters) == 1:
        return 1.5 if sure else 0.5 if soft else 0.0
    if "b" in letters and len(letters) > _LINKED:
        return 3.0 if sure or soft else 2.0
    if _SURE_FAMILY.search(letters):
        return 3.0 if sure else 2.5 if soft else 2.0
    if sure:
        return 2.5 if sure + soft > 1 or _SOFT_FAMILY.search(letters) else 1.5
    if letters[0] == "g" and letters[-1] in "uN":
        return 2.0
    if letters == "wN" or soft > 1:
        return 1.0
    return 0.7 if soft else 0.0


def _weigh_license(chain: Chain) -> float:
    weight = max((_ANNOUNCED.get(letter, 0.0) for letter in chain.license), default=0.0)
    if weight < _ANNOUNCED["T"] and chain.letters in ("w", "sE"):
        return weight / 2
    return weight


def _weigh_against(chain: Chain, letters: str) -> float:
    before = letters[: chain.title].rstrip("'\"(:")
    if before.endswith("A") and not chain.license:
        return 9.0  # آل محمد
    if before.endswith("P") and not chain.license.strip("YM'"):
        return 9.0  # a school or street that bears the name
    if len(chain.letters) == 1 and letters[chain.end : chain.end + 1] == "d":
        return 0.0 if chain.letters in "GB" else 1.0 if chain.letters == "g" else 2.0  # رياض الأطفال، صباح اليوم
    return -1.0 if letters[chain.end : chain.end + 1] == "c" else 0.0
