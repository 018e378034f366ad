"""Words, sentences and clauses of a post, as offsets into its normalised text."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

__all__ = ["Token", "TokenKind", "Unit", "clauses", "sentences", "tokenise"]

TokenKind = Literal["arabic", "latin", "number", "url", "email", "handle", "hashtag", "emoji", "newline", "punctuation"]

_EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2190-\u21ff\u2300-\u23ff\u25a0-\u25ff\u203c\u2049"
_DOMAIN = r"(?:com|net|org|sa|edu|gov|me|io|co|info|app|example|ly|gl|gd)"
_TOKEN = re.compile(
    rf"(?P<url>(?:https?://|www\.)[^\s،؛\u0600-\u06ff]+|(?<![\w@.-])[A-Za-z0-9][\w-]*(?:\.[\w-]+)*\.{_DOMAIN}/[^\s،؛\u0600-\u06ff]*)"
    r"|(?P<email>[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
    r"|(?P<handle>@\w+)"
    r"|(?P<hashtag>#\w+)"
    r"|(?P<number>\d+(?:[.,:/\-]\d+)*)"
    r"|(?P<arabic>[\u0621-\u063a\u0641-\u064a\u0671]+)"
    r"|(?P<latin>[^\W\d_\u0600-\u06ff][\w'’-]*)"
    rf"|(?P<emoji>[{_EMOJI}]+)"
    r"|(?P<newline>\n)"
    r"|(?P<punctuation>[^\w\s]|_)",
)
_WORDS = frozenset({"arabic", "latin", "number", "url", "email", "handle", "hashtag"})

# A full stop ends a sentence unless it is a decimal point, a list number or an abbreviation such as أ. or د.
_SENTENCE_END = re.compile(
    r"[!?؟…]+|\n"
    r"|(?<![\s.][\u0621-\u064a])(?<!^[\u0621-\u064a])(?<!\d)\.(?!\w)"
    r"|(?<=\d)\.(?=\s|$)(?<!\n\d\.)"
)
_CLAUSE_END = re.compile(r"[،؛()«»\"*|•·]|[:,](?!\d)|\s[-–—]+\s|" + f"[{_EMOJI}]+")


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


class Unit(NamedTuple):
    """A sentence or clause, without the blanks and marks at its edges; offsets as in `Token`."""

    start: int
    end: int


def tokenise(text: str, key: str) -> tuple[Token, ...]:
    """Return the tokens of normalised `text`, whose loose form is `key`, in reading order."""
    return tuple(
        Token(match.lastgroup, start, end, text[start:end], key[start:end])  # type: ignore[arg-type]
        for match in _TOKEN.finditer(text)
        for start, end in (match.span(),)
    )


def sentences(text: str) -> tuple[Unit, ...]:
    """Return the sentences of normalised `text`: ended by a stop, a question or exclamation mark, or the line."""
    return _split(text, 0, len(text), _SENTENCE_END)


def clauses(text: str, sentence: Unit) -> tuple[Unit, ...]:
    """Return the clauses of a sentence: ended by a comma, colon, bracket, quotation mark, dash or emoji."""
    return _split(text, sentence.start, sentence.end, _CLAUSE_END)


def _split(text: str, start: int, end: int, boundary: re.Pattern[str]) -> tuple[Unit, ...]:
    units = []
    for match in boundary.finditer(text, start, end):
        units.append(_trimmed(text, start, match.start()))
        start = match.end()
    units.append(_trimmed(text, start, end))
    return tuple(unit for unit in units if unit)


def _trimmed(text: str, start: int, end: int) -> Unit | None:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return Unit(start, end) if start < end else None
