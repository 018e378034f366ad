"""Punctuation, foreign letters, and blanks that tear a word apart, as they stand in the text as posted."""

from __future__ import annotations

import re

from khobar_moderation.checks.language.drafts import Drafts
from khobar_moderation.checks.language.reading import Reading
from khobar_moderation.checks.language.steps import Step

__all__ = ["TORN", "mend_foreign_letters", "mend_marks"]

_LATIN, _SPACED, _FOREIGN, _TORN = (
    "language/latin-punctuation",
    "language/blank-before-mark",
    "language/foreign-letters",
    "language/torn-word",
)
_ARABIC_MARK = {",": "،", "?": "؟", ";": "؛"}
_LATIN_MARK = re.compile(r"(?<=[\u0621-\u064a])[,?;](?![\w/&=])")
_BLANK_BEFORE = re.compile(r"(?<=[\u0621-\u064a\d]) +([،؛؟.])(?=\s|$|[\u0621-\u064a])(?!\.)")
_BLANKS_BEFORE = (" ،", " ؛", " ؟", " .")
_JOINED_WORD = re.compile("[\u0621-\u064a]+")
_FOREIGN_LETTERS = {
    "ی": "ي", "ې": "ي", "ێ": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ھ": "ه", "ہ": "ه", "ە": "ه", "ۀ": "ه", "ۃ": "ة",
    "گ": "ق", "چ": "تش", "پ": "ب", "ڤ": "ف", "ژ": "ج", "ڈ": "د", "ٹ": "ت", "ڑ": "ر", "ں": "ن", "ۆ": "و",
}  # fmt: skip
_FOREIGN_LETTER = re.compile(f"[{''.join(_FOREIGN_LETTERS)}]")
_LONGEST = 40
_WAW = "\N{ARABIC LETTER WAW}"
_ARTICLE = "ال"


def mend_marks(reading: Reading, drafts: Drafts) -> None:
    """Correct Latin marks after Arabic words, and blanks before a mark."""
    text = reading.document.normal.text
    if any(mark in text for mark in _ARABIC_MARK):
        _mend_latin_marks(text, drafts)
    if any(mark in text for mark in _BLANKS_BEFORE):
        _mend_blanks(text, reading, drafts)


def _mend_latin_marks(text: str, drafts: Drafts) -> None:
    for match in _LATIN_MARK.finditer(text):
        end = match.start()
        drafts.mark_after_word(_LATIN, _word_start(text, end), match.end(), end, _ARABIC_MARK[match.group()])


def _mend_blanks(text: str, reading: Reading, drafts: Drafts) -> None:
    for match in _BLANK_BEFORE.finditer(text):
        end, after = match.end(), match.group(1)
        if joined := _JOINED_WORD.match(text, end):
            end = joined.end()
            after += " " + reading.document.surface(joined.start(), end)
        drafts.mark_after_word(_SPACED, _word_start(text, match.start()), end, match.start(), after)


def mend_foreign_letters(reading: Reading, drafts: Drafts) -> None:
    """Correct Arabic words with Persian or Urdu letters, and listed words in Latin letters."""
    if _FOREIGN_LETTER.search(reading.document.post.text):
        for index in range(len(reading.words)):
            surface = reading.surface(index)
            if _FOREIGN_LETTER.search(surface) and index not in reading.silent:
                right = _FOREIGN_LETTER.sub(lambda match: _FOREIGN_LETTERS[match.group()], surface)
                drafts.mend(_FOREIGN, index, right)
    for token in reading.document.tokens:
        if token.kind == "latin" and (found := reading.lists.corrections.get(token.key)):
            drafts.mark(found.rule, token.start, token.end, found.right, safe=found.safe)


def _mend_torn(index: int, reading: Reading, drafts: Drafts) -> None:
    """Join و or ال that stands apart from its word."""
    after = reading.after(index)
    if len(after) > 2 and len(reading.before(index)) != 1:
        drafts.mend(_TORN, index, reading.texts[index] + after, count=2)


TORN = Step(lambda word, _lists: word in (_WAW, _ARTICLE), _mend_torn)


def _word_start(text: str, end: int) -> int:
    start = end
    while start and end - start < _LONGEST and text[start - 1].isalnum():
        start -= 1
    return start
