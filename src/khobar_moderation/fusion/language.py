"""Which words are wrong and what they should be, by rules, spelling lexicon and head together.

The rules say what they would write; the head says for each word how likely it is wrong and which small edits would
mend it. What these edits make of the word, if the lexicon knows it, is weighed beside what the rules propose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import log
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from khobar_moderation.fusion.weights import logit
from khobar_moderation.heads.labels import ANY, GRAMMAR, JOIN
from khobar_moderation.heads.reading import WordErrors
from khobar_moderation.spelling.edits import OTHER, SPLIT, apply_edit, edits_between, name_edit
from khobar_moderation.spelling.letters import error_type
from khobar_moderation.spelling.repairs import weigh_form
from khobar_moderation.spelling.speller import is_known, read_word

if TYPE_CHECKING:
    from khobar_moderation.checks.language.drafts import Drafts
    from khobar_moderation.checks.language.reading import Reading
    from khobar_moderation.fusion.weights import GradedOdds, Odds
    from khobar_moderation.text import Token

__all__ = ["Choice", "Proposal", "choose", "errors_of_words", "fuse_language", "proposals"]

_DOUBT = -2.0
"""Log odds of an error from which a word is looked at; the odds of one edit from which it is tried."""
_TRIED, _EDITS = -3.0, 4
"""And how many edits are tried at most."""
_NO_EDITS = frozenset((ANY, GRAMMAR, JOIN, OTHER))
_LIMIT = 8.0
_FEW_ERRORS, _FEW_WORDS = 0.2, 10
"""What is taken for granted of a writer of whom there is little to read."""
_SHORTEST_PART = 2
_WARY, _WARINESS = frozenset(("grammar", "split_merge")), 0.1
"""How much surer the head must be where no rule speaks: it takes rare but right endings, and long words, for slips."""
_SAFE = frozenset(("hamza", "ta_marbuta", "alif_maqsura"))
"""Kinds of error that the head may correct by itself: what is meant is never another word."""


class Proposal(NamedTuple):
    """A word that may be wrong, and what may be meant.

    Attributes:
        at: index of the word in the reading.
        right: what may be meant, in normal spelling.
        type: kind of error.
        size: words that it stands for: two where the next one belongs to it.
        by_rule: whether the rules propose it.
        features: for `Weights.correction`.
    """

    at: int
    right: str
    type: str
    size: int
    by_rule: bool
    features: dict[str, float]


class Choice(NamedTuple):
    """What a word most likely should be.

    Attributes:
        best: the proposal.
        right: how likely this is what was meant, 0 to 1.
        features: for `Weights.language`.
    """

    best: Proposal
    right: float
    features: dict[str, float]


def fuse_language(
    reading: Reading, drafts: Drafts, errors: WordErrors, odds: GradedOdds, correction: Odds, *, strict: bool
) -> None:
    """Settle which words are corrected, and to what.

    Args:
        reading: the post.
        drafts: what the rules would correct; changed in place.
        errors: what the head answers of the words of `reading`.
        odds: `Weights.language`.
        correction: `Weights.correction`.
        strict: whether what is only probably wrong is marked as well.
    """
    least = odds.strict if strict else odds.threshold
    for group in list(proposals(reading, drafts, errors)):
        best, right, features = choose(group, correction)
        chance = odds.probability(features)
        wariness = _WARINESS if best.type in _WARY and not best.by_rule else 0.0
        if chance < least + wariness:
            drafts.drop(best.at)
        else:
            is_safe = min(chance, right) >= odds.safe and (best.by_rule or best.type in _SAFE)
            drafts.settle(best.at, best.right, best.type, chance, count=best.size, by_rule=best.by_rule, safe=is_safe)


def choose(group: Sequence[Proposal], correction: Odds) -> Choice:
    """Return the likeliest of what a word may be."""
    chances = [correction.probability(proposal.features) for proposal in group]
    right = max(chances)
    best = group[chances.index(right)]
    return Choice(best, right, best.features | {"right": logit(right)})


def errors_of_words(errors: WordErrors, tokens: Sequence[Token], words: Sequence[Token]) -> WordErrors:
    """Return what the head answers of some of the tokens, in their order."""
    starts = {token.start: place for place, token in enumerate(tokens)}
    return WordErrors(errors.columns, errors.logits[[starts[word.start] for word in words]])


def proposals(reading: Reading, drafts: Drafts, errors: WordErrors) -> Iterator[list[Proposal]]:
    """Yield, for each word that rules or head doubt, what it may be."""
    doubts = errors.logits[:, errors.columns[ANY]]
    chances = 1 / (1 + np.exp(-doubts))
    carelessness = np.log((chances.sum() - chances + _FEW_ERRORS) / (len(chances) + _FEW_WORDS))
    ruled = drafts.doubtful()
    times = Counter(reading.texts)
    looked_at = {*np.flatnonzero(doubts > _DOUBT).tolist(), *ruled} - reading.silent
    for at in sorted(looked_at):
        word = reading.texts[at]
        if drafts.is_settled(at) or len(word) < 2:
            continue
        found = list(_of_word(at, word, reading, errors, ruled.get(at)))
        if at not in ruled and times[word] > 1:  # nobody mistypes a word twice: it is a name or a term
            found = [proposal for proposal in found if proposal.type != "spelling"]
        for proposal in found:
            proposal.features["others"] = float(carelessness[at])
        if found:
            yield found


def _of_word(
    at: int, word: str, reading: Reading, errors: WordErrors, ruled: tuple[str, str] | None
) -> Iterator[Proposal]:
    columns, logits = errors.columns, errors.logits[at]
    rights = dict.fromkeys([ruled[0]] if ruled else [])
    if float(logits[columns[ANY]]) > _DOUBT:
        rights |= dict.fromkeys(rival.text for rival in read_word(word).rivals[:4])
        rights |= dict.fromkeys(_edited(word, columns, logits))
    for right in rights:
        names = [name_edit(edit, columns) for edit in edits_between(word, right)]
        by_rule = ruled is not None and right == ruled[0]
        kind = ruled[1] if ruled and by_rule else _kind(word, right, float(logits[columns[GRAMMAR]]))
        features = _features(word, right, names, kind, errors, at, reading)
        features["rule"] = features[f"rule_{kind}"] = float(by_rule)
        features["other_rule"] = float(ruled is not None and not by_rule)
        yield Proposal(at, right, kind, 1, by_rule, features)
    if float(logits[columns[JOIN]]) > _TRIED and reading.after(at) and not ruled:
        joined = word + reading.texts[at + 1]
        if weigh_form(joined) or is_known(joined):
            features = _features(word, joined, [JOIN], "split_merge", errors, at, reading)
            yield Proposal(at, joined, "split_merge", 2, False, features)


def _edited(word: str, columns: Mapping[str, int], logits: NDArray[np.float32]) -> Iterator[str]:
    """Yield the known words that the likeliest edits make of a word: one edit, or two together."""
    names = list(columns)
    best = [names[column] for column in np.argsort(-logits)[: _EDITS + len(_NO_EDITS)].tolist()]
    likely = [name for name in best if logits[columns[name]] > _TRIED and name not in _NO_EDITS]
    single: dict[str, list[str]] = {name: list(apply_edit(name, word)) for name in likely}
    for name, made in single.items():
        yield from sorted((form for form in made if _is_word(form)), key=_weight, reverse=True)[
            : 2 if name == SPLIT else 3
        ]
    exact = [name for name in likely if ":" in name]
    for name, other in combinations(exact, 2):
        yield from (form for middle in single[name] for form in apply_edit(other, middle) if _is_word(form))


def _is_word(form: str) -> bool:
    parts = form.split(" ")
    if len(parts) == 1:
        return len(form) >= _SHORTEST_PART and (weigh_form(form) > 0 or is_known(form))
    return all(len(part) >= _SHORTEST_PART and weigh_form(part) >= 20.0 for part in parts)


def _weight(form: str) -> float:
    return min(weigh_form(part) for part in form.split(" "))


def _kind(word: str, right: str, grammar: float) -> str:
    if " " in right:
        return "split_merge"
    kind = error_type(word, right)
    return "grammar" if grammar > 0 and kind == "spelling" else kind


def _features(
    word: str, right: str, names: Sequence[str], kind: str, errors: WordErrors, at: int, reading: Reading
) -> dict[str, float]:
    logits = errors.logits[at]
    edits = [float(logits[errors.columns[name]]) for name in names] or [-_LIMIT]
    own = read_word(word)
    known = log(1 + max(own.weight, weigh_form(word)))
    gain = log(1 + _weight(right)) - known
    return {
        "edit": _clip(sum(edits)),
        "least_edit": _clip(min(edits)),
        "any": _clip(float(logits[errors.columns[ANY]])),
        "gain": _clip(gain),
        "known": float(own.known),
        "weight": known,
        f"type_{kind}": 1.0,
        f"known_{kind}": float(own.known),
        "informal": float(not reading.is_formal),
    }


def _clip(value: float) -> float:
    return max(-_LIMIT, min(_LIMIT, value))
