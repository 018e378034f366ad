"""Which spelled forms a written word may stand for, by the spelling lexicon and without its context.

A word is read as through a noisy channel: a form counts as much as it was written in edited text, times how
often a writer makes the slips that turn it into what stands there. Here the forms are gathered; the rates of
slips belong to the post at hand, and so to the check.
"""

from __future__ import annotations

from functools import lru_cache
from math import prod
from typing import NamedTuple

from khobar_moderation.spelling.affixes import ARTICLES, Parts, take_apart
from khobar_moderation.spelling.letters import slips
from khobar_moderation.spelling.lexicon import Form, load_lexicon
from khobar_moderation.text import match_key

__all__ = ["Candidate", "Readings", "is_known", "is_noun", "read_word"]

ATTESTED = 8.0
"""Weight from which the forms of a key are evidence against another spelling; below it a word is a name or a stray."""
STEM_WEIGHT = 20.0
"""Weight of a form in ه from which it speaks against ة, which new words may have."""
BUILT_WEIGHT = 100.0
"""Weight that a stem must have before a word built on it speaks against another spelling."""
FREQUENT = 200.0
"""Weight of a word that is no chance form."""
MOST = {
    "initial_hamza": 0.8,
    "medial_hamza": 0.05,
    "swapped_hamza": 0.02,
    "false_hamza": 0.05,
    "false_final": 0.02,
    "false_seat": 0.001,
    "heh": 10.0,
    "marbuta": 0.01,
    "opened_marbuta": 0.5,
    "yeh": 0.8,
    "maqsura": 0.02,
}
"""The most that a writer's habit, and for ه the neighbours, can make of a slip: what can win no more is dropped."""

PRONOUN_SHARE, PRONOUN_LIMIT = 0.03, 12.0
"""How often a noun has the pronoun ه, as a share of its own weight, and the most that is granted unseen."""
CONJUNCTION_SHARE = 0.2
"""How often a word follows و or ف, as a share of its own weight."""

_ARTICLE = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
_HEH, _MARBUTA = "\N{ARABIC LETTER HEH}", "\N{ARABIC LETTER TEH MARBUTA}"
_CONJUNCTIONS = frozenset("وف")
_HAMZA = "\N{ARABIC LETTER HAMZA}"
_TEH, _MAQSURA, _ALEF = "\N{ARABIC LETTER TEH}", "\N{ARABIC LETTER ALEF MAKSURA}", "\N{ARABIC LETTER ALEF}"


class Candidate(NamedTuple):
    """A form that a word may stand for, its weight, and the slips that lie between (see `letters.slips`)."""

    text: str
    weight: float
    slips: frozenset[str]


class Readings(NamedTuple):
    """What a written word may stand for.

    Attributes:
        known: whether the lexicon holds the word as written, whole or built from a stem.
        weight: how often it was written so.
        built: whether the rivals were built from a stem, and not counted themselves.
        rivals: the other forms that share its loose key, the most frequent first.
    """

    known: bool
    weight: float
    built: bool
    rivals: tuple[Candidate, ...]


@lru_cache(maxsize=65_536)
def read_word(word: str) -> Readings:
    """Return what a word in normal spelling may stand for."""
    key = match_key(word)
    forms = load_lexicon().forms(key)
    own = next((form.weight for form in forms if form.text == word), 0.0)
    rare = sum(form.weight for form in forms) < ATTESTED
    if rare:
        if own:
            return Readings(True, own, False, ())
        built = _build(key)
        forms = tuple(Form(text, weight) for text, weight in built.items() if weight >= STEM_WEIGHT or text == word)
        own = built.get(word, 0.0)
    elif not own:
        own = _weight_as_built(word, key, forms)
    if word[-1] == _HEH and not rare and not word.startswith(ARTICLES):
        own += min(PRONOUN_SHARE * _weigh(word[:-1]), PRONOUN_LIMIT)
    return Readings(own > 0, own, rare, _rivals(word, own, forms, built=rare))


def is_known(word: str) -> bool:
    """Whether the lexicon holds a word as written, whole or built from a stem."""
    return read_word(word).known


@lru_cache(maxsize=16_384)
def is_noun(word: str) -> bool:
    """Whether edited text has the word with the article, which no verb takes."""
    return _weigh(_ARTICLE + word) >= ATTESTED


def _rivals(word: str, own: float, forms: tuple[Form, ...], *, built: bool) -> tuple[Candidate, ...]:
    others = (form for form in forms if form.text != word)
    rivals = (Candidate(form.text, form.weight, slips(word, form.text)) for form in others)
    possible = (rival for rival in rivals if _can_win(rival, own) and _is_possible(word, rival, built))
    return tuple(sorted(possible, key=lambda rival: -rival.weight))


def _can_win(rival: Candidate, own: float) -> bool:
    return rival.weight * prod(MOST[slip] for slip in rival.slips) >= own


def _is_possible(word: str, rival: Candidate, built: bool) -> bool:
    """Whether a rival can be meant.

    One built from a stem must have a frequent stem where a hamza is all that differs: a foreign name looks so too.
    One in ه for a word in ة must be frequent, and after the article very frequent: there its ه is no pronoun.
    """
    if built and rival.weight < BUILT_WEIGHT and not rival.slips & {"heh", "opened_marbuta"}:
        return False
    if "opened_marbuta" in rival.slips:
        return True
    return "marbuta" not in rival.slips or rival.weight >= (FREQUENT if word.startswith(ARTICLES) else STEM_WEIGHT)


def _weight_as_built(word: str, key: str, forms: tuple[Form, ...]) -> float:
    """Return a weight for a word that no book holds, but that is built of what they hold: واقسم beside وأقسم."""
    if word[0] in _CONJUNCTIONS:
        share = CONJUNCTION_SHARE * _weigh(word[1:])
        if share:
            return share
    return 0.0 if max(form.weight for form in forms) > FREQUENT else min(_build(key).get(word, 0.0), 1.0)


def _weigh(form: str) -> float:
    return next((other.weight for other in load_lexicon().forms(match_key(form)) if other.text == form), 0.0)


def _build(key: str) -> dict[str, float]:
    """Return the spelled words that can be built for a key from prefix, stem and suffix, with the stem's weight."""
    built: dict[str, float] = {}
    for parts in take_apart(key):
        forms = load_lexicon().forms(parts.stem)
        least = max(2.0, 0.02 * sum(form.weight for form in forms))
        for form in forms:
            if form.weight < least or not _takes_suffix(parts, form.text):
                continue
            stem = form.text[:-1] + _TEH if parts.opened else form.text
            if parts.is_definite and not parts.suffix and stem[-1] == _HEH and _ends_in_pronoun(stem):
                continue
            text = parts.prefix + stem + parts.suffix
            built[text] = max(built.get(text, 0.0), form.weight)
    return built


def _ends_in_pronoun(stem: str) -> bool:
    """Whether the ه of a stem is a pronoun, which never goes with an article: unlike that of وجه and تنبيه."""
    return len(stem) > 3 and bool(load_lexicon().forms(match_key(stem[:-1])))


def _takes_suffix(parts: Parts, stem: str) -> bool:
    last = stem[-1]
    if parts.opened:
        return last == _MARBUTA
    if not parts.suffix:
        return True
    return last not in (_MARBUTA, _MAQSURA) and (last != _HAMZA or (parts.suffix == _ALEF and stem[-2] != _ALEF))
