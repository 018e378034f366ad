"""Words whose letters the spelling lexicon speaks against: hamza, ة and ه, ى and ي.

Each reading of a word weighs what it was counted in edited text, times the rate of the slips between it and
what is written, times what its neighbours say. Rates follow the writer: who drops one hamza drops others.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from khobar_moderation.checks.language.drafts import Drafts
from khobar_moderation.checks.language.reading import Reading
from khobar_moderation.checks.language.wordlists import WordLists
from khobar_moderation.spelling.affixes import ARTICLES
from khobar_moderation.spelling.letters import error_type, slips
from khobar_moderation.spelling.speller import Candidate, Readings, is_known
from khobar_moderation.text import match_key

__all__ = ["mend_spelled"]

_RULES = {
    "hamza": "language/hamza",
    "ta_marbuta": "language/ta-marbuta",
    "alif_maqsura": "language/alif-maqsura",
    "spelling": "language/misspelt-word",
}
_SLIPS = {
    "initial_hamza": "language/hamza",
    "medial_hamza": "language/hamza",
    "swapped_hamza": "language/hamza",
    "false_hamza": "language/hamza",
    "false_final": "language/hamza",
    "false_seat": "language/hamza",
    "heh": "language/ta-marbuta",
    "marbuta": "language/ta-marbuta",
    "opened_marbuta": "language/ta-marbuta",
    "yeh": "language/alif-maqsura",
    "maqsura": "language/alif-maqsura",
}
_ARTICLE = "ال"
_SHADDA = "\N{ARABIC SHADDA}"
_HAMZA, _TA = "language/hamza", "language/ta-marbuta"
_TA_SLIPS = frozenset(("heh", "marbuta", "opened_marbuta"))
_YEH = "\N{ARABIC LETTER YEH}"
_MARBUTA = "\N{ARABIC LETTER TEH MARBUTA}"
_HAMZA_LETTERS = "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}\N{ARABIC LETTER ALEF WITH HAMZA BELOW}"
_RIGHT_USES = {"heh": _MARBUTA, "initial_hamza": _HAMZA_LETTERS, "yeh": "\N{ARABIC LETTER ALEF MAKSURA}"}
"""Letters that show, wherever they stand in a post, that its writer does not always make a slip."""


class _Contested(NamedTuple):
    at: int
    own: float  # weight of the word as written
    rivals: list[tuple[Candidate, float]]  # with their weights beside these neighbours


class _Choice(NamedTuple):
    at: int
    candidate: Candidate
    odds: float


def mend_spelled(reading: Reading, drafts: Drafts) -> None:
    """Correct the words of a post that the lexicon speaks against."""
    contested = [
        (index, note.readings)
        for index, note in reading.noted()
        if note.readings and not drafts.has(index) and index not in reading.silent
    ]
    if not reading.is_formal:
        contested = [(index, readings) for index, readings in contested if not _is_built_on_hamza(readings)]
    if contested:
        _mend(_choose_all([_weigh(*item, reading) for item in contested], reading), reading, drafts)


def _choose_all(contested: list[_Contested], reading: Reading) -> list[_Choice]:
    """Return the likeliest rival of each word, by the rates of slips of this writer."""
    rates = _rates(reading.lists, formal=reading.is_formal)
    choices = [_choose(item, rates) for item in contested]
    followed = _follow_writer(rates, [choice for choice in choices if _is_certain(choice, reading)], reading)
    return choices if followed is rates else [_choose(item, followed) for item in contested]


def _mend(choices: list[_Choice], reading: Reading, drafts: Drafts) -> None:
    for choice in choices:
        if _is_certain(choice, reading) and not _has_marked_pronoun(choice, reading):
            written = reading.mended[choice.at]
            kind = error_type(written, choice.candidate.text)
            safe = choice.odds >= reading.lists.figure("language/hamza", "safe")
            drafts.mend(_RULES[kind], choice.at, choice.candidate.text, safe=safe)


def _is_built_on_hamza(readings: Readings) -> bool:
    """Whether the rivals of a word are only built from a stem, and differ in a hamza: no evidence against dialect."""
    return readings.built and all("hamza" in slip for rival in readings.rivals for slip in rival.slips)


def _is_certain(choice: _Choice, reading: Reading) -> bool:
    rule = _TA if "heh" in choice.candidate.slips else "language/hamza"
    return choice.odds >= reading.lists.figure(rule, "certain")


def _has_marked_pronoun(choice: _Choice, reading: Reading) -> bool:
    """Whether the word is a noun with its pronoun, and a shadda says which noun: مدرّسه is no مدرسة."""
    written = reading.mended[choice.at]
    return "heh" in choice.candidate.slips and _SHADDA in reading.surface(choice.at) and is_known(written[:-1])


@lru_cache(maxsize=8)
def _rates(lists: WordLists, *, formal: bool) -> dict[str, float]:
    rates = {slip: lists.figure(rule, slip) for slip, rule in _SLIPS.items()}
    if not formal:  # dialect softens a hamza inside a word: its spelling, not a slip
        rates["medial_hamza"] = lists.figure("language/hamza", "medial_hamza_in_dialect")
    return rates


def _follow_writer(rates: dict[str, float], made: list[_Choice], reading: Reading) -> dict[str, float]:
    """Return the rates of slips after those surely made in this post, and the chances not to make them."""
    if not made and reading.texts == reading.mended:
        return rates
    counts = Counter(slip for choice in made for slip in choice.candidate.slips)
    for written, mended in zip(reading.texts, reading.mended, strict=True):
        if written != mended and match_key(written) == match_key(mended):
            counts.update(slips(written, mended))
    if not counts:
        return rates
    text = reading.document.normal.text
    inertia = reading.lists.figure("language/hamza", "inertia")
    followed = dict(rates)
    for slip, letters in _RIGHT_USES.items():
        if counts[slip]:
            right = sum(text.count(letter) for letter in letters)
            followed[slip] = (rates[slip] * inertia + counts[slip]) / (inertia + counts[slip] + right)
    return followed


def _weigh(index: int, readings: Readings, reading: Reading) -> _Contested:
    rivals = [
        (rival, rival.weight * _context(index, rival, reading) * _preference(rival.text, reading))
        for rival in readings.rivals
    ]
    return _Contested(index, readings.weight + _doubt(reading.mended[index], readings, reading.lists), rivals)


def _choose(item: _Contested, rates: dict[str, float]) -> _Choice:
    """Return the likeliest rival of a word, with the odds for any rival against the word as written."""
    total = highest = 0.0
    best = item.rivals[0][0]
    for rival, score in item.rivals:
        for slip in rival.slips:
            score *= rates[slip]
        total += score
        if score > highest:
            best, highest = rival, score
    return _Choice(item.at, best, total / item.own)


def _preference(form: str, reading: Reading) -> float:
    """Return how much likelier a form is in posts of an education office than in books."""
    lists = reading.lists
    bare = form[2:] if form.startswith(_ARTICLE) else form
    return lists.figure(_HAMZA, "preference") if bare in lists.words(_HAMZA, "preferred") else 1.0


def _doubt(word: str, readings: Readings, lists: WordLists) -> float:
    """Return the weight a word is given unseen: more for a noun with its pronoun ه, which any noun can take."""
    if not word.startswith(ARTICLES) and any(not rival.slips.isdisjoint(_TA_SLIPS) for rival in readings.rivals):
        return lists.figure(_TA, "unseen_with_pronoun")
    return lists.figure("language/hamza", "unseen")


def _context(index: int, rival: Candidate, reading: Reading) -> float:
    """Return how much likelier the neighbours are beside a noun in ة than beside one with the pronoun ه."""
    if "heh" not in rival.slips or rival.text.startswith(ARTICLES):
        return 1.0
    lists = reading.lists
    before, after = reading.before(index), reading.after(index)
    ratio = 1.0
    if before in lists.words(_TA, "determiners"):
        ratio *= lists.figure(_TA, "after_determiner")
    elif before.endswith(_MARBUTA) and not before.startswith(ARTICLES):
        ratio *= lists.figure(_TA, "after_feminine")
    if not after:
        ratio *= lists.figure(_TA, "before_pause")
    elif after.endswith(_MARBUTA):
        ratio *= lists.figure(_TA, "before_feminine")
    elif after.startswith(_ARTICLE):
        ratio *= lists.figure(_TA, "before_masculine" if after.endswith(_YEH) else "before_article")
    return ratio
