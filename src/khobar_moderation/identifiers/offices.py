"""Tell the mailboxes and accounts of offices, schools and media from those of persons."""

from __future__ import annotations

import re

from khobar_moderation.policy import Policy
from khobar_moderation.rulepacks import Rulebook

__all__ = ["Offices"]

_PART = re.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_LONG = 6  # letters from which a name part tells an office anywhere in a name
_ENDING = 4  # letters from which it tells one at the end of a name
_ACRONYM = re.compile("[A-Z]{4,7}")


class Offices:
    """Knows what offices call themselves.

    Args:
        rulebook: holds `exposure/office-contact`, whose `words` list parts of names, mailboxes and domains.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        words = rulebook["exposure/office-contact"].words  # type: ignore[union-attr]
        self._parts = frozenset(words["name parts"])
        self._long_parts = tuple(part for part in words["name parts"] if len(part) >= _LONG)
        self._endings = tuple(part for part in words["name parts"] if len(part) >= _ENDING)
        self._weak_parts = frozenset(words["weak name parts"])
        self._mailboxes = frozenset(words["mailboxes"])
        self._domains = tuple(words["domains"])

    def owns_mailbox(self, policy: Policy, address: str) -> bool:
        """Whether a lower-case e-mail address is listed by the policy, or the common mailbox of an institution."""
        local, _, domain = address.partition("@")
        contacts = policy.contacts
        if address in (email.lower() for email in contacts.emails) or _within(domain, contacts.domains):
            return True
        return _within(domain, self._domains) and any(
            part in self._mailboxes or part in self._parts for part in re.split(r"[._\-0-9]+", local)
        )

    def owns_account(self, policy: Policy, name: str) -> bool:
        """Whether an account name, without @, is listed by the policy or built from what offices call themselves."""
        registered = (*policy.contacts.accounts, *(account.handle for account in policy.channel.accounts))
        if name.lower() in (handle.lstrip("@").lower() for handle in registered):
            return True
        parts = [part.lower() for part in _PART.findall(name)]
        if self._parts.intersection(parts) or any(part in name.lower() for part in self._long_parts):
            return True
        if name.lower().endswith(self._endings) or _ACRONYM.fullmatch(name):
            return True
        numbered = bool(parts) and parts[-1].isdigit()
        return not numbered and bool(self._weak_parts.intersection(parts))


def _within(domain: str, owners: tuple[str, ...] | list[str]) -> bool:
    return any(domain == owner or domain.endswith("." + owner) for owner in owners)
