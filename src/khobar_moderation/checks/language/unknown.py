"""Words that a list or the lexicon says are none: listed errors, joined words, one slip, letters drawn out."""

from __future__ import annotations

import re
from typing import NamedTuple

from khobar_moderation.checks.language.drafts import Drafts
from khobar_moderation.checks.language.reading import Reading
from khobar_moderation.checks.language.steps import Step
from khobar_moderation.checks.language.wordlists import WordLists
from khobar_moderation.spelling.repairs import Repair, drop_tanwin_alef, mend_command, repair_word, weigh_form
from khobar_moderation.spelling.speller import Readings, read_word
from khobar_moderation.spelling.splits import split_word
from khobar_moderation.text import AlignedText

__all__ = ["COLLOQUIAL", "ENDINGS", "LISTED", "UNKNOWN", "mend_drawn_out"]

_MISSPELT, _JOINED, _DRAWN, _WOMAN = (
    "language/misspelt-word",
    "language/joined-words",
    "language/drawn-out-letters",
    "language/addressing-a-woman",
)
_RUN = re.compile(r"([\u0621-\u063a\u0641-\u064a])\1{2,}")
_TO_WOMAN = re.compile("^(?P<verb>.{3,}ت)ي(?P<pronoun>ه|ها|هم|نا)$")
_DEMONSTRATIVE = "language/colloquial-demonstrative"
_THIS, _HE, _SHE, _FEMININE = "هال", "هذا", "هذه", ("ة", "ات")
_SHORTEST_THIS = 5
_LAUGHTER = "\N{ARABIC LETTER HEH}"
_LAM, _WAW = "\N{ARABIC LETTER LAM}", "\N{ARABIC LETTER WAW}"
_NEVER_INSIDE = re.compile("[\N{ARABIC LETTER TEH MARBUTA}\N{ARABIC LETTER ALEF MAKSURA}].")
_TANWIN_ALEF, _COMMAND = "اءا", "فال"
_ALEF = "\N{ARABIC LETTER ALEF}"
_TWO_ALEFS = _ALEF * 2
_SHORTEST_VERB, _OFTEN, _HARDLY = 4, 60.0, 0.02
_SHORTEST = 3


def _mend_listed(index: int, reading: Reading, drafts: Drafts) -> None:
    found = reading.lists.correction_of(reading.texts[index])
    if found:
        drafts.mend(found.rule, index, found.right, safe=found.safe)


def _is_colloquial(word: str, lists: WordLists) -> bool:
    has_this = word.startswith(_THIS) and len(word) > _SHORTEST_THIS
    return word in lists.colloquial or (has_this and not read_word(word).known)


def _mend_colloquial(index: int, reading: Reading, drafts: Drafts) -> None:
    word = reading.texts[index]
    found = reading.lists.colloquial.get(word)
    if found:
        drafts.mend(found.rule, index, found.right, safe=False)
    elif read_word(noun := word[1:]).known:
        this = _SHE if noun.endswith(_FEMININE) else _HE
        drafts.mend(_DEMONSTRATIVE, index, f"{this} {noun}", safe=False)


class _Correction(NamedTuple):
    rule: str
    right: str
    kind: str | None
    safe: bool


def _is_unknown(word: str, lists: WordLists) -> bool:
    """Whether a word is none, and something can be made of it."""
    if len(word) < _SHORTEST or read_word(word).known:
        return False
    return any(_correct(word, lists, formal=formal) for formal in (True, False))


def _mend_unknown(index: int, reading: Reading, drafts: Drafts) -> None:
    found = _correct(reading.texts[index], reading.lists, formal=reading.is_formal)
    if found:
        drafts.mend(found.rule, index, found.right, type=found.kind, safe=found.safe)


