"""Further versions of annotated posts: other people's names, and spelling as hasty people spell."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from khobar_moderation.text import match_key
from khobar_moderation.training.annotation import Marked

__all__ = ["NameLists", "misspell", "rename"]

_KEPT = frozenset(("بن", "ابن", "بنت", "ابنه", "ال", "ابو", "ام", "بو", "عبد", "ابي"))
_WORD = re.compile(r"[\u0621-\u064a]+")
_SLIPS = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ا": "أ", "ة": "ه", "ه": "ة", "ى": "ي", "ي": "ى", "ض": "ظ", "ظ": "ض", "ؤ": "و",
    "ئ": "ي", "ذ": "د", "ث": "ت",
}  # fmt: skip
_RARELY = frozenset("اهيذث")
_ONLY_LAST = frozenset("ةهىي")


@dataclass(frozen=True, slots=True)
class NameLists:
    """Names to put in the place of others.

    Attributes:
        given: first names by gender, "M" or "F".
        family: family names.
    """

    given: dict[str, list[str]]
    family: list[str]

    @classmethod
    def read(cls, path: Path) -> NameLists:
        """Read `names_saudi_gulf_free.tsv`."""
        with path.open(encoding="utf-8") as lines:
            rows = [row for row in csv.DictReader(lines, delimiter="\t") if " " not in row["name"]]
        given = {gender: [row["name"] for row in rows if row["gender"] == gender] for gender in ("M", "F")}
        family = [row["name"] for row in rows if row["kind"] == "family" and row["name"].startswith("ال")]
        return cls(given, family)

    def other(self, name: str, place: int, random: Random) -> str:
        """Return another name for the word of a name that stands at `place` in it, or the word itself if it links."""
        key = match_key(name)
        if key in _KEPT:
            return name
        if key.startswith("ال") and place:
            return random.choice(self.family)
        gender = "F" if place == 0 and name in self.given["F"] else "M"
        known = place or name in self.given["F"] or name in self.given["M"]
        return random.choice(self.given[gender]) if known else name


def rename(marked: Marked, names: NameLists, random: Random) -> Marked:
    """Return the text with other names for its people, and its spans moved accordingly.

    A person keeps one new name throughout a post.
    """
    chosen: dict[tuple[str, bool], str] = {}
    edits: list[tuple[int, int, str]] = []
    for start, end, _ in marked.people or ():
        for place, word in enumerate(_WORD.finditer(marked.text, start, end)):
            old = word.group()
            new = chosen.setdefault((old, place > 0), names.other(old, place, random))
            edits.append((*word.span(), new))
    return _edited(marked, sorted(set(edits)))


def misspell(marked: Marked, random: Random, share: float = 0.05) -> Marked:
    """Return the text with slips of spelling in a share of its words; no offset moves."""
    letters = list(marked.text)
    for word in _WORD.finditer(marked.text):
        if random.random() < share:
            places = [
                place for place in range(*word.span()) if _may_slip(letters[place], place == word.end() - 1, random)
            ]
            if places:
                place = random.choice(places)
                letters[place] = _SLIPS[letters[place]]
    return replace(marked, text="".join(letters))


def _may_slip(letter: str, last: bool, random: Random) -> bool:
    if letter not in _SLIPS or (letter in _ONLY_LAST and not last):
        return False
    return letter not in _RARELY or random.random() < 0.2


def _edited(marked: Marked, edits: Sequence[tuple[int, int, str]]) -> Marked:
    def moved(offset: int) -> int:
        return offset + sum(len(new) - (end - start) for start, end, new in edits if end <= offset)

    text, done = [], 0
    for start, end, new in edits:
        text += [marked.text[done:start], new]
        done = end
    return replace(
        marked,
        text="".join([*text, marked.text[done:]]),
        people=_moved_spans(marked.people, moved),
        attributes=_moved_spans(marked.attributes, moved),
        sources=_moved_spans(marked.sources, moved),
        unsound=_moved_spans(marked.unsound, moved),
        personal=tuple((moved(start), moved(end)) for start, end in marked.personal or ()),
    )


def _moved_spans(
    spans: Iterable[tuple[int, int, str]] | None, moved: Callable[[int], int]
) -> tuple[tuple[int, int, str], ...] | None:
    return None if spans is None else tuple((moved(start), moved(end), kind) for start, end, kind in spans)
