"""Words of one loose key that only their neighbours tell apart: أن and إن, على and علي, بدء and بدأ …"""

from __future__ import annotations

from khobar_moderation.checks.language.drafts import Drafts
from khobar_moderation.checks.language.reading import Reading
from khobar_moderation.checks.language.steps import Step
from khobar_moderation.spelling.speller import is_known, is_noun
from khobar_moderation.text import match_key

__all__ = ["HOMOGRAPHS"]

_INNA, _ALA, _BAD, _IKHWA = "language/anna-inna", "language/ala-ila", "language/bad-not-badaa", "language/ikhwa"
_JOINED = "language/listed-joined"
_ANNA_KEY = "ان"
_AN, _IN = (
    "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}\N{ARABIC LETTER NOON}",
    "\N{ARABIC LETTER ALEF WITH HAMZA BELOW}\N{ARABIC LETTER NOON}",
)
_ARTICLE = "ال"
_LADAY, _MAQSURA, _YEH = "لدي", "\N{ARABIC LETTER ALEF MAKSURA}", "\N{ARABIC LETTER YEH}"
_ILA_UNSEATED, _ILA, _ILLI = "الي", "إلى", "اللي"
_DIALECT_CLAUSE = ("ما", "لا", "ي", "ت")
_ALLA = "ألا"
_MADDA = "\N{ARABIC LETTER ALEF WITH MADDA ABOVE}"
_WILL, _WILLED = "إن شاء", "شاء"
_ALLAH = "الله"
_SHADDA = "\N{ARABIC SHADDA}"
_FA = "\N{ARABIC LETTER FEH}"
_OBJECTS = ("ه", "ها", "هم", "هن", "نا", "ني", "كم", "كن")
_PRESENT = frozenset("يتن")
_SUBJUNCTIVE = frozenset("يتنأ")
_REACH = 9
"""How many words may stand between a verb of speech and its أن or إن."""


def _mend_homograph(index: int, reading: Reading, drafts: Drafts) -> None:
    _BY_KEY[reading.words[index].key](index, reading, drafts)


def _mend_anna(index: int, reading: Reading, drafts: Drafts) -> None:
    """ان, أن and إن, alone or after و or ف: إن after قال and حيث, and where a sentence begins; أن after other verbs."""
    written = reading.mended[index]
    if written[-2] == _MADDA or (written == _FA + _ANNA_KEY and not reading.is_formal):
        return
    right = written[:-2] + _choose_anna(index, reading, written)
    if right != written:
        kind = "hamza"
        drafts.mend(_INNA, index, right, type=kind, safe=not written.endswith((_AN, _IN)))


def _choose_anna(index: int, reading: Reading, written: str) -> str:
    words = reading.lists.words
    before, after = reading.before(index), reading.after(index)
    if after.startswith(_WILLED) or before in words(_INNA, "before_inna"):
        return _IN
    if written[:-2] == _FA:
        return _IN
    if not before and written.endswith((_AN, _IN)):
        return written[-2:]  # a colon or quotation mark begins a clause of its own
    governor = _governor(index, reading)
    bare = not written.endswith((_AN, _IN))
    if governor == _IN and not _is_verb_in_subjunctive(after):
        return _IN
    if governor == _AN and (bare or _is_clause_of(after)):
        return _AN
    if bare:
        begins = not before and not written[:-2] and not reading.earlier_in_sentence(index, 1)
        return _IN if begins and after[:1] not in _PRESENT else _AN
    return written[-2:]


def _is_verb_in_subjunctive(after: str) -> bool:
    """Whether a verb of the present follows, which never stands after إن."""
    return after[:1] in _SUBJUNCTIVE and not after.startswith(_ARTICLE) and not is_noun(after)


def _is_clause_of(after: str) -> bool:
    """Whether a noun with its article follows, so that the particle is no "if"."""
    return after.startswith(_ARTICLE) and len(after) > 4


def _governor(index: int, reading: Reading) -> str | None:
    """Return the particle that the nearest verb before asks for; None where there is none, or another particle."""
    if not reading.is_formal and not reading.mended[index].endswith(_ANNA_KEY):
        return None
    words = reading.lists.words
    if reading.before(index) in words(_INNA, "own_governor"):
        return None
    inna_verbs, anna_verbs = words(_INNA, "inna_verbs"), words(_INNA, "anna_verbs")
    for earlier in reversed(reading.earlier_in_sentence(index, _REACH)):
        word = reading.mended[earlier]
        bare = word[1:] if word[0] in "وف" and len(word) > 3 else word
        if _is_one_of(bare, inna_verbs):
            return _IN
        if _is_one_of(bare, anna_verbs):
            return _AN
        if reading.words[earlier].key.endswith(_ANNA_KEY) and len(word) < 4:
            return None
        if word[0] in _SUBJUNCTIVE and len(word) > 2 and not is_noun(word):
            return None  # another verb stands between, and governs
    return None


