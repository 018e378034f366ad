"""Slips of the pen, made on purpose: clean words in, words as people misspell them out.

Each kind imitates what real drafts show: a hamza left out, ة for ه, letters of like sound, a key beside the right one,
words stuck together. Who slips in one way does so again, so every text gets a writer with habits of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml

from khobar_moderation.spelling.repairs import weigh_form
from khobar_moderation.training.slips_grammar import GRAMMAR

__all__ = ["Slipped", "Writer", "draw_writer", "slip"]

_CLITICS = ("وبال", "وال", "بال", "فال", "كال", "لل", "ال", "ول", "وب", "فل", "و", "ف", "ب", "ل", "ك", "")
_HAMZAS = "أإآ"
_VOWELS = "اوي"
_SHORTEST = 3


class Slipped(NamedTuple):
    """A word after a slip.

    Attributes:
        words: what stands there now: one word, or two where it was torn.
        right: what is meant instead of them all.
        took: clean words that went into it: two where they stuck together.
        grammar: whether the slip is one of grammar.
    """

    words: tuple[str, ...]
    right: str
    took: int = 1
    grammar: bool = False


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody's habits.

    Attributes:
        share: of words that go wrong.
        kinds: the kinds of slip and how likely each is for this writer.
    """

    share: float
    kinds: Sequence[str]
    weights: Sequence[float]


_COMMON = {
    "initial_hamza": 4.0, "seat": 1.2, "final_hamza": 0.8, "false_hamza": 1.0, "swapped_hamza": 0.8, "marbuta": 3.0,
    "heh": 0.5, "teh": 0.3, "maqsura": 1.5, "yeh": 0.5, "listed": 1.5, "sound": 0.3, "dots": 0.25, "keyboard": 0.25,
    "drop": 0.3, "double": 0.2, "vowel": 0.4, "transpose": 0.12, "silent_alef": 1.0, "article": 0.15, "stick": 1.2,
    "tear": 0.3, **dict.fromkeys(GRAMMAR, 0.6),
}  # fmt: skip
"""How common each kind is; what few words allow is tried oftener than it happens."""
_SHARES = (0.0, 0.04, 0.1, 0.18, 0.3, 0.45)


@cache
def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    return tables


def draw_writer(random: Random) -> Writer:
    """Return somebody with habits: many of the common slips, some kinds far more than others do, some never."""
    weights = [weight * random.gammavariate(0.5, 2.0) for weight in _COMMON.values()]
    return Writer(random.choice(_SHARES), tuple(_COMMON), weights)


def slip(words: Sequence[str], at: int, writer: Writer, random: Random) -> Slipped | None:
    """Return what a writer makes of the word at a place, None where it comes out right."""
    if random.random() >= writer.share:
        return None
    for kind in random.choices(writer.kinds, writer.weights, k=3):
        made = _make(kind, words, at, random)
        if made:
            return made
    return None


def _make(kind: str, words: Sequence[str], at: int, random: Random) -> Slipped | None:
    if kind in ("stick", "tear"):
        return (_stick if kind == "stick" else _tear)(words, at, random)
    word = words[at]
    wrong = GRAMMAR[kind](words, at, random) if kind in GRAMMAR else _LETTERS[kind](word, random)
    return Slipped((wrong,), word, grammar=kind in GRAMMAR) if wrong and wrong != word else None


def _stick(words: Sequence[str], at: int, random: Random) -> Slipped | None:
    """لا يمكن → لايمكن; بعد ة or ى any word may stick."""
    word = words[at]
    after = words[at + 1] if at + 1 < len(words) else ""
    if len(after) < 2 or not after.isalpha():
        return None
    if (
        word.removeprefix("و") in _tables()["stick"]
        or (word[-1] in "ةى" and random.random() < 0.15)
        or random.random() < 0.01
    ):
        return Slipped((word + after,), f"{word} {after}", took=2)
    return None


def _tear(words: Sequence[str], at: int, random: Random) -> Slipped | None:
    """والمدرسة → و المدرسة, عندما → عند ما."""
    word = words[at]
    torn = _tables()["torn"].get(word)
    if torn and random.random() < 0.7:
        return Slipped(tuple(torn.split()), word)
    prefix = random.choice(_tables()["tear"])
    rest = word.removeprefix(prefix)
    if word.startswith(prefix) and len(rest) >= _SHORTEST and weigh_form(rest) > 0:
        return Slipped((prefix, rest), word)
    if len(word) > 5 and random.random() < 0.03:
        place = random.randint(2, len(word) - 2)
        return Slipped((word[:place], word[place:]), word)
    return None


def _stem_start(word: str) -> int:
    return next(len(prefix) for prefix in _CLITICS if word.startswith(prefix) and len(word) - len(prefix) > 1)


def _initial_hamza(word: str, _random: Random) -> str | None:
    for place in dict.fromkeys((_stem_start(word), 0)):
        if word[place] in _HAMZAS:
            return word[:place] + "ا" + word[place + 1 :]
    return None


def _swapped_hamza(word: str, random: Random) -> str | None:
    for place in dict.fromkeys((_stem_start(word), 0)):
        if word[place] in "أإ":
            return word[:place] + ("إ" if word[place] == "أ" else "أ") + word[place + 1 :]
        if word[place] == "آ":
            return word[:place] + random.choice(("أ", "أا", "اا")) + word[place + 1 :]
    return None


def _false_hamza(word: str, random: Random) -> str | None:
    for place in dict.fromkeys((_stem_start(word), 0)):
        if word[place] == "ا" and len(word) - place > 3 and word[place + 1] != "ل":
            return word[:place] + random.choice("إإأ") + word[place + 1 :]
    return None


