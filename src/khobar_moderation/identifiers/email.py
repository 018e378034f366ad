"""E-mail addresses, also with the sign and the dots written as words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from khobar_moderation.identifiers.model import Identifier, Scan, rule_of
from khobar_moderation.identifiers.offices import Offices
from khobar_moderation.rulepacks import Rulebook
from khobar_moderation.text import match_key

__all__ = ["Emails"]

_KIND = "email"
_LOCAL = r"(?:(?<![a-z0-9_.+\-])[a-z0-9](?:[a-z0-9_+\-]|\.(?=[a-z0-9])){0,63}|(?<![ء-ي])[ء-ي]{2,15}[0-9]{0,6})"
_LABEL = r"[a-z0-9][a-z0-9\-]{0,62}"


class Emails:
    """Finds e-mail addresses; those of an office are told apart.

    Args:
        rulebook: holds `exposure/email`, whose `words` say how the sign, the dot, providers and endings are written.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        words = rulebook[rule_of(_KIND)].words  # type: ignore[union-attr]
        self._disguised = _disguised(words["at"], words["dot"], words["providers"], words["endings"])
        self._offices = Offices(rulebook)

    def find(self, scan: Scan) -> Iterator[Identifier]:
        """Yield the e-mail addresses of a document."""
        for link in scan.links:
            if link.kind == "email":
                office = self._offices.owns_mailbox(scan.document.policy, link.key)
                yield Identifier(_KIND, link.start, link.end, 0.99, office=office)
        if "@" in scan.text or scan.hits(_KIND, "supports"):
            for match in self._disguised.finditer(scan.key):
                yield Identifier(_KIND, *match.span(), 0.95)


def _disguised(
    ats: Iterable[str], dots: Iterable[str], providers: Iterable[str], endings: Iterable[str]
) -> re.Pattern[str]:
    at = rf" ?(?:[(\[{{<] ?(?:{_any(ats)}) ?[)\]}}>]|(?<= )(?:{_any(ats)})(?= )|@) ?"
    dot = rf" ?(?:[(\[{{<] ?(?:{_any(dots)}) ?[)\]}}>]|(?<= )(?:{_any(dots)})(?= )|\.) ?"
    ending = rf"(?:{_any(endings)})(?![a-z0-9ء-ي])"
    known = rf"(?:{_any(providers)})(?:{dot}{ending})?(?![a-z0-9ء-ي])"
    return re.compile(rf"{_LOCAL}{at}(?:{known}|{_LABEL}(?:{dot}{_LABEL}){{0,2}}{dot}{ending})")


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(match_key(word)) for word in sorted(words, key=len, reverse=True))
