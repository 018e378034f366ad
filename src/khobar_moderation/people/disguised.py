"""Names that do not stand as Arabic words: in hashtags, with their letters spaced out, in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from khobar_moderation.people.encoding import Encoded, encode
from khobar_moderation.people.gazetteer import load_gazetteer
from khobar_moderation.people.grammar import Chain
from khobar_moderation.people.names import Name, find_names
from khobar_moderation.people.romanised import is_latin_family, is_latin_given
from khobar_moderation.text import Token, tokenise

__all__ = ["find_disguised_names"]

_SURE = 2.5
_SPACED = re.compile("i{5,40}")
_LATIN = re.compile(r"(?P<title>(?:'?[TYRyr][./:(\"]{0,3}){1,4})?(?P<name>L{1,4})")
_SHORTEST_GIVEN, _SHORTEST_FAMILY = 2, 4


def find_disguised_names(encoded: Encoded) -> Iterator[Name]:
    """Yield such names in an encoded post."""
    if "h" in encoded.letters:
        for at, letter in enumerate(encoded.letters):
            token = encoded.tokens[encoded.places[at]]
            if letter == "h" and "_" in token.text and not encoded.letters.endswith("P", 0, at):
                yield from _in_hashtag(token)
    for match in _SPACED.finditer(encoded.letters):
        yield from _in_spaced_letters(match, encoded)
    if "L" in encoded.letters:
        for match in _LATIN.finditer(encoded.letters):
            yield from _in_latin(match, encoded)


def _in_hashtag(token: Token) -> Iterator[Name]:
    words = [
        word._replace(start=word.start + token.start, end=word.end + token.start)
        for word in tokenise(" " + token.text[1:].replace("_", " "), " " + token.key[1:])
    ]
    yield from (name for name in find_names(encode(words)) if name.weight >= _SURE)


def _in_spaced_letters(match: re.Match[str], encoded: Encoded) -> Iterator[Name]:
    tokens = [encoded.tokens[place] for place in encoded.places[match.start() : match.end()]]
    joined = "".join(token.text for token in tokens)
    classify = load_gazetteer().classify
    for cut in range(_SHORTEST_GIVEN, len(joined) - _SHORTEST_FAMILY + 1):
        if classify(joined[:cut]).letter in "GBgqw" and classify(joined[cut:]).letter in "FBNf":
            chain = Chain(match.start(), match.start(), match.end(), "spaced", "GF", "")
            yield Name(tokens[0].start, tokens[0].start, tokens[-1].end, chain, _SURE)
            return


def _is_part_of_address(end: int, encoded: Encoded) -> bool:
    """Whether a dot, stroke or digit follows without a blank, as in a handle or an account number."""
    last = encoded.places[end - 1]
    after = encoded.tokens[last + 1 : last + 2]
    return (
        bool(after)
        and after[0].start == encoded.tokens[last].end
        and after[0].kind != "newline"
        and after[0].text in "._@-"
    )


def _in_latin(match: re.Match[str], encoded: Encoded) -> Iterator[Name]:
    words = [encoded.tokens[place] for place in encoded.places[match.start("name") : match.end("name")]]
    title = match["title"] or ""
    while words and not is_latin_given(words[0].text):
        if title:
            return
        words = words[1:]
    full = len(words) > 1 and is_latin_family(words[-1].text)
    if not words or not (title or full) or _is_part_of_address(match.end(), encoded):
        return
    start = words[0].start
    begin = encoded.tokens[encoded.places[match.start()]].start if title else start
    chain = Chain(match.start(), match.start("name"), match.end(), "latin", match["name"], title)
    yield Name(begin, start, words[-1].end, chain, _SURE)
