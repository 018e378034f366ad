"""Other ways to write the same post, which must not change what is decided about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from random import Random
from typing import TypeAlias

from khobar_moderation.finding import Decision, Finding
from khobar_moderation.judging import strictest
from khobar_moderation.moderator import Moderator
from khobar_moderation.post import Post
from khobar_moderation.verdict import Verdict

__all__ = ["DISGUISES", "Disguise", "decision_aside", "is_same_disguised"]

Disguise: TypeAlias = Callable[[str, Random], str]
"""Takes a text and a source of chance, returns the text written otherwise."""

_WORD = re.compile("[\u0621-\u063a\u0641-\u064a]{2,}")
_LETTER = re.compile("[\u0621-\u063a\u0641-\u064a]")
_CHUNK = re.compile(r"\S+")
_LATIN = re.compile("[A-Za-z@]")
_TATWEEL = "\N{ARABIC TATWEEL}"
_MARKS = tuple(map(chr, range(0x064B, 0x0653)))
_INVISIBLE = tuple("\u200b\u200c\u200d\u2060\ufeff\u200e\u200f")
_PERSIAN = str.maketrans("يك", "یک")
_ARABIC_DIGITS = {ord("0") + i: 0x0660 + i for i in range(10)}
_DIGITS = _ARABIC_DIGITS | {arabic: latin for latin, arabic in _ARABIC_DIGITS.items()}


def _forms() -> dict[str, dict[str, str]]:
    """Return the presentation forms of each letter, and of lam with alef, by position such as "final"."""
    forms: dict[str, dict[str, str]] = {}
    for code in range(0xFE80, 0xFEFD):
        position, *letters = unicodedata.decomposition(chr(code)).split()
        forms.setdefault("".join(chr(int(letter, 16)) for letter in letters), {})[position.strip("<>")] = chr(code)
    return forms


_FORMS = _forms()
_PIECE = re.compile("|".join(sorted(_FORMS, key=len, reverse=True)))


def _with_tatweel(text: str, random: Random) -> str:
    def stretch(match: re.Match[str]) -> str:
        word = match.group()
        places = [place for place in range(1, len(word)) if "initial" in _FORMS.get(word[place - 1], {})]
        if not places:
            return word
        place = random.choice(places)
        return word[:place] + _TATWEEL * random.randint(1, 4) + word[place:]

    return _WORD.sub(stretch, text)


def _with_marks(text: str, random: Random) -> str:
    return _LETTER.sub(lambda match: match.group() + (random.choice(_MARKS) if random.random() < 0.6 else ""), text)


def _with_invisible(text: str, random: Random) -> str:
    def hide(match: re.Match[str]) -> str:
        place = random.randrange(1, len(match.group()))
        return match.group()[:place] + random.choice(_INVISIBLE) + match.group()[place:]

    return _WORD.sub(hide, text)


def _with_persian(text: str, _: Random) -> str:
    return text.translate(_PERSIAN)


def _with_other_digits(text: str, _: Random) -> str:
    """Swap the digits, save in addresses and handles, which would be others then."""

    def swap(match: re.Match[str]) -> str:
        chunk = match.group()
        return chunk if _LATIN.search(chunk) else chunk.translate(_DIGITS)

    return _CHUNK.sub(swap, text)


def _with_forms(text: str, _: Random) -> str:
    return _WORD.sub(lambda match: _shape(match.group()), text)


def _shape(word: str) -> str:
    shaped, joined = [], False
    pieces = _PIECE.findall(word)
    for place, piece in enumerate(pieces):
        forms = _FORMS[piece]
        goes_on = "initial" in forms and place + 1 < len(pieces) and "final" in _FORMS[pieces[place + 1]]
        position = ("medial" if goes_on else "final") if joined else ("initial" if goes_on else "isolated")
        shaped.append(forms.get(position, forms["isolated"]))
        joined = goes_on
    return "".join(shaped)


DISGUISES: Mapping[str, Disguise] = {
    "tatweel": _with_tatweel,
    "diacritics": _with_marks,
    "zero-width characters": _with_invisible,
    "Persian letters": _with_persian,
    "other digits": _with_other_digits,
    "presentation forms": _with_forms,
}
"""By name, what should change no decision."""


def is_same_disguised(moderator: Moderator, posts: Iterable[Post], disguise: Disguise) -> list[bool]:
    """Return for each post whether the same is decided about it in disguise (see `decision_aside`)."""
    posts = list(posts)
    changed = [
        post.model_copy(update={"text": disguise(post.text, Random(number))}) for number, post in enumerate(posts)
    ]
    pairs = zip(moderator.check_many(posts), moderator.check_many(changed), strict=True)
    return [decision_aside(before) == decision_aside(after) for before, after in pairs]


def decision_aside(verdict: Verdict) -> Decision:
    """Return what is decided with the findings about the writing itself, foreign letters and evasion, left aside."""
    findings = [finding.decision for finding in verdict.findings if not _is_about_writing(finding)]
    return strictest([*findings, *(failure.decision for failure in verdict.failures)])


def _is_about_writing(finding: Finding) -> bool:
    return finding.check == "evasion" or finding.type == "foreign_letters"
