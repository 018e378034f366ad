"""A post as the language check reads it: its Arabic words, what is to be left alone, its register."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from khobar_moderation.checks.language.wordlists import WordLists
from khobar_moderation.document import Document
from khobar_moderation.memo import Memo
from khobar_moderation.spelling.speller import Readings, is_known
from khobar_moderation.text import Token, Unit

__all__ = ["Note", "Reading", "weigh_dialect"]

_OPENS, _CLOSES = "\N{ORNATE RIGHT PARENTHESIS}", "\N{ORNATE LEFT PARENTHESIS}"
_VERSE = re.compile(f"{_OPENS}[^{_CLOSES}]*|{_CLOSES}[^{_OPENS}]*")
_QUOTED = re.compile('«[^»\n]*»?|"[^"\n]*"?|“[^”\n]*”?|[({][^)}\n]*[)}]?')
_NUMBER = re.compile(r" \d")
_WASLA = "\N{ARABIC LETTER ALEF WASLA}"
_THIS = "هال"
_DIALECT_PRESENT = frozenset(("بي", "بت", "بن"))
_EXEMPT = "language/misspelt-word"
_ON_ALEF, _BEFORE_ALEF = (
    "\N{ARABIC LETTER ALEF}\N{ARABIC FATHATAN}",
    "\N{ARABIC FATHATAN}\N{ARABIC LETTER ALEF}",
)
_LONGEST, _LONGEST_VERSE = 30, 2000
"""Letters of the longest word that is read, and characters of the longest verse: work on a post stays linear."""
_TELLS_DIALECT, _MAY_TELL = 2, 1
_DIALECT_ALLOWED, _DIALECT_SHARE = 2.0, 0.12
"""How much dialect a formal post may hold, and as a share of its words where it is long."""


class Note(NamedTuple):
    """What is known of a word before its neighbours are looked at.

    Attributes:
        steps: by stage of the check, the numbers of the steps that the word concerns.
        readings: what else it may stand for; None where nothing.
        dialect: how much it tells of dialect.
    """

    steps: tuple[tuple[int, ...], ...]
    readings: Readings | None
    dialect: int


class Reading:
    """The Arabic words of a document in reading order, with their neighbours.

    Attributes:
        document: where they stand.
        lists: the word lists of the rules.
        words: the tokens that can be words; offsets are into the normalised text.
        texts: the words in normal spelling.
        mended: the words as they are spelled after the corrections so far; grammar reads these.

    Args:
        document: the post.
        lists: the word lists of the rules.
        notes: what is known of each word; None for the many that nothing is known of. One look for all that the
            check asks of a word, for each look is one far into memory.
    """

    def __init__(self, document: Document, lists: WordLists, notes: Memo[Note | None]) -> None:
        self.document = document
        self.lists = lists
        self._text = document.normal.text
        self.words: list[Token] = [
            token for token in document.tokens if token.kind == "arabic" and len(token.text) <= _LONGEST
        ]
        self.texts = [token.text for token in self.words]
        self.mended = list(self.texts)
        self._memo = notes
        self._noted = {index: note for index, note in enumerate(map(notes.__getitem__, self.texts)) if note}
        self._dialect = sum([note.dialect for note in self._noted.values()])

    def noted(self) -> list[tuple[int, Note]]:
        """Return the words, as mended, of which something is known, by index."""
        return sorted(self._noted.items())

    def mend(self, index: int, right: str) -> None:
        """Read a word as `right` from now on."""
        self.mended[index] = right
        self._noted.pop(index, None)
        if note := self._memo[right]:
            self._noted[index] = note

    def before(self, index: int) -> str:
        """Return the word right before, as mended; "" where a mark, a number or nothing stands there."""
        return self.mended[index - 1] if index and self._follows(index) else ""

    def after(self, index: int) -> str:
        """Return the word right after, as mended; "" where a mark, a number or nothing stands there."""
        return self.mended[index + 1] if index + 1 < len(self.words) and self._follows(index + 1) else ""

    def _follows(self, index: int) -> bool:
        """Whether only a blank stands between a word and the one before it."""
        end, start = self.words[index - 1].end, self.words[index].start
        return start - end == 1 and self._text[end] == " "

    def precedes_number(self, index: int) -> bool:
        """Whether a number comes right after a word."""
        return bool(_NUMBER.match(self._text, self.words[index].end))

    def follows_digit(self, index: int) -> bool:
        """Whether a digit stands before a word, a character between them."""
        start = self.words[index].start
        return self._text[start - 2 : start - 1].isdecimal()

    def surface(self, index: int) -> str:
        """Return a word as posted, with its marks."""
        word = self.words[index]
        return self.document.surface(word.start, word.end)

    def earlier_in_sentence(self, index: int, reach: int) -> range:
        """Return the indices of the words before a word in its sentence, at most `reach` of them."""
        start = self.document.sentence_at(self.words[index].start).start
        first = index
        while first and index - first < reach and self.words[first - 1].start >= start:
            first -= 1
        return range(first, index)

    @cached_property
    def fathatan(self) -> str:
        """The accusative ending as the post writes it, with the sign on the alef or before it."""
        posted = self.document.post.text
        return _ON_ALEF if posted.count(_ON_ALEF) > posted.count(_BEFORE_ALEF) else _BEFORE_ALEF

    @cached_property
    def silent(self) -> frozenset[int]:
        """Indices of the words to leave alone: names, verses of the Quran, words quoted as a lesson in spelling."""
        units = [*self._quotations(), *(Unit(person.start, person.end) for person in self.document.people)]
        found: set[int] = set()
        if units:
            starts, ends = [word.start for word in self.words], [word.end for word in self.words]
            for start, end in units:
                found.update(range(bisect_right(ends, start), bisect_left(starts, end)))
        if _WASLA in self._text:
            found.update(index for index, text in enumerate(self.texts) if _WASLA in text)
        return frozenset(found)

    @cached_property
    def is_formal(self) -> bool:
        """Whether the post is written in the standard language, a colloquial word or two apart."""
        return self._dialect <= max(_DIALECT_ALLOWED, _DIALECT_SHARE * len(self.texts))

    def _quotations(self) -> Iterator[Unit]:
        text = self._text
        if _OPENS in text or _CLOSES in text:
            yield from (Unit(*match.span()) for match in _VERSE.finditer(text))
        citation = self.lists.words(_EXEMPT, "citation")
        for word in () if citation.isdisjoint(self.texts) else self.words:
            if word.text in citation:
                end = max(word.end, min(self.document.sentence_at(word.start).end, word.end + _LONGEST_VERSE))
                quoted = _QUOTED.search(text, word.end, end)
                yield Unit(word.end, quoted.end() if quoted else end)
        if not self.lists.words(_EXEMPT, "lesson").isdisjoint(self.texts):
            yield from (Unit(*match.span()) for match in _QUOTED.finditer(text))


def weigh_dialect(text: str, lists: WordLists) -> int:
    """Return how much a word tells of dialect."""
    if text in lists.colloquial or text.startswith(_THIS) or _is_dialect_verb(text):
        return _TELLS_DIALECT
    return _MAY_TELL if text in lists.words(_EXEMPT, "dialect") else 0


def _is_dialect_verb(text: str) -> bool:
    """Whether a word is a verb of the present with the ب of dialect: بنمركم, بيتأخر."""
    return text[:2] in _DIALECT_PRESENT and len(text) > 4 and not is_known(text) and is_known(text[1:])
