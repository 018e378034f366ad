"""Words that mix scripts: a Latin letter in an Arabic word, a Cyrillic or Greek look-alike in a Latin one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from khobar_moderation.identifiers.model import overlaps
from khobar_moderation.rulepacks.matcher import PREFIXES
from khobar_moderation.text import Token, match_key

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["find_mixed_scripts"]

_ARABIC, _LATIN, _LOOKALIKE = "\u0621-\u064a", "A-Za-z", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο\u0400-\u04ff"
_BORDER = re.compile(
    f"[{_ARABIC}][{_LATIN}\u0400-\u04ff]|[{_LATIN}\u0400-\u04ff][{_ARABIC}]|[{_LATIN}][{_LOOKALIKE}]|[{_LOOKALIKE}][{_LATIN}]"
)
_ENDINGS = frozenset(match_key(ending) for ending in ("ات", "ي", "ية", "ه", "ها", "هم", "نا", "كم", "ك", "ين", "ون"))
_WORD = 3  # Latin letters that are a word of their own, glued to its neighbour by a missing blank


def find_mixed_scripts(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the offsets, into the normalised text, of words that mix scripts."""
    text = document.normal.text
    links: list[Token] | None = None
    last = 0
    for border in _BORDER.finditer(text):
        if border.start() < last:
            continue
        start, last = _word(text, *border.span())
        if links is None:
            links = [word for word in document.words if word.kind in ("url", "email", "handle")]
        if not overlaps(links, start, last) and _is_disguise(text[start:last]):
            yield start, last


def _word(text: str, start: int, end: int) -> tuple[int, int]:
    while start and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and text[end].isalpha():
        end += 1
    return start, end


def _script(letter: str) -> str:
    if "\u0600" <= letter <= "\u06ff":
        return "arabic"
    return "latin" if letter < "\u0250" else "other"


def _is_disguise(word: str) -> bool:
    """Whether a mixed word hides one, rather than being a foreign word with a clitic or a missing blank."""
    parts = [(script, "".join(letters)) for script, letters in groupby(word, _script)]
    scripts = [script for script, _ in parts]
    if "other" in scripts:
        return True
    first, last = parts[0][1], parts[-1][1]
    if scripts == ["arabic", "latin"]:
        return not (_is_clitic(first) or _stands_alone(last))
    if scripts == ["latin", "arabic"]:
        return not (match_key(last) in _ENDINGS or _stands_alone(first))
    return any(script == "latin" and len(letters) < _WORD for script, letters in parts) and not (
        scripts == ["arabic", "latin", "arabic"] and _is_clitic(first) and match_key(last) in _ENDINGS
    )


def _is_clitic(letters: str) -> bool:
    return match_key(letters) in PREFIXES


def _stands_alone(letters: str) -> bool:
    """Whether Latin letters are a word or a label, such as the A of a group."""
    return len(letters) >= _WORD or letters.isupper()
