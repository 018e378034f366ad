"""Words, sentences and clauses of a post, as offsets into its normalised text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import Literal, NamedTuple

__all__ = ["Token", "TokenKind", "Unit", "clauses", "sentences", "tokenise"]

TokenKind = Literal["arabic", "latin", "number", "url", "email", "handle", "hashtag", "emoji", "newline", "punctuation"]

_EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2190-\u21ff\u2300-\u23ff\u25a0-\u25ff\u203c\u2049"
_ARABIC = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c9"
)
_DOMAIN = r"(?:com|net|org|sa|edu|gov|me|io|co|info|app|example|ly|gl|gd)"
# The commonest kinds stand first: the order costs or saves more than anything else here.
_TOKEN = re.compile(
    rf"(?P<arabic>[{_ARABIC}]+)"
    r"|(?P<newline>\n)"
    r"|(?P<url>(?:https?://|www\.)[^\s،؛\u0600-\u06ff]+"
    rf"|(?<![\w@.-])[A-Za-z0-9][\w-]*(?:\.[\w-]+)*\.{_DOMAIN}/[^\s،؛\u0600-\u06ff]*)"
    r"|(?P<email>[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"  # bounded: it is tried at every word
    r"|(?P<number>\d+(?:[.,:/\-]\d+)*)"
    r"|(?P<handle>@\w+)"
    r"|(?P<hashtag>#\w+)"
    r"|(?P<latin>[^\W\d_\u0600-\u06ff][\w'’-]*)"
    rf"|(?P<emoji>[{_EMOJI}]+)"
    r"|(?P<punctuation>[^\w\s]|_)"
)
_WORDS = frozenset({"arabic", "latin", "number", "url", "email", "handle", "hashtag"})

_AND = "و"
_LONGEST_NUMBER = 3  # digits that a line of a list may be numbered with
_STOP = re.compile(r"[!?؟…\n]+|\.")
_PAUSE = re.compile(f'[،؛()«»"*|•·:,–—-]|[{_EMOJI}]+')


class Token(NamedTuple):
    """A piece of the normalised text.

    Attributes:
        kind: what it is made of.
        start: offset of its first character.
        end: offset just past its last character.
        text: its characters.
        key: its loose form (see `match_key`).
    """

    kind: TokenKind
    start: int
    end: int
    text: str
    key: str

    @property
    def is_word(self) -> bool:
        """Whether it is a word, number, link, handle or hashtag, and not a mark."""
        return self.kind in _WORDS

    def __repr__(self) -> str:
        """Show no text: what a repr says ends in logs."""
        return f"Token({self.kind}, {self.start}, {self.end})"


class Unit(NamedTuple):
    """A sentence or clause, without the blanks and marks at its edges; offsets as in `Token`."""

    start: int
    end: int


def tokenise(text: str, key: str) -> tuple[Token, ...]:
    """Return the tokens of normalised `text`, whose loose form is `key`, in reading order."""
    tokens = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        tokens.append(_new_token((match.lastgroup, start, end, text[start:end], key[start:end])))
    return tuple(tokens)


def sentences(text: str) -> tuple[Unit, ...]:
    """Return the sentences of normalised `text`: ended by a stop, a question or exclamation mark, or the line."""
    ends = (
        match.span() for match in _STOP.finditer(text) if match.group() != "." or _is_full_stop(text, match.start())
    )
    return _split(text, 0, len(text), ends)


def clauses(text: str, sentence: Unit) -> tuple[Unit, ...]:
    """Return the clauses of a sentence: ended by a comma, colon, bracket, quotation mark, dash or emoji."""
    marks = _PAUSE.finditer(text, sentence.start, sentence.end)
    return _split(text, *sentence, (match.span() for match in marks if _is_pause(text, *match.span())))


def _is_full_stop(text: str, dot: int) -> bool:
    """Tell a full stop from a decimal point, the number of a list, and an abbreviation such as أ. or د."""
    if text[dot + 1 : dot + 2].isalnum():
        return False
    start = dot
    while start and dot - start < _LONGEST_NUMBER + 1 and text[start - 1].isalnum():
        start -= 1
    word = text[start:dot]
    is_list_number = word.isdecimal() and len(word) <= _LONGEST_NUMBER and (start == 0 or text[start - 1] == "\n")
    return not is_list_number and (word.isdecimal() or len(word.removeprefix(_AND)) != 1)


def _is_pause(text: str, start: int, end: int) -> bool:
    """Tell a pause from the marks inside numbers, times and compounds."""
    if text[start] in ":,":
        return not text[end : end + 1].isdigit()
    if text[start] in "-–—":
        return text[start - 1 : start].isspace() and text[end : end + 1].isspace()
    return True


def _split(text: str, start: int, end: int, boundaries: Iterable[tuple[int, int]]) -> tuple[Unit, ...]:
    units = []
    for boundary_start, boundary_end in boundaries:
        units.append(_trimmed(text, start, boundary_start))
        start = boundary_end
    units.append(_trimmed(text, start, end))
    return tuple(unit for unit in units if unit)


def _trimmed(text: str, start: int, end: int) -> Unit | None:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return Unit(start, end) if start < end else None


_new_token = partial(tuple.__new__, Token)  # half the time of calling Token, in the innermost loop
