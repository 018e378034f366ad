"""Handles, links to profiles, and account names after the name of a platform."""

from __future__ import annotations

import re
from collections.abc import Iterator

from khobar_moderation.identifiers.model import Identifier, Scan, overlaps, rule_of
from khobar_moderation.identifiers.offices import Offices
from khobar_moderation.identifiers.phone import is_office_phone
from khobar_moderation.rulepacks import Rulebook
from khobar_moderation.text import Token, match_key

__all__ = ["Accounts"]

_KIND = "personal_account"
_HANDLE = re.compile(r"@[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*")
_QUOTED = re.compile(r"(?<![A-Za-z])(?:RT|QT|rt|MT|via) ?:? ?$")
_LINK = re.compile(r"(?:https?://)?(?:www\.|m\.|mobile\.)?([^/?]+)/(.*)", re.IGNORECASE | re.DOTALL)
_CHAT = re.compile(r"(?:wa\.me/(?:qr/)?|whatsapp\.com/send/?\?phone=)\+?([0-9]{9,15})", re.IGNORECASE)
_BARE = re.compile(
    r"[^A-Za-z0-9\n.؟!،@]{0,22}?(?<![A-Za-z0-9])([A-Za-z0-9_](?:[A-Za-z0-9_\-]|\.(?=[A-Za-z0-9_])){0,49})(?!['’\w])"
)
_TELLING = re.compile("[0-9_.]")
_SHORTEST = 3
_BESIDE = 30
_BEFORE = 60
_CLOSING = ".,;:!?)]}\"'»*"


class Accounts:
    """Finds accounts of persons; those of offices, schools and media are told apart.

    Args:
        rulebook: holds `exposure/personal-account`, whose `words` list hosts, what no profile is, and platforms.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        words = rulebook[rule_of(_KIND)].words  # type: ignore[union-attr]
        self._hosts = {host.partition("/")[0]: host.partition("/")[2] for host in words["hosts"]}
        self._pages = frozenset(words["no profile"])
        self._platforms = tuple(match_key(name) for name in words["platforms"])
        self._announcers = (*self._platforms, *(match_key(word) for word in words["account words"]))
        bodies = "|".join(re.escape(match_key(word)) for word in words["bodies"])
        self._body = re.compile(
            rf"(?<![ء-ي])[وفبل]?(?:(?:ال|لل)?(?:{bodies})|(?:{bodies})(?: [ء-ي]+){{1,4}}) ?[:(]? ?$"
        )
        self._common = frozenset(words["no account"])
        self._offices = Offices(rulebook)

    def find(self, scan: Scan) -> Iterator[Identifier]:
        """Yield the accounts of a document, and telephone numbers in links to a chat."""
        for link in scan.links:
            if link.kind == "handle":
                yield from self._handle(scan, link)
            elif link.kind == "url":
                yield from self._link(scan, link)
        for hit in scan.hits(_KIND, "supports"):
            if scan.key[hit.start : hit.end].startswith(self._announcers):
                yield from self._bare(scan, hit.start, hit.end)

    def _handle(self, scan: Scan, token: Token) -> Iterator[Identifier]:
        match = _HANDLE.match(scan.text, token.start)
        if not match or len(match.group()) <= _SHORTEST or match.group()[1:].isdigit():
            return
        if _QUOTED.search(scan.text, max(0, token.start - 6), token.start):
            return
        yield self._account(scan, match.start(), match.end(), match.group()[1:])

    def _link(self, scan: Scan, token: Token) -> Iterator[Identifier]:
        chat = _CHAT.search(token.text)
        if chat:
            start, end = (token.start + offset for offset in chat.span(1))
            yield Identifier("phone", start, end, 0.99, office=is_office_phone(scan.document.policy, chat.group(1)))
            return
        name = self._profile(token.text.rstrip(_CLOSING))
        if name:
            yield self._account(scan, token.start, token.start + len(token.text.rstrip(_CLOSING)), name)

    def _profile(self, url: str) -> str:
        """Return the account that a link leads to, "" if it leads elsewhere."""
        match = _LINK.fullmatch(url)
        host = match.group(1).lower() if match else ""
        if not match or host not in self._hosts:
            return ""
        folder = self._hosts[host]
        path = match.group(2)
        if not path.lower().startswith(folder):
            return ""
        name = re.split("[/?#]", path[len(folder) :].lstrip("@/"))[0]
        is_page = name.lower() in self._pages or name.startswith("+") or "/status/" in path
        return "" if is_page else name

    def _bare(self, scan: Scan, word_start: int, word_end: int) -> Iterator[Identifier]:
        match = _BARE.match(scan.text, word_end)
        if not match or not self._is_name(scan, word_start, word_end, match):
            return
        start, end = match.span(1)
        if not overlaps(scan.links, start, end):
            yield self._account(scan, start, end, match.group(1), score=0.9)

    def _is_name(self, scan: Scan, word_start: int, word_end: int, match: re.Match[str]) -> bool:
        """Whether what follows a platform's name or "account" is the name of one."""
        name = match.group(1)
        if len(name) < _SHORTEST or name.isdigit() or name.lower() in self._common:
            return False
        gap = scan.text[word_end : match.start(1)]
        if _TELLING.search(name) and not name[0].isdigit():
            return True
        beside = not any(letter.isalpha() for letter in gap)
        return beside and scan.key[word_start:word_end].startswith(self._platforms)

    def _account(self, scan: Scan, start: int, end: int, name: str, score: float = 0.95) -> Identifier:
        office = self._offices.owns_account(scan.document.policy, name)
        office = office or self._stands_beside_body(scan, start, end)
        return Identifier(_KIND, start, end, score, office=office)

    def _stands_beside_body(self, scan: Scan, start: int, end: int) -> bool:
        """Whether an account is said to be a body's, with nobody named in between."""
        said = scan.leaning(_KIND, start, end) < 0 or self._body.search(scan.key, max(0, start - _BEFORE), start)
        return bool(said) and not scan.person_before(start, _BESIDE)
