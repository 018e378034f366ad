"""Words that agree with the noun after or before them, where a list tells its gender."""

from __future__ import annotations

from khobar_moderation.checks.language.drafts import Drafts
from khobar_moderation.checks.language.reading import Reading
from khobar_moderation.checks.language.steps import Step
from khobar_moderation.spelling.speller import is_noun

__all__ = ["AGREEMENT"]

_THIS, _ONE, _GHAYR, _ORDINAL, _WHO, _COUNTED, _JOINED, _WOMAN = (
    "language/demonstrative",
    "language/one-of",
    "language/ghayr-with-article",
    "language/ordinal",
    "language/relative-pronoun",
    "language/counted-noun",
    "language/joined-relative",
    "language/addressing-a-woman",
)
_ARTICLE, _MARBUTA = "ال", "\N{ARABIC LETTER TEH MARBUTA}"
_PREFIXES = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول")
_HE, _SHE = "هذا", "هذه"
_ONE_M, _ONE_F, _BOTH_M, _BOTH_F = "أحد", "إحدى", "كلا", "كلتا"
_MEN, _WOMEN, _THINGS = "الذين", "اللاتي", "التي"
_DUAL_F = ("تين", "تان")
_ORDINALS = {
    "الأول": "الأولى", "الثاني": "الثانية", "الثالث": "الثالثة", "الرابع": "الرابعة", "الخامس": "الخامسة",
    "السادس": "السادسة", "السابع": "السابعة", "الثامن": "الثامنة", "التاسع": "التاسعة", "العاشر": "العاشرة",
    "الحادي": "الحادية",
}  # fmt: skip
_MASCULINE_ORDINALS = {feminine: masculine for masculine, feminine in _ORDINALS.items()}
_RUN_TOGETHER = {("عن", "ما"): "عما", ("عن", "من"): "عمن", ("من", "ما"): "مما"}
_OTHER_STARTS = frozenset("يتنوفبلك")
"""Letters that begin a verb, or a word with a clitic, rather than the adjective that الغير asks for."""
_FOR, _TO_YOU = "لكي", "لك"


def _mend_agreement(index: int, reading: Reading, drafts: Drafts) -> None:
    """Correct a demonstrative, أحد or كلا, an ordinal, a relative pronoun, الغير, عن ما or لكي."""
    mend = _BY_WORD.get(reading.mended[index])
    if mend and index + 1 not in reading.silent:
        mend(index, reading, drafts)


def _mend_this(index: int, reading: Reading, drafts: Drafts) -> None:
    word, after = reading.mended[index], reading.after(index)
    words = reading.lists.words
    if word.endswith(_HE) and after.startswith(_ARTICLE) and after.endswith(_MARBUTA):
        if after not in words(_THIS, "not_feminine"):
            drafts.mend(_THIS, index, word.removesuffix(_HE) + _SHE)
    elif word.endswith(_SHE) and after in words(_THIS, "masculine"):
        drafts.mend(_THIS, index, word.removesuffix(_SHE) + _HE)


def _mend_one(index: int, reading: Reading, drafts: Drafts) -> None:
    word = reading.mended[index]
    noun = reading.after(index).removeprefix(_ARTICLE)
    lists = reading.lists
    if word.endswith(_ONE_M) and noun in lists.pairs(_COUNTED, "feminine").values():
        drafts.mend(_ONE, index, word.removesuffix(_ONE_M) + _ONE_F)
    elif word.endswith(_ONE_F) and noun in lists.pairs(_COUNTED, "masculine").values():
        drafts.mend(_ONE, index, word.removesuffix(_ONE_F) + _ONE_M)


def _mend_both(index: int, reading: Reading, drafts: Drafts) -> None:
    after = reading.after(index)
    if after.startswith(_ARTICLE) and after.endswith(_DUAL_F):
        drafts.mend(_ONE, index, reading.mended[index].removesuffix(_BOTH_M) + _BOTH_F)


def _mend_ghayr(index: int, reading: Reading, drafts: Drafts) -> None:
    after = reading.after(index)
    noun = after if after.startswith(_ARTICLE) else _ARTICLE + after
    if not reading.before(index).startswith(_ARTICLE):
        return  # حقوق الغير are the rights of others
    if len(after) < 4 or (after[0] in _OTHER_STARTS and not is_noun(noun.removeprefix(_ARTICLE))):
        return
    bare = reading.mended[index].replace(_ARTICLE, "", 1)
    drafts.mend(_GHAYR, index, f"{bare} {noun}", count=2)


def _mend_ordinal(index: int, reading: Reading, drafts: Drafts) -> None:
    word, before = reading.mended[index], reading.before(index)
    words = reading.lists.words
    if word in _MASCULINE_ORDINALS and before in words(_ORDINAL, "masculine"):
        drafts.mend(_ORDINAL, index, _MASCULINE_ORDINALS[word])
    elif word in _ORDINALS and before in words(_ORDINAL, "feminine") and not _is_second_part(index - 1, reading):
        drafts.mend(_ORDINAL, index, _ORDINALS[word])


def _is_second_part(index: int, reading: Reading) -> bool:
    """Whether a noun belongs to the one before it, to which the ordinal may belong: مشرف المرحلة الأول."""
    before = reading.before(index)
    return len(before) > 3 and not before.startswith(_ARTICLE)


def _mend_who(index: int, reading: Reading, drafts: Drafts) -> None:
    before = reading.before(index)
    if before in reading.lists.words(_WHO, "women"):
        drafts.mend(_WHO, index, _WOMEN)
    elif before in reading.lists.words(_WHO, "things"):
        drafts.mend(_WHO, index, _THINGS)


def _mend_relative(index: int, reading: Reading, drafts: Drafts) -> None:
    word = reading.mended[index]
    bare = word.removeprefix("و")
    together = _RUN_TOGETHER.get((bare, reading.after(index)))
    if together:
        drafts.mend(_JOINED, index, word.removesuffix(bare) + together, count=2)


def _mend_to_you(index: int, reading: Reading, drafts: Drafts) -> None:
    """لكي between a verb of thanks and what is given is لكِ."""
    words = reading.lists.words
    before, after = reading.before(index), reading.after(index)
    if before in words(_WOMAN, "before_dative") or after in words(_WOMAN, "after_dative"):
        drafts.mend(_WOMAN, index, reading.mended[index].removesuffix(_FOR) + _TO_YOU)


_BY_WORD = {
    **{prefix + word: _mend_this for prefix in _PREFIXES for word in (_HE, _SHE)},
    **{prefix + word: _mend_one for prefix in _PREFIXES for word in (_ONE_M, _ONE_F)},
    **{prefix + _BOTH_M: _mend_both for prefix in ("", "و")},
    **{prefix + "الغير": _mend_ghayr for prefix in ("", "و")},
    **dict.fromkeys((*_ORDINALS, *_MASCULINE_ORDINALS), _mend_ordinal),
    _MEN: _mend_who,
    **{prefix + word: _mend_relative for prefix in ("", "و") for word in ("عن", "من")},
    **{prefix + _FOR: _mend_to_you for prefix in ("", "و")},
}

AGREEMENT = Step(lambda word, _lists: word in _BY_WORD, _mend_agreement, formal=True)
