"""Speakers before a colon, in brackets after a statement, or known by a link."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from khobar_moderation.checks.source.reader import Reader
from khobar_moderation.checks.source.sighting import Sighting
from khobar_moderation.checks.source.subjects import Subject
from khobar_moderation.text import Token

__all__ = ["find_bracketed_speakers", "find_headline_speakers", "find_linked_sources"]

_COLON = "source/colon-speaker"
_COLONS = re.compile(r":(?!\d)| /(?= )")  # not of a time; a stroke after a news agency's name does the same
_LINK = "source/news-link"


def find_headline_speakers(reader: Reader, subjects: Sequence[Subject]) -> Iterator[Sighting]:
    """Yield the speaker before a colon at the beginning of a line; in lists and forms nobody speaks."""
    key = reader.key
    colons = [match.start() for match in _COLONS.finditer(key)] if subjects else []
    if len(colons) > reader.figure(_COLON, "most_colons"):
        return
    for colon in colons:
        start = max(key.rfind("\n", 0, colon), key.rfind("|", 0, colon)) + 1
        words = reader.words_between(start, colon)
        group = [subject for subject in subjects if start <= subject.start and subject.end <= colon]
        is_headline = group and _opens(words, group[0]) and _is_speech(reader, words, colon, subjects)
        if is_headline and (group[0].kind != "title" or _is_head(reader, start, group)):
            yield from _judge(group, words[-1].end, is_stroke=key[colon] != ":")


def _opens(words: Sequence[Token], first: Subject) -> bool:
    return not first.is_addressed and first.start <= words[0].start


def _is_speech(reader: Reader, words: Sequence[Token], colon: int, subjects: Sequence[Subject]) -> bool:
    after = reader.index_from(colon)
    is_form = any(subject.kind == "named" and subject.start == reader.words[after].start for subject in subjects)
    enough = len(reader.words) - after >= reader.figure(_COLON, "words_after")
    return enough and len(words) <= reader.figure(_COLON, "words_before") and not is_form


def _is_head(reader: Reader, start: int, group: Sequence[Subject]) -> bool:
    """Whether a title at the very beginning speaks for more than a school: there, titles head lists of duties."""
    if any(subject.kind == "named" for subject in group):
        return True
    is_high = reader.words[reader.index_from(start)].key in reader.word_list(_COLON, "heads")
    return start == 0 and is_high and all(subject.kind != "own" for subject in group)


def _judge(group: Sequence[Subject], end: int, *, is_stroke: bool) -> Iterator[Sighting]:
    first = group[0]
    named = next((subject for subject in group if subject.kind == "named"), None)
    if first.kind == "own" or (is_stroke and first.kind not in ("trusted", "body")):
        return
    if first.kind in ("trusted", "body"):
        trusted = first.kind == "trusted"
        yield Sighting("organization", first.rule, first.start, first.end if trusted else end, trusted=trusted)
    elif named and first.kind != "unnamed":
        yield Sighting("named", _COLON, named.start, named.end)
    else:
        yield Sighting("anonymous", first.rule, first.start, end)


def find_bracketed_speakers(reader: Reader, subjects: Sequence[Subject]) -> Iterator[Sighting]:
    """Yield who is named with an office in brackets after a statement."""
    for subject in subjects:
        if subject.kind != "named" or reader.key[subject.start - 1 : subject.start] != "(":
            continue
        close = reader.key.find(")", subject.end)
        if "،" in reader.key[subject.end : max(close, subject.end)]:
            yield Sighting("named", "source/bracketed-speaker", subject.start, subject.end)


def find_linked_sources(reader: Reader) -> Iterator[Sighting]:
    """Yield links to news sites, and the accounts that a post repeats."""
    if not any(mark in reader.key for mark in ("@", "www", "http", "/")):
        return
    repeats = reader.word_list(_LINK, "repeats")
    own = {account.handle.lower() for account in reader.document.policy.channel.accounts}
    for index, word in enumerate(reader.words):
        is_repeated = word.kind == "handle" and index > 0 and reader.words[index - 1].key in repeats
        if _is_news(reader, word) or (is_repeated and word.key not in own):
            yield Sighting("organization", _LINK, word.start, word.end)


def _is_news(reader: Reader, link: Token) -> bool:
    if link.kind != "url" or any(host in link.key for host in reader.word_list(_LINK, "own_hosts")):
        return False
    return any(host in link.key for host in reader.word_list(_LINK, "news_hosts"))
