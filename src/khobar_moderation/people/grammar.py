"""Find chains of names in the letters of a post (see `encoding`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Chain", "find_chains"]

_FIRST = "(?:[GBgwq]|[Ss]E)"
_OPEN = "(?:[GBgwqUFfNu]|[Ss]E)"
_ANY = "(?:[Ss]E|[A-Za-z])"

# What may follow a first name, link by link: بن and a name, another first name, the clan, the family.
_LINK = f"(?:b(?!K){_ANY}|{_FIRST}|Y)"
_FAMILY = f"(?:A{_ANY}|M|K[GBgwqUFfNuvd]|[FNBqfu]|UU?)"
_TITLE = r"(?:'?(?:[TYMRyr]|J[dv]{1,3}(?![dv]))(?:[./:(\"]|[du]){0,8})"

_CHAIN = re.compile(
    rf"(?P<title>{_TITLE}{{1,5}}+)?'?"
    rf"(?:(?P<kunya>K(?:{_FIRST}|U)(?:{_FAMILY})?)"
    rf"|(?P<chain>{_FIRST}(?:{_LINK}){{0,5}}(?:{_FAMILY}[FBN]?)?)"
    rf"|(?P<surname>U[FNB]|UA{_ANY})"
    rf"|(?(title)(?:(?P<open>P(?:{_LINK}){{0,3}}[FfBN]|U(?:{_LINK}|U){{0,4}}{_FAMILY}?|F)|(?P<clan>A{_OPEN})|(?P<initials>(?=[iT.]{{0,7}}i)(?:[iT]\.?){{2,4}}))|(?!))"
    r")"
)


class Chain(NamedTuple):
    """A candidate, as offsets into the letters of the post.

    Attributes:
        title: where its titles begin; `start` when it has none.
        start: where its names begin.
        end: where they end.
        shape: which alternative of the grammar found it.
        letters: of its names.
        license: letters of its titles and of what else announces a name.
    """

    title: int
    start: int
    end: int
    shape: str
    letters: str
    license: str

    def cut(self, count: int) -> Chain:
        """Return the chain without its last `count` letters."""
        return self._replace(end=self.end - count, letters=self.letters[:-count])


def find_chains(letters: str) -> Iterator[Chain]:
    """Yield the chains in the letters of a post, in reading order."""
    for match in _CHAIN.finditer(letters):
        shape = match.lastgroup or ""
        yield Chain(match.start(), match.start(shape), match.end(), shape, match[shape], match["title"] or "")
