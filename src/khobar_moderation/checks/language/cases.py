"""Case where letters show it: duals, sound plurals, and the hamza before a pronoun."""

from __future__ import annotations

import re
from functools import lru_cache

from khobar_moderation.checks.language.drafts import Drafts
from khobar_moderation.checks.language.reading import Reading
from khobar_moderation.checks.language.steps import Step
from khobar_moderation.checks.language.wordlists import WordLists
from khobar_moderation.spelling.repairs import weigh_form
from khobar_moderation.spelling.speller import is_noun

__all__ = ["CASES"]

_CASE, _HAMZA, _CONSTRUCT, _TANWIN = (
    "language/case-after-preposition",
    "language/hamza-and-case",
    "language/construct-plural",
    "language/plural-with-tanwin",
)
_NOMINATIVE, _OBLIQUE, _DUAL, _ARTICLE = "ون", "ين", "ان", "ال"
_PREFIXES = ("", "و", "ف")
_CONSTRUCT_PREFIXES = ("", "و", "ل", "ب", "ول", "ف")
_SHORTEST, _SHORTEST_PLURAL = 4, 6
_REACH = 3
"""How many words may stand between a verb of lasting and the time."""
_BEFORE_PRONOUN = re.compile("^(?P<noun>.{2,}ا)[ءؤ](?P<pronoun>ه|ها|هم|هن|كم|كن|نا|ك)$")
_POSSESSED = re.compile("^(?P<person>.{3,})و(?P<pronoun>ه|ها|هم|هن|كم|كن|نا|ك)$")
_ALEF, _TEH, _FATHATAN, _MARBUTA = (
    "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER TEH}",
    "\N{ARABIC FATHATAN}",
    "\N{ARABIC LETTER TEH MARBUTA}",
)
_YEH, _WAW, _HAMZA_LETTER = "\N{ARABIC LETTER YEH}", "\N{ARABIC LETTER WAW}", "\N{ARABIC LETTER HAMZA}"
_MEEM = "\N{ARABIC LETTER MEEM}"
_PRESENT = frozenset("يتن")
_SEAT = "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}"


def _concerns(word: str, lists: WordLists) -> bool:
    """Whether a word can be such a noun: what can be told from the word alone is told here, once."""
    if len(word) < _SHORTEST:
        return False
    if word.endswith(_NOMINATIVE):
        return _is_sound_plural(word)
    if word.endswith(_DUAL):
        return word in _duals(lists)
    if word.endswith(_OBLIQUE):
        stem = word.removesuffix(_OBLIQUE)
        return stem + _DUAL in _duals(lists) or not _persons(lists).isdisjoint((stem, stem.removeprefix(_ARTICLE)))
    if word.endswith(_WAW):
        return word.removesuffix(_WAW) in _persons(lists)
    return _has_plural_tanwin(word) if word.endswith(_TEH + _ALEF) else _has_pronoun(word, lists)


def _has_pronoun(word: str, lists: WordLists) -> bool:
    hamza, possessed = _BEFORE_PRONOUN.match(word), _POSSESSED.match(word)
    is_noun_in_hamza = hamza is not None and weigh_form(hamza["noun"] + _HAMZA_LETTER) > 0
    return is_noun_in_hamza or (possessed is not None and possessed["person"] in _persons(lists))


def _has_plural_tanwin(word: str) -> bool:
    """Whether a word in تا is a plural with an alef too many: مختبراتا; أوقاتا is right, it has no singular in أوق."""
    singular = word[:-3]
    is_plural = len(singular) > 3 and max(weigh_form(singular), weigh_form(singular + _MARBUTA)) >= 20
    return is_plural and weigh_form(word[:-1]) > 0


def _mend_case(index: int, reading: Reading, drafts: Drafts) -> None:
    """Correct a noun whose ending contradicts the word before or after it."""
    word = reading.mended[index]
    if word.endswith(_NOMINATIVE):
        _mend_plural(index, reading, drafts)
    elif word.endswith(_DUAL):
        _mend_dual(index, reading, drafts)
    elif word.endswith(_OBLIQUE):
        _mend_oblique(index, reading, drafts)
    elif word.endswith(_WAW):
        _mend_construct(index, reading, drafts)
    elif word.endswith(_TEH + _ALEF):
        _mend_tanwin(index, reading, drafts)
    else:
        _mend_hamza(index, reading, drafts)
        _mend_possessed(index, reading, drafts)


CASES = Step(_concerns, _mend_case, formal=True)  # dialect has one ending for all cases


def _mend_hamza(index: int, reading: Reading, drafts: Drafts) -> None:
    match = _BEFORE_PRONOUN.match(reading.mended[index])
    governed = _is_governed(index, reading, _HAMZA, "prepositions")
    if match and governed and weigh_form(match["noun"] + _HAMZA_LETTER):
        drafts.mend(_HAMZA, index, match["noun"] + _SEAT + match["pronoun"])


