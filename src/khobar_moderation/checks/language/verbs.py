"""Verbs of the present after particles that take their ending away."""

from __future__ import annotations

from khobar_moderation.checks.language.drafts import Drafts
from khobar_moderation.checks.language.reading import Reading
from khobar_moderation.checks.language.steps import Step
from khobar_moderation.checks.language.wordlists import WordLists
from khobar_moderation.spelling.speller import is_noun

__all__ = ["VERBS"]

_LAM, _AN, _SAWF, _TAMM = "language/after-lam", "language/after-an", "language/sawf-lan", "language/feminine-verb"
_WAW_RULE = "language/waw-of-the-root"
_LISTS = ((_LAM, "particles"), (_LAM, "forbidden"), (_AN, "particles"), (_AN, "indicative"))
_PRESENT = frozenset("يتن")
_PLURAL, _SHORT_PLURAL = "ون", "وا"
_WEAK = frozenset("ىي")
_YEH, _TEH = "\N{ARABIC LETTER YEH}", "\N{ARABIC LETTER TEH}"
_WISH = ("فلي", "فلت", "فلن")
_DO_NOT = "لا"
_WILL, _WILL_NOT, _DONE, _WAS_DONE = "سوف", "لن", "تم", "تمت"


def _concerns(word: str, lists: WordLists) -> bool:
    return (
        word == _WAS_DONE
        or word.startswith(_WISH)
        or word.endswith(_SHORT_PLURAL)
        or any(word in lists.words(rule, name) for rule, name in _LISTS)
    )


def _mend_verb(index: int, reading: Reading, drafts: Drafts) -> None:
    """Correct a verb after لم, أن, لن, سوف or the ل of a wish, or تم before its noun."""
    words = reading.lists.words
    word = reading.mended[index]
    if word in words(_LAM, "particles"):
        _mend_jussive(index, reading, drafts)
    elif word in words(_AN, "particles"):
        _mend_subjunctive(index, reading, drafts)
    elif word in words(_AN, "indicative"):
        _mend_indicative(index, reading, drafts)
    elif word.startswith(_WISH):
        _mend_wish(index, reading, drafts)
    elif word == _WAS_DONE:
        if reading.after(index) in words(_TAMM, "masculine"):
            drafts.mend(_TAMM, index, _DONE)
    elif word.endswith(_SHORT_PLURAL):
        _mend_waw(index, reading, drafts)
    else:
        _mend_prohibition(index, reading, drafts)


VERBS = Step(_concerns, _mend_verb, formal=True)


def _is_verb(word: str) -> bool:
    return len(word) > 2 and word[0] in _PRESENT and not is_noun(word)


def _mend_jussive(index: int, reading: Reading, drafts: Drafts) -> None:
    verb = reading.after(index)
    if not verb or index + 1 in reading.silent or verb in reading.lists.words(_LAM, "not_verbs"):
        return
    right = reading.lists.pairs(_LAM, "hollow").get(verb) or _shorten(verb, reading)
    if right:
        drafts.mend(_LAM, index + 1, right)


def _shorten(verb: str, reading: Reading) -> str | None:
    if not _is_verb(verb):
        return None
    if verb.endswith(_PLURAL) and len(verb) > 4:
        return verb.removesuffix(_PLURAL) + _SHORT_PLURAL
    if _addresses_woman(verb) and verb not in reading.lists.words(_LAM, "defective"):
        return None
    return verb[:-1] if verb[-1] in _WEAK or verb in reading.lists.words(_LAM, "in_waw") else None


def _addresses_woman(verb: str) -> bool:
    return verb[0] == _TEH and verb[-1] == _YEH


def _asks(index: int, reading: Reading) -> bool:
    """Whether ألا asks a question, and is not أن لا after a verb."""
    words = reading.lists.words
    before = reading.before(index)
    return reading.mended[index] in words(_AN, "asking") and (not before or before in words(_AN, "before_asking"))


def _mend_subjunctive(index: int, reading: Reading, drafts: Drafts) -> None:
    verb = reading.after(index)
    if _asks(index, reading):
        return
    if verb.endswith(_PLURAL) and len(verb) > 4 and _is_verb(verb) and index + 1 not in reading.silent:
        drafts.mend(_AN, index + 1, verb.removesuffix(_PLURAL) + _SHORT_PLURAL, safe=False)


def _mend_indicative(index: int, reading: Reading, drafts: Drafts) -> None:
    verb = reading.after(index)
    if verb == _WILL_NOT:
        drafts.mend(_SAWF, index, reading.mended[index].removesuffix(_WILL) + _WILL_NOT, count=2)
    elif verb.endswith(_SHORT_PLURAL) and _is_verb(verb) and index + 1 not in reading.silent:
        drafts.mend(_AN, index + 1, verb.removesuffix(_SHORT_PLURAL) + _PLURAL)


def _mend_wish(index: int, reading: Reading, drafts: Drafts) -> None:
    """فليأتي is فليأت: the ل of a wish governs the jussive."""
    word = reading.mended[index]
    verb = word[2:]
    if len(verb) > 3 and not _addresses_woman(verb):
        right = _shorten(verb, reading)
        if right and right.endswith(_SHORT_PLURAL) == verb.endswith(_PLURAL):
            drafts.mend(_LAM, index, word[:2] + right)


def _mend_prohibition(index: int, reading: Reading, drafts: Drafts) -> None:
    """لا تنسى that begins a sentence forbids; ليلة لا تنسى denies."""
    if reading.before(index) == _DO_NOT and len(reading.earlier_in_sentence(index, 2)) == 1:
        drafts.mend(_LAM, index, reading.mended[index][:-1])


def _mend_waw(index: int, reading: Reading, drafts: Drafts) -> None:
    """تدعوا of one who invites is تدعو; معلموا of nouns is معلمو."""
    words = reading.lists.words
    word = reading.mended[index]
    is_noun_here = word in words(_WAW_RULE, "nouns") and reading.after(index)
    is_verb_here = word in words(_WAW_RULE, "verbs") and reading.before(index) not in words(_WAW_RULE, "licensing")
    if is_noun_here or is_verb_here:
        drafts.mend(_WAW_RULE, index, word[:-1])
