"""Adjectives and verbs that disagree with the noun beside them, where nothing else can be meant."""

from __future__ import annotations

from functools import lru_cache

from khobar_moderation.checks.language.drafts import Drafts
from khobar_moderation.checks.language.reading import Reading
from khobar_moderation.checks.language.steps import Step
from khobar_moderation.checks.language.wordlists import WordLists
from khobar_moderation.spelling.speller import is_noun

__all__ = ["ADJECTIVES", "SUBJECTS"]

_ADJECTIVE, _VERB, _COUNTED, _CASE = (
    "language/adjective-agreement",
    "language/verb-gender",
    "language/counted-noun",
    "language/case-after-preposition",
)
_ARTICLE, _MARBUTA, _YEH = "ال", "\N{ARABIC LETTER TEH MARBUTA}", "\N{ARABIC LETTER YEH}"
_JOINED = ("بال", "لل")
_ALEF, _FATHATAN = "\N{ARABIC LETTER ALEF}", "\N{ARABIC FATHATAN}"
_DUALS = ("ان", "ين")
_SHORTEST = 4


@lru_cache(maxsize=8)
def _forms(lists: WordLists) -> dict[str, str]:
    """Return the other gender of each adjective."""
    feminine_of = lists.pairs(_ADJECTIVE, "adjectives")
    return feminine_of | {feminine: masculine for masculine, feminine in feminine_of.items()}


def _concerns(word: str, lists: WordLists) -> bool:
    if word in _forms(lists) or word in lists.words(_ADJECTIVE, "indefinite"):
        return True
    if len(word) < _SHORTEST or word.startswith(_ARTICLE):
        return False
    return _is_adjective(word[:-2]) if word.endswith(_DUALS) else word.endswith(_YEH) and is_noun(word)


def _mend_adjective(index: int, reading: Reading, drafts: Drafts) -> None:
    word = reading.mended[index]
    if word in _forms(reading.lists):
        _mend_gender(index, reading, drafts)
    elif word.endswith(_DUALS):
        _mend_dual(index, reading, drafts)
    else:
        _mend_tanwin(index, reading, drafts)


def _mend_gender(index: int, reading: Reading, drafts: Drafts) -> None:
    """في المناهج الجديد is في المناهج الجديدة: after a preposition and its noun it can belong to no other."""
    lists, word, noun = reading.lists, reading.mended[index], reading.before(index)
    after_preposition = noun and reading.before(index - 1) in lists.words(_ADJECTIVE, "prepositions")
    if not (after_preposition or noun.startswith(_JOINED)):
        return
    bare = _ARTICLE + noun[2:] if noun.startswith("لل") else noun.removeprefix("ب")
    if word.endswith(_MARBUTA):
        disagrees = bare in lists.words(_ADJECTIVE, "masculine")
    else:
        disagrees = bare in lists.words(_ADJECTIVE, "things") or _is_feminine(bare, lists)
    if disagrees:
        drafts.mend(_ADJECTIVE, index, _forms(lists)[word])


def _is_feminine(noun: str, lists: WordLists) -> bool:
    is_exception = noun in lists.words(_VERB, "not_feminine")
    return noun.startswith(_ARTICLE) and noun.endswith(_MARBUTA) and not is_exception


def _mend_dual(index: int, reading: Reading, drafts: Drafts) -> None:
    """حافلتان كبيرتين is حافلتان كبيرتان: the noun's ending is the adjective's."""
    word, noun = reading.mended[index], reading.before(index)
    stem = word[:-2]
    ending = noun[-2:]
    is_dual = noun[:-2] in reading.lists.words(_CASE, "duals") and ending in _DUALS
    if is_dual and word[-2:] != ending and _is_adjective(stem):
        drafts.mend(_ADJECTIVE, index, stem + ending)


def _is_adjective(stem: str) -> bool:
    singular = stem[:-1] + _MARBUTA if stem.endswith("ت") else stem
    return len(stem) >= _SHORTEST and is_noun(singular)


def _mend_tanwin(index: int, reading: Reading, drafts: Drafts) -> None:
    """برنامجًا تدريبي is برنامجًا تدريبيًا."""
    word, noun = reading.mended[index], reading.before(index)
    has_tanwin = noun.endswith(_ALEF) and noun[:-1] in reading.lists.pairs(_COUNTED, "masculine")
    if has_tanwin and _FATHATAN in reading.surface(index - 1) and is_noun(word):
        drafts.mend(_ADJECTIVE, index, word + reading.fathatan)


ADJECTIVES = Step(_concerns, _mend_adjective, formal=True)


@lru_cache(maxsize=8)
def _verbs(lists: WordLists) -> dict[str, str]:
    feminine_of = lists.pairs(_VERB, "verbs")
    return feminine_of | {feminine: masculine for masculine, feminine in feminine_of.items()}


def _mend_subject(index: int, reading: Reading, drafts: Drafts) -> None:
    """يكون الرحلة is تكون الرحلة."""
    lists, word, noun = reading.lists, reading.mended[index], reading.after(index)
    feminine_of = lists.pairs(_VERB, "verbs")
    if word in feminine_of and _is_feminine(noun, lists):
        drafts.mend(_VERB, index, feminine_of[word], safe=False)
    elif word not in feminine_of and noun in lists.words(_VERB, "masculine"):
        drafts.mend(_VERB, index, _verbs(lists)[word], safe=False)


SUBJECTS = Step(lambda word, lists: word in _verbs(lists), _mend_subject, formal=True)
