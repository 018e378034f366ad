"""Put invented names and numbers in the place of real ones, so that annotated posts may be learnt from and kept.

Names become other names of the same gender, as far as it is known, and family names other family names. In numbers and
addresses each letter and digit becomes another of its kind, their first characters stay (they say what kind of number
it is), and check digits hold (ISO 7064 for IBANs, Luhn for cards and national ids), so that the checks find them again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml
from stdnum import iban, luhn

from khobar_moderation.resources import RULES
from khobar_moderation.taxonomy import IDENTIFIERS

__all__ = ["anonymised"]

Edit = tuple[int, int, str]
_WORD = re.compile(r"[\u0621-\u064a]+")
_LINKS = frozenset(("بن", "ابن", "بنت", "ابنة", "أبو", "أم", "ابو", "ام", "آل", "عبد"))
_TRIES = 5_000
_KEPT = {"phone": 5, "iban": 2, "national_id": 1, "card": 1}
"""How many characters of a number stay: they are the same for everybody."""
_VALID: dict[str, Callable[[str], bool]] = {
    "iban": lambda text: iban.is_valid(text, check_country=False),
    "national_id": lambda text: luhn.is_valid(re.sub(r"\D", "", text)),
    "card": lambda text: luhn.is_valid(re.sub(r"\D", "", text)),
}
_EASTERN = "٠١٢٣٤٥٦٧٨٩"
_KINDS = ("0123456789", _EASTERN, "ABDEGHJKLRSTUVXZ", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
"""A letter becomes another of the first kind that it is of; the third are those of number plates."""


def anonymised(fields: dict[str, Any], random: Random) -> dict[str, Any]:
    """Return an annotated post with invented names and numbers; spans lie where they lay, over the new text.

    Args:
        fields: of an annotated post; spans of wrong words within a name are left out.
        random: what is drawn from.
    """
    text = fields["text"]
    edits = _without_overlap(sorted(set(_edits(fields, random))))
    new = {name: value for name, value in fields.items() if name != "text"} | {"text": _edited(text, edits)}
    for name in ("language", "soundness", "exposure"):
        spans = [span for span in fields[name] if name != "language" or not _touches(span, edits)]
        new[name] = _moved(spans, edits, new["text"])
    for name in ("personal", "source"):
        new[name] = fields[name] | {"spans": _moved(fields[name]["spans"], edits, new["text"])}
    return new


def _edits(fields: dict[str, Any], random: Random) -> Iterator[Edit]:
    """Yield what becomes of each name and number, wherever it stands in the text; a name keeps its new one."""
    chosen: dict[tuple[str, bool], str] = {}
    text = fields["text"]
    for span in fields["exposure"]:
        surface = text[span["start"] : span["end"]]
        for place in re.finditer(re.escape(surface), text):
            if span["type"] == "person":
                yield from _renamed(text, place.start(), place.end(), chosen, random)
            elif span["type"] in IDENTIFIERS:
                key = (surface, True)
                chosen.setdefault(key, _renumbered(surface, span["type"], random))
                yield place.start(), place.end(), chosen[key]


def _renamed(text: str, start: int, end: int, chosen: dict[tuple[str, bool], str], random: Random) -> Iterator[Edit]:
    for number, word in enumerate(_WORD.finditer(text, start, end)):
        old = word.group()
        if old not in _LINKS:
            new = chosen.setdefault((old, number > 0), _another_name(old, number == 0, random))
            yield word.start(), word.end(), new


def _another_name(name: str, is_first: bool, random: Random) -> str:
    if name.startswith("ال") and not is_first:
        return random.choice(_families())
    women, men = _given()
    return random.choice(women if is_first and name in women else men)


def _renumbered(text: str, kind: str, random: Random) -> str:
    if kind == "birth_date":
        return re.sub(r"\d+", lambda number: _another_part(number.group(), random), text)
    start, end = _scope(text, kind)
    holds = _VALID.get(kind, _anything)
    if not holds(text):  # mistyped as it stood: another one needs not hold either
        holds = _anything
    for _ in range(_TRIES):
        new = text[:start] + _scrambled(text[start:end], _KEPT.get(kind, 0), random) + text[end:]
        if new != text and holds(new):
            return new
    return "█" * len(text)  # told in words, which no letter of another kind can stand for


def _scope(text: str, kind: str) -> tuple[int, int]:
    """Return the part that is somebody's: of an address of mail what stands before its domain, of a link its end."""
    if kind == "email":
        return 0, text.rfind("@")
    if kind == "personal_account":
        return max(text.rfind("/"), text.rfind("@")) + 1, len(text)
    return 0, len(text)


def _another_part(number: str, random: Random) -> str:
    """Return another day, month or year, in the digits of the one given."""
    new = int(number) + random.choice((-3, -2, -1, 1, 2, 3)) if len(number) == 4 else random.randint(1, 12)
    digits = f"{new:0{len(number)}}"
    return digits.translate(dict(zip(range(48, 58), _EASTERN, strict=True))) if number[0] in _EASTERN else digits


def _anything(_: str) -> bool:
    return True


def _scrambled(text: str, kept: int, random: Random) -> str:
    places = [place for place, letter in enumerate(text) if letter.isalnum()][kept:]
    letters = list(text)
    for place in places:
        letters[place] = _another_letter(letters[place], random)
    return "".join(letters)


def _another_letter(letter: str, random: Random) -> str:
    return next((random.choice(kind) for kind in _KINDS if letter in kind), letter)


def _without_overlap(edits: list[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in edits:
        if not kept or kept[-1][1] <= edit[0]:
            kept.append(edit)
    return kept


def _edited(text: str, edits: list[Edit]) -> str:
    pieces, done = [], 0
    for start, end, new in edits:
        pieces += [text[done:start], new]
        done = end
    return "".join([*pieces, text[done:]])


def _moved(spans: list[dict[str, Any]], edits: list[Edit], text: str) -> list[dict[str, Any]]:
    def moved(offset: int) -> int:
        return offset + sum(len(new) - (end - start) for start, end, new in edits if end <= offset)

    return [
        span | {"start": moved(span["start"]), "end": moved(span["end"]),
                "text": text[moved(span["start"]) : moved(span["end"])]}
        for span in spans
    ]  # fmt: skip


def _touches(span: dict[str, Any], edits: list[Edit]) -> bool:
    return any(start < span["end"] and span["start"] < end for start, end, _ in edits)


@cache
def _given() -> tuple[list[str], list[str]]:
    lines = (RULES / "lexicons" / "names-groups.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if "\t" in line]
    women = [name for kind, names in rows if kind == "feminine" for name in names.split()]
    return women, [name for kind, names in rows if kind == "masculine" for name in names.split()]


@cache
def _families() -> list[str]:
    return list(yaml.safe_load(Path(__file__).with_name("families.yaml").read_text(encoding="utf-8")))
