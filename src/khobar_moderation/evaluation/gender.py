"""Whether a name is a man's or a woman's, as far as the lexicon and the words around it tell."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from khobar_moderation.evaluation.gold import Annotation, ExposureSpan
from khobar_moderation.people.gazetteer import bare_word
from khobar_moderation.resources import RULES
from khobar_moderation.text import match_key, normalise

__all__ = ["FEMININE", "MASCULINE", "gender_of", "genders"]

MASCULINE, FEMININE, UNKNOWN = "masculine", "feminine", "unknown"
_FILE = RULES / "lexicons" / "names-gender.tsv"
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
    persons = [span for span in annotation.exposure if span.type == "person"]
    if not persons:
        return "none"
    known = {gender_of(annotation.text, person) for person in persons} - {UNKNOWN}
    return "both" if len(known) > 1 else next(iter(known), UNKNOWN)


def gender_of(text: str, person: ExposureSpan) -> str:
    """Return "masculine", "feminine" or "unknown": by what joins the names, else the title, else the first name."""
    name = match_key(normalise(text[person.start : person.end]).text).split()
    before = match_key(normalise(text[max(0, person.start - _NEAR) : person.start]).text).split()[-1:]
    return _by_links(name) or _by_words(before) or _by_first_name(name) or UNKNOWN


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
    """Return names, and words before names with a blank behind them, by loose key."""
    entries: dict[str, str] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        kind, tab, words = line.partition("\t")
        if tab and not line.startswith("#"):
            gender, word, _ = kind.partition("_word")
            keys = map(match_key, words.split())
            entries.update((f"{bare_word(key)} " if word else key, gender) for key in keys)
    return entries
