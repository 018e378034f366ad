"""How two spellings of one word differ: the seats of hamza, ة or ه, ى or ي.

Forms that share a loose key (see `match_key`) are as long as each other and differ only in these
letters, so a form is its key and a few *seats*: which letter of its class stands at which place.
"""

from __future__ import annotations

import re

from khobar_moderation.text import match_key

__all__ = ["error_type", "pack_seats", "respell", "slips", "unpack_seats"]

_ALEF, _WAW, _YEH, _HEH = (
    "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER WAW}",
    "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER HEH}",
)
_TEH = "\N{ARABIC LETTER TEH}"
_MAQSURA, _MARBUTA = "\N{ARABIC LETTER ALEF MAKSURA}", "\N{ARABIC LETTER TEH MARBUTA}"
_HAMZAS = frozenset(
    "\N{ARABIC LETTER HAMZA}\N{ARABIC LETTER ALEF WITH MADDA ABOVE}\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}"
    "\N{ARABIC LETTER ALEF WITH HAMZA BELOW}\N{ARABIC LETTER WAW WITH HAMZA ABOVE}"
    "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}"
)
_SEATS = {
    _ALEF: _ALEF
    + "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}\N{ARABIC LETTER ALEF WITH HAMZA BELOW}"
    + "\N{ARABIC LETTER ALEF WITH MADDA ABOVE}\N{ARABIC LETTER ALEF WASLA}",
    _WAW: _WAW + "\N{ARABIC LETTER WAW WITH HAMZA ABOVE}",
    _YEH: _YEH + "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}" + _MAQSURA,
    _HEH: _HEH + _MARBUTA,
}
_TANWIN = frozenset("\N{ARABIC FATHATAN}\N{ARABIC KASRATAN}")
_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u0652\u0670]")
_CHOICES = 5
"""Letters in the largest class: a seat is packed as place × 5 + choice, so words up to 51 letters fit a byte."""

_CLITIC_LETTERS = frozenset("وفبكلسا")
_GRAVITY = ("spelling", "ta_marbuta", "hamza", "alif_maqsura")


def pack_seats(form: str) -> bytes:
    """Return the places where `form` departs from its loose key, one byte each.

    Raises:
        ValueError: a letter past the 51st has a seat.
    """
    key = match_key(form)
    return bytes(
        place * _CHOICES + _SEATS[bare].index(letter)
        for place, (letter, bare) in enumerate(zip(form, key, strict=True))
        if letter != bare
    )


def unpack_seats(key: str, seats: bytes) -> str:
    """Return the form that `pack_seats` packed.

    >>> unpack_seats("مدرسه", pack_seats("مدرسة"))
    'مدرسة'
    """
    letters = list(key)
    for seat in seats:
        place, choice = divmod(seat, _CHOICES)
        letters[place] = _SEATS[key[place]][choice]
    return "".join(letters)


def error_type(written: str, right: str) -> str:
    """Return the gravest kind of error that lies between two spellings of a word.

    >>> error_type("الى", "إلى"), error_type("المدرسه", "المدرسة")
    ('hamza', 'ta_marbuta')
    """
    if len(written) != len(right):
        return "hamza" if _is_about_hamza(written, right) else "spelling"
    kinds = {_letter_error(a, b) for a, b in zip(written, right, strict=True) if a != b}
    return next((kind for kind in _GRAVITY if kind in kinds), "spelling")


def slips(written: str, right: str) -> frozenset[str]:
    """Return the kinds of slip between two forms of one loose key, told apart by how often writers make them.

    `initial_hamza` (ان for أن), `medial_hamza` (مسوول for مسؤول), `swapped_hamza` (إن for أن), `false_hamza`
    (إستقبال for استقبال), `false_final` (شكرأ for شكرا), `false_seat` (فئه for فيه), `heh` (ه for ة), `marbuta`
    (ة for ه), `opened_marbuta` (the same after a ت: جائزتة), `yeh` (ي for ى), `maqsura` (ى for ي).
    """
    return frozenset(
        _slip(place, a, b, right) for place, (a, b) in enumerate(zip(written, right, strict=True)) if a != b
    )


def _slip(place: int, written: str, right: str, word: str) -> str:
    if right == _MARBUTA:
        return "heh"
    if written == _MARBUTA:
        return "opened_marbuta" if place and word[place - 1] == _TEH else "marbuta"
    if right == _MAQSURA:
        return "yeh"
    if written == _MAQSURA:
        return "maqsura"
    if right not in _HAMZAS:
        return _false_hamza(place, word)
    if written in _HAMZAS:
        return "swapped_hamza"
    return "initial_hamza" if right in _SEATS[_ALEF] and _begins_stem(word, place) else "medial_hamza"


def _false_hamza(place: int, word: str) -> str:
    if word[place] == _ALEF and _begins_stem(word, place):
        return "false_hamza"
    return "false_final" if place == len(word) - 1 else "false_seat"


def _begins_stem(word: str, place: int) -> bool:
    """Whether only clitics can stand before `place`: و ف ب ك ل س ال in any usual order."""
    return set(word[:place]) <= _CLITIC_LETTERS and place <= 4


def _letter_error(written: str, right: str) -> str:
    pair = {written, right}
    if pair <= {_HEH, _MARBUTA}:
        return "ta_marbuta"
    if pair <= {_YEH, _MAQSURA, _ALEF}:
        return "alif_maqsura" if _MAQSURA in pair else "spelling"
    return "hamza" if pair & _HAMZAS and pair <= _HAMZAS | {_ALEF, _WAW, _YEH, _MAQSURA} else "spelling"


def _is_about_hamza(written: str, right: str) -> bool:
    """Whether all that differs is a hamza with its seat, or the long vowel after it."""
    start = 0
    while start < min(len(written), len(right)) and written[start] == right[start]:
        start += 1
    end = 0
    while end < min(len(written), len(right)) - start and written[-1 - end] == right[-1 - end]:
        end += 1
    start = max(0, start - 1)  # the letter before: the vowel of مسؤول is missed after its hamza
    letters = set(written[start : len(written) - end]) | set(right[start : len(right) - end])
    changed = letters - {right[start]}
    return bool(letters & _HAMZAS) and changed <= _HAMZAS | {_ALEF, _WAW, _YEH, _MAQSURA}


def respell(source: str, written: str, right: str) -> str:
    """Return `right` with the marks that `source`, the text as posted, has on the letters that stay.

    `written` is the normal form of `source`; where the letters do not line up, `right` as it is.

    >>> respell("المدرسـه", "المدرسه", "المدرسة")
    'المدرسـة'
    """
    if source == written or len(written) != len(right) or _TANWIN & set(right):
        return right
    changes = iter(zip(written, right, strict=True))
    pieces = []
    pending = next(changes, None)
    for letter in source:
        if pending and letter == pending[0]:
            pieces.append(pending[1])
            pending = next(changes, None)
        else:
            pieces.append(letter)
    result = "".join(pieces)
    return result if match_key(_MARKS.sub("", result)) == match_key(right) else right