def _is_governed(index: int, reading: Reading, rule: str, *lists: str) -> bool:
    before = reading.before(index)
    return before != "" and any(before in reading.lists.words(rule, name) for name in lists)


def _mend_plural(index: int, reading: Reading, drafts: Drafts) -> None:
    """المعلمون after a preposition or after إن, متعاونون after كانوا, and what agrees with them."""
    word, before = reading.mended[index], reading.before(index)
    governed = _is_governed(index, reading, _CASE, "prepositions", "governing", "inna", "being")
    agrees = index > 0 and drafts.has(index - 1) and before.endswith(_OBLIQUE)
    joined = word.startswith("وال") and before.endswith(_OBLIQUE) and before.startswith(_ARTICLE)
    if governed or agrees or joined:
        drafts.mend(_CASE, index, word.removesuffix(_NOMINATIVE) + _OBLIQUE)


def _is_sound_plural(word: str) -> bool:
    bare = word.removeprefix("و") if word.startswith("وال") else word
    bare = bare.removeprefix(_ARTICLE)
    singular = bare.removesuffix(_NOMINATIVE)
    if len(bare) < _SHORTEST_PLURAL or singular[0] in _PRESENT:
        return False
    return is_noun(singular) or (singular[0] == _MEEM and weigh_form(singular) > 0)


def _mend_dual(index: int, reading: Reading, drafts: Drafts) -> None:
    word = reading.mended[index]
    governed = _is_governed(index, reading, _CASE, "prepositions", "governing")
    if governed or _is_duration(index, reading):
        drafts.mend(_CASE, index, word.removesuffix(_DUAL) + _OBLIQUE)


def _is_duration(index: int, reading: Reading) -> bool:
    """Whether a span of time follows a verb of lasting, its subject between them or not."""
    words = reading.lists.words
    if reading.mended[index] not in words(_CASE, "spans"):
        return _is_governed(index, reading, _CASE, "duration")
    before = reading.earlier_in_sentence(index, _REACH)
    return any(reading.mended[earlier] in words(_CASE, "duration") for earlier in before)


def _mend_oblique(index: int, reading: Reading, drafts: Drafts) -> None:
    """معلمين before its genitive is معلمي; حافلتين after يوجد is حافلتان."""
    lists = reading.lists
    stem = reading.mended[index].removesuffix(_OBLIQUE)
    if _is_governed(index, reading, _CASE, "existence"):
        if stem + _DUAL in _duals(lists) and stem not in lists.words(_CASE, "persons"):
            drafts.mend(_CASE, index, stem + _DUAL)
        elif stem in lists.words(_CASE, "persons"):
            drafts.mend(_CASE, index, stem + _NOMINATIVE)
    elif _is_governed(index, reading, _CASE, "only") and stem.removeprefix(_ARTICLE) in lists.words(_CASE, "persons"):
        drafts.mend(_CASE, index, stem + _NOMINATIVE)
    elif stem in _persons(lists) and _begins_genitive(reading.after(index), lists):
        drafts.mend(_CONSTRUCT, index, stem + _YEH)


def _begins_genitive(after: str, lists: WordLists) -> bool:
    if after in lists.words(_CONSTRUCT, "institutions"):
        return True
    return after.startswith(_ARTICLE) and len(after) > 4 and after not in lists.words(_CONSTRUCT, "not_after")


def _mend_construct(index: int, reading: Reading, drafts: Drafts) -> None:
    """معلمو after a preposition is معلمي."""
    stem = reading.mended[index].removesuffix(_WAW)
    if reading.after(index) and _is_governed(index, reading, _CONSTRUCT, "oblique"):
        drafts.mend(_CONSTRUCT, index, stem + _YEH)


def _mend_possessed(index: int, reading: Reading, drafts: Drafts) -> None:
    """معلمونا after a preposition is معلمينا."""
    match = _POSSESSED.match(reading.mended[index])
    if not match or match["person"] not in _persons(reading.lists):
        return
    if _is_governed(index, reading, _CASE, "prepositions", "governing"):
        drafts.mend(_CASE, index, match["person"] + _YEH + match["pronoun"])


def _mend_tanwin(index: int, reading: Reading, drafts: Drafts) -> None:
    """مختبراتًا is مختبرات."""
    if _FATHATAN in reading.surface(index):
        drafts.mend(_TANWIN, index, reading.mended[index][:-1])


@lru_cache(maxsize=8)
def _duals(lists: WordLists) -> frozenset[str]:
    return frozenset(p + stem + _DUAL for stem in lists.words(_CASE, "duals") for p in ("", "و", _ARTICLE, "وال"))


@lru_cache(maxsize=8)
def _persons(lists: WordLists) -> frozenset[str]:
    return frozenset(p + stem for stem in lists.words(_CASE, "persons") for p in _CONSTRUCT_PREFIXES)
