"""Telephone numbers of persons: Saudi mobiles and landlines, and foreign numbers with their country code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from khobar_moderation.identifiers.model import Identifier, Scan, rule_of
from khobar_moderation.identifiers.runs import Window
from khobar_moderation.policy import Policy
from khobar_moderation.rulepacks import Rulebook
from khobar_moderation.text import match_key

__all__ = ["Phones"]

_KIND = "phone"
# Mobile ranges as libphonenumber 9.0.43 has them; landlines 011 to 017.
_MOBILE = r"5(?:[013-689][0-9]|7[0-8])[0-9]{6}|579[0-8][0-9]{5}"
_SAUDI = re.compile(rf"(?:(?:00)?9660?|0)(?:{_MOBILE}|1[1-7][0-9]{{7}})")
_BARE = re.compile(_MOBILE)
_MISTYPED = re.compile(r"(?:(?:00)?9660?|0)5[0-9]{7,9}")
_FOREIGN = re.compile(r"(?:00)?([1-9][0-9]{9,13})")
_PLUS = re.compile(r"\+ ?\(? ?$")
_FRACTION = re.compile(r"[0-9]\.[0-9]+")
_STRONG_REACH = 12
_SUBSCRIBER_DIGITS = 9


class Phones:
    """Finds telephone numbers; those that the policy lists, and those with an extension, are an office's.

    Args:
        rulebook: holds `exposure/phone`, whose `words` list what follows the number of a switchboard.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        extensions = rulebook[rule_of(_KIND)].words["extensions"]  # type: ignore[union-attr]
        self._extension = re.compile(rf"[ ،,:/(\-]{{1,4}}(?:{'|'.join(map(match_key, extensions))}) ?:? ?[0-9]")

    def find(self, scan: Scan) -> Iterator[Identifier]:
        """Yield the telephone numbers of a document."""
        for window in scan.windows:
            plus = _PLUS.search(scan.text, max(0, window.start - 3), window.start)
            start = plus.start() if plus else window.start
            score = _score(scan, window, start, bool(plus))
            if score:
                office = is_office_phone(scan.document.policy, window.digits)
                office = office or self._extension.match(scan.key, window.end) is not None
                yield Identifier(_KIND, start, window.end, score, window.spelled, office)


def is_office_phone(policy: Policy, digits: str) -> bool:
    """Whether `digits` are a number that the policy lists as the office's, with or without the country code."""
    tail = digits[-_SUBSCRIBER_DIGITS:]
    return any(re.sub("[^0-9]", "", phone).endswith(tail) for phone in policy.contacts.phones)


def _score(scan: Scan, window: Window, start: int, plus: bool) -> float:
    """Return how sure it is that a window is somebody's number, 0 if it is none."""
    digits = window.digits
    saudi = _SAUDI.fullmatch(digits) is not None
    abroad = _FOREIGN.fullmatch(digits) if plus or digits.startswith("00") else None
    if not (saudi or abroad or _BARE.fullmatch(digits) or _MISTYPED.fullmatch(digits)):
        return 0.0
    if _FRACTION.fullmatch(scan.text, window.start, window.end):
        return 0.0
    leaning = scan.leaning(_KIND, start, window.end, against_reach=_STRONG_REACH)
    if leaning < 0:
        return 0.0
    if saudi:
        return 0.99
    if abroad and _is_personal_line(abroad.group(1)):
        return 0.97
    wanted = leaning > 0 or window.spelled
    return 0.8 if wanted and window.whole and not abroad else 0.0


def _is_personal_line(digits: str) -> bool:
    """Whether an international number, without plus, is valid and no shared-cost, toll-free or service number."""
    import phonenumbers  # heavy, and foreign numbers are rare

    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return False
    kinds = phonenumbers.PhoneNumberType
    personal = {kinds.MOBILE, kinds.FIXED_LINE, kinds.FIXED_LINE_OR_MOBILE, kinds.VOIP, kinds.PERSONAL_NUMBER}
    return phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in personal
