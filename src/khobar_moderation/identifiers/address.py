"""Home addresses: parts of an address near each other and near a word of dwelling."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from khobar_moderation.identifiers.model import Identifier, Scan, rule_of
from khobar_moderation.rulepacks import Rulebook
from khobar_moderation.text import match_key

__all__ = ["Addresses"]

_KIND = "address"
_REACH = 45
_GAP = 40
_LIST_GAP = re.compile(r"[ ،,\-\u2010-\u2015:]{0,4}(?:ب|في )?")
_WORD = "[ء-ي]+"
_STOP = re.compile(r"[\n.!؟،,؛]")
_TELLING = {"street", "unit", "postal"}
_ALONE = {"box", "short", "point"}
_MAP = re.compile(r"maps?\.|/maps?\b|goo\.gl", re.IGNORECASE)


class Addresses:
    """Finds home addresses; the address of a school, an office or an event is none.

    Args:
        rulebook: holds `exposure/address`, whose `words` list what streets, buildings and places are called.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        words = rulebook[rule_of(_KIND)].words  # type: ignore[union-attr]
        self._parts = _parts(words)
        dwelling = rf"(?:ال)?(?:{_any(words['dwellings'])})(?:ه|ها|هم|هن|ي|نا)?(?: (?:{_any(words['kin'])}){_WORD})?"
        self._home = re.compile(rf"(?<![ء-ي])[وفبل]?(?P<home>{dwelling}) (?P<inside>في )?$")
        self._tail = re.compile(
            rf"(?:[ ،,\-]{{1,3}}(?:ب|في )?(?:{_any(words['places'])})(?: ال{_WORD})?(?: [0-9]{{5}})?)+"
        )

    def find(self, scan: Scan) -> Iterator[Identifier]:
        """Yield the home addresses of a document."""
        if not scan.hits(_KIND, "supports"):
            return
        for parts in self._clusters(scan.key):
            if _is_address({part.lastgroup for part in parts}, len(parts)) and _is_home(scan, parts):
                yield Identifier(_KIND, *self._extent(scan.key, parts[0].start(), parts[-1].end()), 0.9)
        for link in scan.links:
            if link.kind == "url" and _MAP.search(link.text) and scan.leaning(_KIND, link.start, link.end) > 0:
                yield Identifier(_KIND, link.start, link.end, 0.85)

    def _extent(self, key: str, start: int, end: int) -> tuple[int, int]:
        """Return the offsets of an address with the dwelling that it is the place of, and the town after it."""
        home = self._home.search(key, max(0, start - 30), start)
        tail = self._tail.match(key, end)
        if home and (home["inside"] or key[start] == "ب"):
            start = home.start("home")
        return start, tail.end() if tail else end

    def _clusters(self, key: str) -> Iterator[list[re.Match[str]]]:
        cluster: list[re.Match[str]] = []
        for part in self._parts.finditer(key):
            if cluster and not _near(key[cluster[-1].end() : part.start()]):
                yield cluster
                cluster = []
            cluster.append(part)
        if cluster:
            yield cluster


def _near(gap: str) -> bool:
    return bool(_LIST_GAP.fullmatch(gap)) or (len(gap) <= _GAP and not _STOP.search(gap))


def _is_address(kinds: set[str | None], count: int) -> bool:
    """Whether parts say where a door is, and not only in which quarter."""
    return bool(kinds & _ALONE) or (count > 1 and bool(kinds & _TELLING))


def _is_home(scan: Scan, parts: list[re.Match[str]]) -> bool:
    """Whether the last word before or in an address says that somebody lives there."""
    start, end = parts[0].start(), parts[-1].end()
    if scan.sentence_has(_KIND, "against", start) and not _last(scan, "supports", start, end):
        return False
    return _last(scan, "supports", start, end) > _last(scan, "against", start, start)


def _last(scan: Scan, side: str, start: int, end: int) -> int:
    """Return where the last word of a side ends that begins before `end`; 0 if that is `_REACH` before `start`."""
    hits = scan.hits(_KIND, side)
    at = bisect_left(hits, (end, 0))
    return hits[at - 1].end if at and start - _REACH <= hits[at - 1].end else 0


def _parts(words: dict[str, list[str]]) -> re.Pattern[str]:
    title = rf"(?:{_any(words['titles'])})"
    street = rf"(?:{_any(words['streets'])}) (?:رقم )?(?:[0-9]+|{title} {_WORD}(?: بن {_WORD})?|{_WORD})"
    quarter = rf"(?:{_any(words['quarters'])}) {_WORD}(?: ال{_WORD})?"
    unit = rf"(?:{_any(words['units'])})(?: رقم)? ?:? ?[0-9]+"
    house = rf"(?:{_any(words['houses'])})(?= )"
    postal = rf"(?:{_any(words['postal codes'])}) ?:? ?[0-9]{{5}}"
    box = r"(?:ص ?\.? ?ب|صندوق بريد) ?\.?:? ?[0-9]{2,6}"
    short = r"(?<![a-z0-9])[a-z]{4} ?[0-9]{4}(?![a-z0-9])"
    point = r"(?<![0-9.])[0-9]{1,2}\.[0-9]{4,}[ ،,]{1,3}[0-9]{1,2}\.[0-9]{4,}"
    named = {
        "unit": unit,
        "street": street,
        "quarter": quarter,
        "house": house,
        "postal": postal,
        "box": box,
        "short": short,
    }
    groups = "|".join(f"(?P<{name}>{pattern})" for name, pattern in (named | {"point": point}).items())
    return re.compile(rf"(?:(?<![^\W\d_])[وبل]?(?:ال)?(?:{groups}))")


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(match_key(word)) for word in sorted(words, key=len, reverse=True))
