"""Slips of grammar, made on purpose: the wrong ending, gender, number, mood or definiteness; always real words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random

import yaml

from khobar_moderation.spelling.repairs import weigh_form
from khobar_moderation.spelling.speller import is_noun

__all__ = ["GRAMMAR"]

_TABLES = Path(__file__).with_name("slips.yaml")
_OFTEN = 5.0
_ARTICLES = ("وال", "بال", "فال", "كال", "ال")
_WAWS = ("", "و", "ف")


@cache
def _rows() -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {}
    for row in yaml.safe_load(_TABLES.read_text("utf-8"))["rows"]:
        for word in row:
            rows.setdefault(word, []).extend(other for other in row if other != word)
    return rows


@cache
def _after_lam() -> frozenset[str]:
    return frozenset(yaml.safe_load(_TABLES.read_text("utf-8"))["after_lam"].split())


def _known(word: str) -> str | None:
    return word if weigh_form(word) >= _OFTEN else None


def _listed(words: Sequence[str], at: int, random: Random) -> str | None:
    """هذا for هذه, أبو for أبي, خمس for خمسة."""
    for conjunction in _WAWS:
        others = _rows().get(words[at].removeprefix(conjunction)) if words[at].startswith(conjunction) else None
        if others:
            return conjunction + random.choice(others)
    return None


def _plural(words: Sequence[str], at: int, _random: Random) -> str | None:
    """المعلمين for المعلمون and back; مسؤولي for مسؤولو."""
    word = words[at]
    if len(word) > 4 and word[-2:] in ("ون", "ين"):
        return _known(word[:-2] + ("ين" if word[-2] == "و" else "ون"))
    if len(word) > 4 and word[-1] in "وي" and not word.startswith(_ARTICLES):
        other = word[:-1] + ("ي" if word[-1] == "و" else "و")
        return other if weigh_form(word[:-1] + "ون") >= _OFTEN and weigh_form(word[:-1] + "ين") >= _OFTEN else None
    return None


def _dual(words: Sequence[str], at: int, _random: Random) -> str | None:
    """الطالبين for الطالبان and back."""
    word = words[at]
    if len(word) < 5 or word[-2:] not in ("ان", "ين") or not is_noun(word[:-2].removeprefix("ال")):
        return None
    return word[:-2] + ("ين" if word[-2] == "ا" else "ان")


def _five_verbs(words: Sequence[str], at: int, _random: Random) -> str | None:
    """يذهبون for يذهبوا after لم or أن, and back."""
    word = words[at].removeprefix("و")
    if len(word) < 5 or word[0] not in "يتسفل":
        return None
    whole = words[at]
    if whole.endswith("وا"):
        return _known(whole[:-1] + "ن")
    if whole.endswith("ون"):
        return _known(whole[:-1] + "ا")
    return _known(whole[:-1]) if whole.endswith("ين") and word[0] == "ت" else None


def _jussive(words: Sequence[str], at: int, random: Random) -> str | None:
    """لم يكون for لم يكن, لم يدعو for لم يدع."""
    word = words[at]
    if not at or words[at - 1] not in _after_lam() or len(word) < 3:
        return None
    longer = [word[:-1] + vowel + word[-1] for vowel in "ويا"] + [word + vowel for vowel in "ويى"]
    found = [other for other in longer if weigh_form(other) >= 10 * _OFTEN]
    return random.choice(found) if found else None


def _feminine(words: Sequence[str], at: int, _random: Random) -> str | None:
    """الجديد for الجديدة and back, beside another word."""
    word = words[at]
    if len(word) < 4:
        return None
    if word.endswith("ة"):
        return _known(word[:-1]) if is_noun(word[:-1].removeprefix("ال")) else None
    return _known(word + "ة") if is_noun(word.removeprefix("ال")) else None


def _verb_gender(words: Sequence[str], at: int, random: Random) -> str | None:
    """تبدأ for يبدأ, وصل for وصلت."""
    word = words[at]
    if len(word) > 3 and word[0] in "يت" and not is_noun(word):
        return _known(("ت" if word[0] == "ي" else "ي") + word[1:])
    if is_noun(word) or len(word) < 3:
        return None
    return _known(word[:-1]) if word.endswith("ت") else (_known(word + "ت") if random.random() < 0.5 else None)


def _tanwin(words: Sequence[str], at: int, _random: Random) -> str | None:
    """كبير for كبيرا, and كبيرا for كبير."""
    word = words[at]
    if word.startswith("ال") or len(word) < 4:
        return None
    if word.endswith("ا"):
        return _known(word[:-1]) if is_noun(word[:-1]) else None
    if word[-1] in "ةاءىيهو" or not is_noun(word):
        return None
    return _known(word + "ا")


def _definite(words: Sequence[str], at: int, random: Random) -> str | None:
    """المدرسة كبيرة for المدرسة الكبيرة."""
    word = words[at]
    if word.startswith("ال") and len(word) > 4:
        return _known(word[2:])
    return _known("ال" + word) if is_noun(word) and random.random() < 0.4 else None


def _pronoun(words: Sequence[str], at: int, _random: Random) -> str | None:
    """كتابه for كتابها and back."""
    word = words[at]
    if len(word) < 4:
        return None
    if word.endswith("ها"):
        return word[:-1]
    return _known(word + "ا") if word.endswith("ه") else None


def _number(words: Sequence[str], at: int, random: Random) -> str | None:
    """سيارة for سيارات and back."""
    word = words[at]
    if word.endswith("ات") and len(word) > 5:
        return _known(word[:-2] + "ة")
    return _known(word[:-1] + "ات") if word.endswith("ة") and len(word) > 4 and random.random() < 0.4 else None


GRAMMAR: dict[str, Callable[[Sequence[str], int, Random], str | None]] = {
    "row": _listed, "plural": _plural, "dual": _dual, "five_verbs": _five_verbs, "jussive": _jussive,
    "feminine": _feminine, "verb_gender": _verb_gender, "tanwin": _tanwin, "definite": _definite, "pronoun": _pronoun,
    "number": _number,
}  # fmt: skip
"""Kinds of slip by name; each takes the clean words, the place of one and a source of chance."""