_SEATS = {
    "أ": ("ا", "ا", "ء", "ئ", "ؤ"), "ؤ": ("و", "و", "ئ", "ء", "أ"), "ئ": ("ي", "ي", "ء", "أ", "ىء"),
    "ء": ("ئ", "أ", "ؤ"),
}  # fmt: skip


def _seat(word: str, random: Random) -> str | None:
    first = _stem_start(word) + 1
    places = [place for place in range(first, len(word) - (word[-1] == "ء")) if word[place] in _SEATS]
    if not places:
        return None
    place = random.choice(places)
    other = random.choice(_SEATS[word[place]])
    if word[place : place + 2] == "ؤو":  # مسئول is accepted; مسؤل and مسوول are not
        return word[:place] + random.choice(("ؤ", "وو")) + word[place + 2 :]
    return word[:place] + other + word[place + 1 :]


def _final_hamza(word: str, random: Random) -> str | None:
    if word[-1] != "ء" or len(word) < _SHORTEST:
        return None
    stem = word[:-1]
    return random.choice((stem, stem, stem + "ئ", stem + "أ")) if stem[-1] != "ي" else stem + random.choice(("", "ئ"))


def _marbuta(word: str, _random: Random) -> str | None:
    return word[:-1] + "ه" if word[-1] == "ة" else None


def _heh(word: str, _random: Random) -> str | None:
    return word[:-1] + "ة" if word[-1] == "ه" and len(word) > 2 else None


def _teh(word: str, _random: Random) -> str | None:
    if word[-1] == "ة":
        return word[:-1] + "ت"
    return word[:-1] + "ة" if word[-1] == "ت" and len(word) > _SHORTEST else None


def _maqsura(word: str, random: Random) -> str | None:
    return word[:-1] + random.choice("ييييا") if word[-1] == "ى" else None


def _yeh(word: str, random: Random) -> str | None:
    if word[-1] == "ي":
        return word[:-1] + "ى"
    return word[:-1] + "ى" if word[-1] == "ا" and len(word) > _SHORTEST and random.random() < 0.2 else None


def _listed(word: str, random: Random) -> str | None:
    found = _tables()["words"].get(word)
    return random.choice(found.split()) if found else None


def _swap_by(table: Callable[[str], Sequence[str]]) -> Callable[[str, Random], str | None]:
    def swap(word: str, random: Random) -> str | None:
        place = random.randrange(len(word))
        rivals = table(word[place])
        return word[:place] + random.choice(rivals) + word[place + 1 :] if rivals and len(word) >= _SHORTEST else None

    return swap


@cache
def _by_sound(letter: str) -> Sequence[str]:
    return [pair[1] for pair in _tables()["sound"] if pair[0] == letter]


@cache
def _by_dots(letter: str) -> Sequence[str]:
    return [pair[1] for pair in _tables()["dots"] if pair[0] == letter]


@cache
def _by_key(letter: str) -> Sequence[str]:
    row = next((row for row in _tables()["keyboard"] if letter in row), "")
    place = row.find(letter)
    return [row[near] for near in (place - 1, place + 1) if row and 0 <= near < len(row)]


def _drop(word: str, random: Random) -> str | None:
    place = random.randrange(1, len(word)) if len(word) > _SHORTEST else 0
    return word[:place] + word[place + 1 :] if place else None


def _double(word: str, random: Random) -> str | None:
    place = random.randrange(len(word))
    letter = word[place] if random.random() < 0.6 else random.choice(_by_key(word[place]) or word[place])
    return word[:place] + letter + word[place:] if len(word) >= _SHORTEST else None


def _vowel(word: str, random: Random) -> str | None:
    """A long vowel written short, or a short one long."""
    if len(word) <= _SHORTEST:
        return None
    long = [place for place in range(1, len(word) - 1) if word[place] in _VOWELS]
    if long and random.random() < 0.6:
        place = random.choice(long)
        return word[:place] + word[place + 1 :]
    place = random.randrange(1, len(word) + 1)
    return word[:place] + random.choice(_VOWELS) + word[place:]


def _transpose(word: str, random: Random) -> str | None:
    if len(word) <= _SHORTEST:
        return None
    place = random.randrange(len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _silent_alef(word: str, _random: Random) -> str | None:
    if word.endswith("وا") and len(word) > _SHORTEST:
        return word[:-1]
    return word + "ا" if word.endswith("و") and len(word) > _SHORTEST else None


def _article(word: str, random: Random) -> str | None:
    """للطلاب → لالطلاب, الشمس → اشمس, اللغة → الغة."""
    if word.startswith("لل") and len(word) > 4:
        return random.choice(("لال" + word[2:], "ل" + word[2:]))
    if word.startswith("ال") and len(word) > 4 and word[2] in "تثدذرزسشصضطظنل":
        return "ا" + word[2:]
    return None


_LETTERS: dict[str, Callable[[str, Random], str | None]] = {
    "initial_hamza": _initial_hamza, "seat": _seat, "final_hamza": _final_hamza, "false_hamza": _false_hamza,
    "swapped_hamza": _swapped_hamza, "marbuta": _marbuta, "heh": _heh, "teh": _teh, "maqsura": _maqsura, "yeh": _yeh,
    "listed": _listed, "sound": _swap_by(_by_sound), "dots": _swap_by(_by_dots), "keyboard": _swap_by(_by_key),
    "drop": _drop, "double": _double, "vowel": _vowel, "transpose": _transpose, "silent_alef": _silent_alef,
    "article": _article,
}  # fmt: skip
