"""What the spelling lexicon knows of a word, told to the language head beside the word's vector.

How often the word was written in edited text, how often its rivals by hamza, ة/ه and ى/ي, its inflected sisters, and,
for a word that the lexicon does not hold, the words one slip away. Weights are logarithms, 0 to 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from khobar_moderation.memo import Memo
from khobar_moderation.spelling.edits import rivals_of
from khobar_moderation.spelling.letters import slips
from khobar_moderation.spelling.lexicon import load_lexicon
from khobar_moderation.spelling.speller import is_noun, read_word
from khobar_moderation.text import match_key

__all__ = ["LEXICAL", "look_up"]

_SLIPS = (
    "initial_hamza", "medial_hamza", "swapped_hamza", "false_hamza", "false_final", "false_seat", "heh", "marbuta",
    "opened_marbuta", "yeh", "maqsura",
)  # fmt: skip
_SISTERS = ("no_last", "alef", "heh", "teh", "noon", "article", "no_article", "other_person", "other_plural", "dual")
_NEAR = ("dropped", "swapped", "alike", "vowel", "parted")
LEXICAL = ("known", "built", "noun", "own", "best", *_SLIPS, *_SISTERS, *_NEAR)
"""Names of the numbers, in their order."""

_COLUMN = {name: column for column, name in enumerate(LEXICAL)}
_LONGEST = 20
_REMEMBERED = 65_536
_CLITICS = ("وبال", "وال", "بال", "فال", "كال", "ولل", "لل", "ال", "ول", "وب", "و", "ف", "ب", "ل", "ك")
_NONE = np.zeros(len(LEXICAL), np.float32)


def look_up(words: Sequence[str]) -> NDArray[np.float32]:
    """Return one row a form, a column for each of `LEXICAL`; zeros for what is no Arabic word."""
    return np.array([_KNOWN[word] for word in words], np.float32).reshape(len(words), len(LEXICAL))


def _describe(word: str) -> NDArray[np.float32]:
    if not 1 < len(word) <= _LONGEST or not "ء" <= word[0] <= "ي":
        return _NONE
    row = np.zeros(len(LEXICAL), np.float32)
    for name, value in _facts(word):
        row[_COLUMN[name]] = max(row[_COLUMN[name]], value)
    return row


def _facts(word: str) -> Iterator[tuple[str, float]]:
    readings, key = read_word(word), match_key(word)
    forms = load_lexicon().forms(key)
    own = next((form.weight for form in forms if form.text == word), 0.0)
    yield "known", float(own > 0)
    yield "built", float(readings.known)
    yield "noun", float(is_noun(word.removeprefix("ال")))
    yield "own", _log(own)
    yield "best", load_lexicon().highest(key)
    rivals = [(form.text, form.weight) for form in forms] + [(rival.text, rival.weight) for rival in readings.rivals]
    for text, weight in rivals:
        if text != word:
            yield from ((slip, _log(weight)) for slip in slips(word, text))
    yield from _sisters(key)
    if not own:
        yield from _near(key)
        stem = next((key[len(clitic) :] for clitic in _CLITICS if key.startswith(clitic)), "")
        if len(stem) > 2:
            yield from _near(stem)


def _sisters(key: str) -> Iterator[tuple[str, float]]:
    weigh = load_lexicon().highest
    yield "no_last", weigh(key[:-1])
    for name, ending in (("alef", "ا"), ("heh", "ه"), ("teh", "ت"), ("noon", "ن")):
        yield name, weigh(key + ending)
    if key.startswith("ال"):
        yield "no_article", weigh(key[2:])
    else:
        yield "article", weigh("ال" + key)
    if key[0] in "يت":
        yield "other_person", weigh(("ت" if key[0] == "ي" else "ي") + key[1:])
    if key.endswith(("ون", "ين", "ان")):
        stem = key[:-2]
        yield "other_plural", weigh(stem + ("ين" if key[-2] == "و" else "ون"))
        yield "dual", weigh(stem + ("ان" if key[-2] == "ي" else "ين"))


def _near(key: str) -> Iterator[tuple[str, float]]:
    """Yield the greatest weights among the words one slip away from a key that is none."""
    size = range(len(key))
    yield "dropped", _highest(key[:place] + key[place + 1 :] for place in size)
    yield "swapped", _highest(key[:at] + key[at + 1] + key[at] + key[at + 2 :] for at in size[:-1])
    yield "alike", _highest(key[:at] + other + key[at + 1 :] for at in size for other in rivals_of(key[at]))
    yield "vowel", _highest(key[:at] + vowel + key[at:] for at in size[1:] for vowel in "اوي")
    weigh = load_lexicon().highest
    yield "parted", max((min(weigh(key[:at]), weigh(key[at:])) for at in size[2:-1]), default=0.0)


def _highest(keys: Iterable[str]) -> float:
    weigh = load_lexicon().highest
    return max(map(weigh, keys), default=0.0)


def _log(weight: float) -> float:
    return load_lexicon().scale(weight)


_KNOWN: Memo[NDArray[np.float32]] = Memo(_describe, limit=_REMEMBERED)