def _is_one_of(word: str, verbs: frozenset[str]) -> bool:
    """Whether a word is one of some verbs, with or without its object."""
    if word in verbs or not word.endswith(_OBJECTS):
        return word in verbs
    return any(word.removesuffix(pronoun) in verbs for pronoun in _OBJECTS if word.endswith(pronoun))


def _mend_ala(index: int, reading: Reading, drafts: Drafts) -> None:
    """علي, إلي and لدي before a noun are the prepositions; before a mark or after a name they are left alone."""
    written = reading.mended[index]
    if written[-1] != _YEH:
        return
    after = reading.after(index) or ("ال#" * reading.precedes_number(index))
    words = reading.lists.words
    if not after or index + 1 in reading.silent or _SHADDA in reading.surface(index):
        return
    if written == _ILA_UNSEATED:
        if reading.is_formal:
            drafts.mend(_ALA, index, _ILA, type="hamza")
        elif after.startswith(_DIALECT_CLAUSE):
            drafts.mend(_ALA, index, _ILLI, type="spelling")
        return
    if reading.before(index) in words(_ALA, "before_name") or after in words(_ALA, "not_before"):
        return
    certain = after.startswith(_ARTICLE) and len(after) > 4
    if not certain and (written.endswith(_LADAY) or not reading.is_formal or not is_known(after)):
        return
    if index and index - 1 in reading.silent and not certain:
        return
    drafts.mend(_ALA, index, written[:-1] + _MAQSURA, safe=certain)


def _mend_alla(index: int, reading: Reading, drafts: Drafts) -> None:
    """الا before a verb of the present is ألا after a verb or preposition that asks for أن."""
    written = reading.mended[index]
    before, after = reading.before(index).removeprefix("و"), reading.after(index)
    if not written.endswith("الا") or after[:1] not in _PRESENT:
        return
    if before in reading.lists.words(_INNA, "anna_verbs") or before in reading.lists.words(_INNA, "before_alla"):
        drafts.mend(_INNA, index, written[:-3] + _ALLA)


def _mend_will(index: int, reading: Reading, drafts: Drafts) -> None:
    """انشاء before الله is إن شاء."""
    if reading.after(index) == _ALLAH:
        written = reading.mended[index]
        drafts.mend(_JOINED, index, written[:-5] + _WILL)


def _mend_bad(index: int, reading: Reading, drafts: Drafts) -> None:
    """بدأ after a preposition or a noun of time is the noun بدء."""
    if reading.before(index) in reading.lists.words(_BAD, "before_noun"):
        written = reading.mended[index]
        drafts.mend(_BAD, index, written[:-1] + "\N{ARABIC LETTER HAMZA}", type="hamza")


def _mend_ikhwa(index: int, reading: Reading, drafts: Drafts) -> None:
    """الأخوة before people who are addressed are brothers, الإخوة; brotherhood has no such neighbour."""
    if reading.after(index) in reading.lists.words(_IKHWA, "addressed"):
        written = reading.mended[index]
        right = written.replace("\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}", "\N{ARABIC LETTER ALEF WITH HAMZA BELOW}")
        if right != written:
            drafts.mend(_IKHWA, index, right, type="hamza")


_BY_KEY = {
    **dict.fromkeys((match_key(word) for word in ("ان", "وان", "فان")), _mend_anna),
    **dict.fromkeys((match_key(word) for word in ("علي", "وعلي", "إلي", "لدي", "ولدي")), _mend_ala),
    **dict.fromkeys((match_key(word) for word in ("ألا", "وألا")), _mend_alla),
    **dict.fromkeys((match_key(word) for word in ("إنشاء", "وإنشاء")), _mend_will),
    **dict.fromkeys((match_key(word) for word in ("بدأ", "ببدأ", "لبدأ")), _mend_bad),
    **dict.fromkeys((match_key(word) for word in ("الأخوة", "للأخوة", "والأخوة")), _mend_ikhwa),
}

HOMOGRAPHS = Step(lambda word, _lists: match_key(word) in _BY_KEY, _mend_homograph, fresh=True)
