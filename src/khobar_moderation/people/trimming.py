"""Cut from a chain of names what is only a word after it, and give it the family name that looked like a word."""

from __future__ import annotations

from khobar_moderation.people.context_words import load_context_words
from khobar_moderation.people.encoding import Encoded
from khobar_moderation.people.grammar import Chain

__all__ = ["trim"]

_ENDS = frozenset(',.\n);-"#:|(/')
_PLURAL_OR_FEMININE = ("ه", "ات", "ون", "ين")
_GIVEN = tuple("GBgS")
_SHORTEST_FAMILY = 5
_PRESENT = ("ي", "ت")


def trim(chain: Chain, encoded: Encoded) -> Chain:
    """Return the chain with the start and end that it should have."""
    if chain.letters[1:2] == "Y" and chain.letters[0] in "gqw" and not chain.license:
        chain = chain._replace(title=chain.start + 1, start=chain.start + 2, letters=chain.letters[2:], license="Y")
    if (
        chain.letters[1:2] in _GIVEN
        and not chain.license
        and _key(chain.start, encoded) in load_context_words().courtesies
    ):
        chain = chain._replace(title=chain.start + 1, start=chain.start + 1, letters=chain.letters[1:])
    if chain.letters in ("wG", "wB") and not chain.license:
        chain = chain._replace(title=chain.start + 1, start=chain.start + 1, letters=chain.letters[1:])
    while len(chain.letters) > 1 and _ends_in_word(chain, encoded):
        chain = chain.cut(1)
    if chain.license[:1] in ("T", "Y") and _lacks_family(chain) and _looks_like_family(chain.end, encoded):
        chain = chain._replace(end=chain.end + 1, letters=chain.letters + "d")
    return chain


def _ends_in_word(chain: Chain, encoded: Encoded) -> bool:
    last, first = chain.letters[-1], chain.letters[0]
    after = encoded.letters[chain.end : chain.end + 1]
    if chain.shape == "kunya" and len(chain.letters) == 2:
        return False
    if last in "uNfd" and _key(chain.end - 1, encoded) in load_context_words().not_family:
        return True
    if last == "U":
        verb = _key(chain.end - 1, encoded).startswith(_PRESENT)
        return (verb or first in "gw") and not chain.license
    if last == "u" and not chain.license and _key(chain.end - 1, encoded).endswith(_PLURAL_OR_FEMININE):
        return True
    if last == "w" and chain.letters[-2] not in "bA":
        return after == "d" or not (chain.license or not after or after in _ENDS)
    return last == "b" or (last in "gq" and after == "d" and not chain.license)


def _lacks_family(chain: Chain) -> bool:
    return chain.shape == "chain" and chain.letters in ("G", "B", "g", "q", "w")


def _looks_like_family(at: int, encoded: Encoded) -> bool:
    if encoded.letters[at : at + 1] != "d":
        return False
    key = _key(at, encoded)
    return (
        len(key) >= _SHORTEST_FAMILY
        and not key.endswith(_PLURAL_OR_FEMININE)
        and not key.startswith("لل")
        and key not in load_context_words().not_family
    )


def _key(at: int, encoded: Encoded) -> str:
    return encoded.tokens[encoded.places[at]].key
