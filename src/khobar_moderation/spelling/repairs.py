"""Mend a word that the lexicon does not know, by one slip of the kinds that writers make.

Only words whose mended form was often written are mended; all else stays unknown, and nothing is said of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from khobar_moderation.spelling.lexicon import load_lexicon
from khobar_moderation.text import match_key

__all__ = ["Repair", "drop_tanwin_alef", "mend_command", "repair_word", "weigh_form"]

_HAMZA, _ALEF, _WAW, _YEH = (
    "\N{ARABIC LETTER HAMZA}",
    "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER WAW}",
    "\N{ARABIC LETTER YEH}",
)
_PRESENT = frozenset("يتن")
_FEH, _LAM = "\N{ARABIC LETTER FEH}", "\N{ARABIC LETTER LAM}"
_SEATED = (
    "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}",
    "\N{ARABIC LETTER WAW WITH HAMZA ABOVE}",
    "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}",
)
_PLURALS = frozenset(("وا", "ون", "وه", "وها"))
_PRONOUNS = frozenset(("ه", "ها", "هم", "هن", "هما", "ك", "كم", "كن", "نا", "ي"))
_VOWELS = (_ALEF, _WAW, _YEH)
_CONFUSED = ("ضظ", "ذز")
"""Letters that are taken for each other by sound; the second list, by a dot or by a foreign ear."""
_SOMETIMES_CONFUSED = ("ذد", "ثت", "سص", "طت")
_FATHATAN = "\N{ARABIC FATHATAN}"
_MAQSURA = "\N{ARABIC LETTER ALEF MAKSURA}"
_PREFIXES = ("و", "ف", "ب", "ل", "ك", "س", "ال", "وال", "بال", "فال", "لل", "ول", "وب")

_SHORTEST = 5
_OFTEN, _COMMON, _PLAIN = 8.0, 60.0, 250.0
"""Least weight of a mended form: the more, the easier a name or a foreign word could be taken for the slip."""


class Repair(NamedTuple):
    """A mended word and the kind of its error."""

    text: str
    kind: str


def weigh_form(form: str) -> float:
    """Return how often a form was written: as it stands, or after one of the usual clitics."""
    weight = _weigh(form)
    for prefix in _PREFIXES if not weight else ():
        if form.startswith(prefix) and len(form) - len(prefix) > 2:
            weight = max(weight, _weigh(form[len(prefix) :]))
    return weight


class _Slip(NamedTuple):
    kind: str
    least: float
    undo: Callable[[str], Iterable[str]]
    shortest: int = 4
    rivalled: bool = True  # whether two mended forms of like weight speak against it
    weigh: Callable[[str], float] = weigh_form


@lru_cache(maxsize=16_384)
def repair_word(word: str) -> Repair | None:
    """Return an unknown word mended by one slip, None where no slip explains it."""
    for slip in _SLIPS:
        if len(word) < slip.shortest:
            continue
        weighed = sorted(((slip.weigh(text), text) for text in set(slip.undo(word))), reverse=True)
        if weighed and weighed[0][0] >= slip.least and _stands_out(weighed, slip):
            return Repair(weighed[0][1], slip.kind)
    return None


def _stands_out(weighed: list[tuple[float, str]], slip: _Slip) -> bool:
    return len(weighed) == 1 or not slip.rivalled or weighed[1][0] < 0.2 * weighed[0][0]


def _weigh(form: str) -> float:
    return next((other.weight for other in load_lexicon().forms(match_key(form)) if other.text == form), 0.0)


def _reseat_hamza(word: str) -> Iterator[str]:
    """Undo a wrong seat: تبدء, يرئسه, العبأ; a lost vowel: مسؤل; a seat beside its hamza: المبادىء."""
    for place, letter in enumerate(word):
        if letter == _HAMZA and word[place - 1] == _ALEF and place < len(word) - 1:
            continue  # يساءل, تتراءى: the seat is right, though the word is rare
        if place and (letter == _HAMZA or letter in _SEATED):
            before, after = word[:place], word[place + 1 :]
            if after in _PLURALS:
                continue  # قرؤوا, قرأوا and قرءوا are all written
            seats = _SEATED[:1] if after in _PRONOUNS else (_HAMZA, *_SEATED)  # the case decides before a pronoun
            yield from (before + other + after for other in seats if other != letter)
            if letter == _SEATED[1]:
                yield before + letter + _WAW + after
            if letter == _HAMZA and before[-1] in (_MAQSURA, _YEH):
                yield before[:-1] + _SEATED[2] + after


def _add_final_hamza(word: str) -> Iterator[str]:
    if word.endswith(_ALEF):
        yield word + _HAMZA


def _add_silent_alef(word: str) -> Iterator[str]:
    """Undo the ا lost after the و of a plural verb: سجلو, يستلمو."""
    if word.endswith(_WAW):
        bare = word + _ALEF
        yield bare
        yield from (form.text for form in load_lexicon().forms(match_key(bare)))


def _weigh_plural(verb: str) -> float:
    """Return how often a verb in وا was written, or its singular where it is in the present, and a common one."""
    singular = _weigh(verb[:-2]) if verb[0] in _PRESENT and len(verb) > _SHORTEST else 0.0
    return max(weigh_form(verb), singular if singular >= _COMMON else 0.0)


def _drop_alef_after_hamza(word: str) -> Iterator[str]:
    """Undo an ا for the tanwin that a final اء needs none for: مساءا."""
    if word.endswith(_ALEF + _HAMZA + _ALEF):
        bare = word[:-1]
        yield from (form.text for form in load_lexicon().forms(match_key(bare)))


def drop_tanwin_alef(word: str) -> str | None:
    """Return a word in اءا without the last alef, which its tanwin needs not, and with the tanwin: مساءً for مساءا.

    None for other words, and where the word without it was never written.
    """
    weighed = [(weigh_form(bare), bare) for bare in _drop_alef_after_hamza(word)]
    best = max(weighed, default=(0.0, ""))
    return best[1] + _FATHATAN if best[0] >= _OFTEN else None


def _write_maqsura(word: str) -> Iterator[str]:
    if word.endswith(_ALEF):
        yield word[:-1] + _MAQSURA


def _drop_alef_after_particle(word: str) -> Iterator[str]:
    """Undo the ا written into a joined particle: كاالتالي, باالإضافة."""
    for place in (1, 2):
        if word[place : place + 2] == _ALEF * 2:
            yield word[:place] + word[place + 1 :]


def mend_command(word: str) -> str | None:
    """Return the verb of a wish written like a noun with its article: فليتصل for فاليتصل; None for other words."""
    verb = word[3:]
    if not word.startswith(_FEH + _ALEF + _LAM) or verb[:1] not in _PRESENT or len(verb) < 4:
        return None
    as_noun, as_verb = _weigh(word[1:]), _weigh(verb)
    return _FEH + _LAM + verb if as_verb >= _OFTEN and as_noun < 0.02 * as_verb else None


def _swap(pairs: tuple[str, ...]) -> Callable[[str], Iterable[str]]:
    other = {pair[place]: pair[1 - place] for pair in pairs for place in (0, 1)}
    return lambda word: (
        word[:place] + other[letter] + word[place + 1 :] for place, letter in enumerate(word) if letter in other
    )


def _undouble(word: str) -> Iterator[str]:
    for place in range(1, len(word)):
        if word[place] == word[place - 1] and word[place] in _VOWELS:
            yield word[:place] + word[place + 1 :]


def _transpose(word: str) -> Iterator[str]:
    for place in range(1, len(word) - 1):
        if word[place] != word[place + 1]:
            yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _add_vowel(word: str) -> Iterator[str]:
    for place in range(2, len(word)):
        yield from (word[:place] + vowel + word[place:] for vowel in _VOWELS)


_SLIPS = (
    _Slip("hamza", _OFTEN, _reseat_hamza, shortest=3, rivalled=False),
    _Slip("hamza", _COMMON, _add_final_hamza),
    _Slip("spelling", _OFTEN, _add_silent_alef, rivalled=False, weigh=_weigh_plural),
    _Slip("spelling", _OFTEN, _drop_alef_after_particle),
    _Slip("alif_maqsura", _COMMON, _write_maqsura),
    _Slip("spelling", _OFTEN, _swap(_CONFUSED)),
    _Slip("spelling", _PLAIN, _swap(_SOMETIMES_CONFUSED), shortest=5),
    _Slip("spelling", _COMMON, _undouble),
    _Slip("spelling", _PLAIN, _transpose, shortest=7),
    _Slip("spelling", _PLAIN, _add_vowel, shortest=7),
)
