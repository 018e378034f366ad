"""Normalise a post, keeping the way back to the text as posted.

Checks never search raw text: they search `normalise(text).text` (or its `match_key`) and map what
they found back with `AlignedText.to_source`. Offsets are code points, half open.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from camel_tools.utils.normalize import (
    normalize_alef_ar,
    normalize_alef_maksura_ar,
    normalize_teh_marbuta_ar,
)

__all__ = ["AlignedText", "fold_letters", "match_key", "normalise"]

_TATWEEL = "\N{ARABIC TATWEEL}"
_MARKS = "\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff"
_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe00-\ufe0f\u20e3"
_COMPATIBLE = "\ufb50-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc\uff01-\uff5e\u2460-\u2473\U0001d400-\U0001d7ff"

# What needs more than a letter for a letter: dropped marks, composed hamzas, compatibility forms.
_CHANGES = re.compile(
    "(?P<compose>[اويىه][\u0653-\u0655]+)"
    f"|(?P<attached>[{_MARKS}{_TATWEEL}\u0653-\u0655]+)"
    f"|(?P<invisible>[{_INVISIBLE}]+)"
    f"|(?P<fold>[{_COMPATIBLE}])"
)
_DROPPED = re.compile(f"[{_MARKS}{_TATWEEL}{_INVISIBLE}\u0653-\u0655]")
_RUNS = re.compile("([\u0621-\u064a])\\1{2,}|( ) +")
_CAPITAL = re.compile("[A-Z]")
_LOWER = {code: code + ord("a") - ord("A") for code in range(ord("A"), ord("Z") + 1)}
_HEH = "\N{ARABIC LETTER HEH}"

_PERSIAN = str.maketrans(
    "یېۍێیکڪگچپژڤہھەۀۂۃٹڈڑںۆۇۈ",
    "يييييكككجبزفهههههةتدرنووو",
)
_EXTENDED = (*range(0x0671, 0x06D4), *range(0x06FA, 0x0700), *range(0x0750, 0x0780), *range(0x08A0, 0x08C8))


def _dotted_letters() -> Iterator[tuple[int, str]]:
    """Yield letters of other languages that are an Arabic one WITH something, and that Arabic one."""
    for code in set(_EXTENDED) - set(_PERSIAN):
        base, added, _ = unicodedata.name(chr(code), "").partition(" WITH ")
        letter = ord(unicodedata.lookup(base)) if added else code
        if 0x0621 <= letter <= 0x064A or letter in _PERSIAN:
            yield code, chr(letter).translate(_PERSIAN)


_DIGITS = {base + i: ord("0") + i for base in (0x0660, 0x06F0) for i in range(10)}
_BLANKS = ("\u00a0", "\u1680", *map(chr, range(0x2000, 0x200B)), "\u202f", "\u205f", "\u3000", "\t", "\r", "\v", "\f")
_SPACES = {ord(blank): " " for blank in _BLANKS}
_SIGNS = {ord("٫"): ".", ord("٬"): ",", ord("٪"): "%", 0x2028: "\n", 0x2029: "\n", 0x0085: "\n"}
_ONE_TO_ONE: dict[int, str | int] = {**dict(_dotted_letters()), **_PERSIAN, **_DIGITS, **_SPACES, **_SIGNS}
_SINGLE = re.compile("[" + "".join(map(re.escape, map(chr, sorted(_ONE_TO_ONE)))) + "]")


@dataclass(frozen=True, slots=True, repr=False)
class AlignedText:
    """A text derived from a source, with the source offsets of each of its characters.

    Attributes:
        text: the derived text.
        starts: for each character, the offset in the source where it comes from.
        ends: for the characters that stand for more than one in the source, such as a letter with its marks, the
            offset just past them, by index in `text`.
    """

    text: str
    starts: Sequence[int]
    ends: Mapping[int, int]

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the source offsets of the non-empty range [start, end) of `text`.

        Raises:
            IndexError: the range is empty or not inside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise IndexError(f"[{start}, {end}) is no range of a text of {len(self.text)} characters")
        last = end - 1
        return self.starts[start], self.ends.get(last, self.starts[last] + 1)

    def from_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of `text` that comes from [start, end) of the source."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)


def normalise(text: str) -> AlignedText:
    """Return `text` in the one spelling that checks search.

    ASCII digits and plain blanks, Arabic letters for Persian and presentation forms, no tatweel,
    diacritics, zero-width or bidi marks, letters typed three times or more once.

    >>> normalise("مـــرحبـًا ٢٠٢٦").text
    'مرحبا 2026'
    """
    mapped = text.translate(_ONE_TO_ONE) if _SINGLE.search(text) else text
    aligned = _apply_changes(mapped) if _CHANGES.search(mapped) else AlignedText(mapped, range(len(mapped)), {})
    return _collapse_runs(aligned) if _RUNS.search(aligned.text) else aligned


def match_key(text: str) -> str:
    """Return the looser form for matching, character for character: hamza seats, ة/ه, ى/ي and case folded.

    >>> match_key("أُمُّ المدرسةِ")  # marks stay: normalise first
    'اُمُّ المدرسهِ'
    """
    return fold_letters(text.translate(_LOWER) if _CAPITAL.search(text) else text)


def fold_letters(text: str) -> str:
    r"""Return the loose form of the Arabic letters alone, so that the syntax of a pattern (\S, (?P<a>)) stays."""
    for letter, folded in _FOLDED:  # a tenth of the time of one pass letter by letter
        text = text.replace(letter, folded)
    return text


def _apply_changes(mapped: str) -> AlignedText:
    pieces: list[str] = []
    starts: list[int] = []
    ends: dict[int, int] = {}
    done = 0
    for change in _CHANGES.finditer(mapped):
        start, end = change.span()
        pieces.append(mapped[done:start])
        starts.extend(range(done, start))
        if kept := _replacement(change):
            pieces.append(kept)
            ends.update(dict.fromkeys(range(len(starts), len(starts) + len(kept)), end))
            starts.extend([start] * len(kept))
        elif change.lastgroup == "attached" and starts and ends.get(len(starts) - 1, starts[-1] + 1) == start:
            ends[len(starts) - 1] = end
        done = end
    pieces.append(mapped[done:])
    starts.extend(range(done, len(mapped)))
    return AlignedText("".join(pieces), starts, ends)


def _replacement(change: re.Match[str]) -> str:
    match change.lastgroup:
        case "compose":
            return _DROPPED.sub("", unicodedata.normalize("NFC", change.group()))
        case "fold":
            folded = unicodedata.normalize("NFKC", change.group())
            return _DROPPED.sub("", folded).strip(" ").translate(_ONE_TO_ONE)
        case _:
            return ""


def _collapse_runs(aligned: AlignedText) -> AlignedText:
    kept: list[tuple[int, int]] = []
    ends: dict[int, int] = {}
    done = length = 0
    for run in _RUNS.finditer(aligned.text):
        start, end = run.span()
        keep = start + (2 if run.group(1) == _HEH else 1)  # laughter stays laughter
        kept.append((done, keep))
        length += keep - done
        ends[length - 1] = aligned.to_source(start, end)[1]
        done = end
    kept.append((done, len(aligned.text)))
    return _cut(aligned, kept, ends)


def _cut(aligned: AlignedText, kept: list[tuple[int, int]], ends: dict[int, int]) -> AlignedText:
    """Keep some ranges of a text; `ends` says where characters end that now stand for a whole run."""
    starts: list[int] = []
    old_ends: dict[int, int] = {}
    for start, end in kept:
        shift = len(starts) - start
        if aligned.ends:
            old_ends |= {i + shift: aligned.ends[i] for i in range(start, end) if i in aligned.ends}
        starts.extend(aligned.starts[start:end])
    return AlignedText("".join(aligned.text[start:end] for start, end in kept), starts, old_ends | ends)


_SEATS = {"ؤ": "و", "ئ": "ي", "ٱ": "ا"}


def _fold_letter(letter: str) -> str:
    folded: str = normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(letter)))
    return _SEATS.get(folded, folded)


_FOLDED = tuple(
    (letter, folded)
    for letter in map(chr, (*range(0x0621, 0x064B), 0x0671))
    if (folded := _fold_letter(letter)) != letter
)