def _correct(word: str, lists: WordLists, *, formal: bool) -> _Correction | None:
    """Part an unknown word into two known ones, or undo one slip."""
    readings = read_word(word)
    parted = None
    if _NEVER_INSIDE.search(word) or not readings.rivals or readings.built:
        heads, tails = lists.words(_JOINED, "heads"), lists.words(_JOINED, "tails")
        parted = split_word(word, heads, tails, dialect=not formal)
    if parted:
        return _Correction(_JOINED, parted, None, True)
    repair = _repair(word, readings, formal=formal)
    return _Correction(_MISSPELT, repair.text, repair.kind, False) if repair else None


def _repair(word: str, readings: Readings, *, formal: bool) -> Repair | None:
    """Return the repair of a word; in dialect none but for the plural of a verb, for other words are its own."""
    if word.endswith(_WAW) or formal:
        repair = repair_word(word)
        if repair and (repair.kind == "hamza" or not readings.rivals):
            return repair
    return None


def _has_telling_ending(word: str, lists: WordLists) -> bool:
    return (word.endswith(_TANWIN_ALEF) and word not in lists.words(_MISSPELT, "dual")) or (
        word.startswith(_COMMAND) or word[1:3] == _TWO_ALEFS or bool(_TO_WOMAN.match(word)) or _lacks_silent_alef(word)
    )


def _lacks_silent_alef(word: str) -> bool:
    """Whether a word in و is hardly ever written, and the plural of a verb that it would be with an alef often."""
    if not word.endswith(_WAW) or len(word) < _SHORTEST_VERB:
        return False
    plural = weigh_form(word + _ALEF)
    return plural >= _OFTEN and read_word(word).weight < _HARDLY * plural


def _mend_ending(index: int, reading: Reading, drafts: Drafts) -> None:
    """Correct مساءا, فاليتصل, سجلو, أرسلتيها and باالإضافة."""
    text = reading.texts[index]
    rule, right = _MISSPELT, None
    if text.endswith(_TANWIN_ALEF):
        right = drop_tanwin_alef(text)
    elif text.startswith(_COMMAND):
        right = mend_command(text)
    elif text.endswith(_WAW):
        right = text + _ALEF
    elif match := _TO_WOMAN.match(text):
        rule, right = _WOMAN, _known(match["verb"] + match["pronoun"], instead_of=text)
    else:
        right = _known(text[0] + text[2:], instead_of=text)
    if right and (rule == _MISSPELT or reading.is_formal):
        drafts.mend(rule, index, right)


def _known(form: str, *, instead_of: str) -> str | None:
    return form if not read_word(instead_of).known and weigh_form(form) else None


LISTED = Step(lambda word, lists: lists.correction_of(word) is not None, _mend_listed)
ENDINGS = Step(_has_telling_ending, _mend_ending, fresh=True)
UNKNOWN = Step(_is_unknown, _mend_unknown, fresh=True)
COLLOQUIAL = Step(_is_colloquial, _mend_colloquial, formal=True, fresh=True)


def mend_drawn_out(reading: Reading, drafts: Drafts) -> None:
    """Correct words with a letter typed three times or more, laughter apart."""
    if not _may_hold_run(reading.document.normal) or not _RUN.search(reading.document.post.text):
        return
    for index, text in enumerate(reading.texts):
        run = _RUN.search(reading.surface(index))
        if not run or run.group(1) == _LAUGHTER or index in reading.silent:
            continue
        place = text.find(run.group(1))
        doubled = text[:place] + run.group(1) + text[place:]
        right = doubled if _means_doubled(text, doubled, place) else text
        if weigh_form(right) or read_word(right).known:
            drafts.mend(_DRAWN, index, right)


def _may_hold_run(normal: AlignedText) -> bool:
    """Whether a character that is no blank stands for three or more as posted; those are few, so this is quick."""
    return any(end - normal.starts[at] > 2 and normal.text[at] != " " for at, end in normal.ends.items())


def _means_doubled(text: str, doubled: str, place: int) -> bool:
    """Whether the letter stands twice in the word meant: للقاء, or a word only known so."""
    if not place and text[0] == _LAM:
        return weigh_form(doubled) > 0
    return not read_word(text).known and weigh_form(doubled) > 0
