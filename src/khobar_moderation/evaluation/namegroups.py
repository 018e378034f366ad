"""Whose a name is: a man's or a woman's, an expatriate's; as far as the lexicon and the words around it tell."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from khobar_moderation.evaluation.gold import Annotation, ExposureSpan
from khobar_moderation.people.gazetteer import bare_word
from khobar_moderation.resources import RULES
from khobar_moderation.text import match_key, normalise

__all__ = ["gender_of", "genders", "origin"]

MASCULINE, FEMININE, UNKNOWN = "masculine", "feminine", "unknown"
EXPATRIATE = "expatriate"
_FILE = RULES / "lexicons" / "names-groups.tsv"
_LINKS = {"بن": MASCULINE, "بنت": FEMININE}
_KUNYAS = {"ابو": MASCULINE, "ابي": MASCULINE, "ابا": MASCULINE, "ام": FEMININE}
_SERVANT = "عبد"
_NEAR = 40  # characters before a name in which a title can stand
_FINAL = ("ه", "اء")


def genders(annotation: Annotation) -> str:
    """Return whose names an annotated post holds.

    Returns:
        "masculine", "feminine", "both", "unknown" (names of which nothing tells), or "none" (no name).
    """
    persons = _persons(annotation)
    if not persons:
        return "none"
    known = {gender_of(annotation.text, person) for person in persons} - {UNKNOWN}
    return "both" if len(known) > 1 else next(iter(known), UNKNOWN)


def origin(annotation: Annotation) -> str:
    """Return "expatriate" when an annotated post holds a name that the lexicon knows for one, else "other" or "none".

    Expatriates with Arab names are not told from others.
    """
    names = [_words(annotation.text, person) for person in _persons(annotation)]
    if any(_lexicon().get(f"{EXPATRIATE} {word}") for name in names for word in name):
        return EXPATRIATE
    return "other" if names else "none"


def gender_of(text: str, person: ExposureSpan) -> str:
    """Return "masculine", "feminine" or "unknown": by what joins the names, else the title, else the first name."""
    name = _words(text, person)
    before = match_key(normalise(text[max(0, person.start - _NEAR) : person.start]).text).split()[-1:]
    return _by_links(name) or _by_words(before) or _by_first_name(name) or UNKNOWN


def _persons(annotation: Annotation) -> list[ExposureSpan]:
    return [span for span in annotation.exposure if span.type == "person"]


def _words(text: str, person: ExposureSpan) -> list[str]:
    return match_key(normalise(text[person.start : person.end]).text).split()


def _by_links(name: Sequence[str]) -> str | None:
    if name and name[0] in _KUNYAS:
        return _KUNYAS[name[0]]
    return next((_LINKS[word] for word in name[1:2] if word in _LINKS), None)


def _by_words(before: Sequence[str]) -> str | None:
    words = (bare_word(word.strip(".:/()«»\"'،")) for word in before)
    return next((gender for word in words if (gender := _lexicon().get(f"{word} "))), None)


def _by_first_name(name: Sequence[str]) -> str | None:
    """Look a first name up; عبد begins only names of men, and most names in ة or اء are women's."""
    first = name[0] if name else ""
    known = _lexicon().get(first)
    if known or not first:
        return known
    if first.startswith(_SERVANT):
        return MASCULINE
    return FEMININE if first.endswith(_FINAL) and len(first) > 3 else None


@cache
def _lexicon() -> dict[str, str]:
    """Return kinds by loose key: of first names; of words before names, with a blank behind; of expatriates' names."""
    entries: dict[str, str] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        kind, tab, words = line.partition("\t")
        if tab and not line.startswith("#"):
            entries.update((_entry(kind, key), kind.removesuffix("_word")) for key in map(match_key, words.split()))
    return entries


def _entry(kind: str, key: str) -> str:
    if kind == EXPATRIATE:
        return f"{EXPATRIATE} {key}"
    return f"{bare_word(key)} " if kind.endswith("_word") else key
