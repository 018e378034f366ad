"""Whether an account speaks for the office, by the register and the official names of its policy."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING

from khobar_moderation.channels.skeleton import bears, skeleton
from khobar_moderation.post import Channel
from khobar_moderation.text import match_key, normalise

if TYPE_CHECKING:
    from khobar_moderation.policy import Account, Policy
    from khobar_moderation.rulepacks import Rulebook

__all__ = ["Standing", "standing_of"]

_SEPARATORS = re.compile(r"[\W_]+")
_NAMES_ARE_ACCOUNTS = frozenset({Channel.X, Channel.WEB})
"""Where a name without @ is an account's own; elsewhere it names the group that a message goes to."""

_WITHOUT_HANDLES = frozenset({Channel.WHATSAPP, Channel.SMS, Channel.EMAIL})
"""Where nobody can take a handle: one of the register says who sends. Elsewhere it may be somebody else's."""


class Standing(Enum):
    """What an account is to the office."""

    REGISTERED = auto()
    NOBODY_RESPONSIBLE = auto()
    CONTACT = auto()
    OFFICIAL_NAME = auto()
    LOOK_ALIKE = auto()
    UNIT_NAME = auto()
    GROUP = auto()
    PRIVATE = auto()


def standing_of(account: str, channel: Channel, policy: Policy, rulebook: Rulebook) -> Standing:
    """Return what the account that publishes a post is to the office.

    The register is read to the letter (case and blanks apart) and by channel; a name that only resembles one on it is a
    look-alike.
    A group of a messaging channel is never private: what the office's people send to groups is the policy's matter.
    """
    if entry := _on_register(account, channel, policy.channel.accounts):
        return Standing.REGISTERED if entry.responsible else Standing.NOBODY_RESPONSIBLE
    words = _SEPARATORS.sub(" ", match_key(normalise(account).text)).strip()
    if "policy/official-names" in rulebook.matcher.scan(words):
        return Standing.OFFICIAL_NAME
    if _resembles(account, policy):
        return Standing.LOOK_ALIKE
    if _plain(account) in map(_plain, policy.contacts.accounts):
        return Standing.CONTACT
    if _names_unit(words, rulebook):
        return Standing.UNIT_NAME
    return Standing.PRIVATE if account.startswith("@") or channel in _NAMES_ARE_ACCOUNTS else Standing.GROUP


def _on_register(account: str, channel: Channel, accounts: list[Account]) -> Account | None:
    name = _plain(account)
    entries = [entry for entry in accounts if name in (_plain(entry.handle), _plain(entry.name))]
    here = [entry for entry in entries if entry.channel == channel]
    return next(iter(here or (entries if channel in _WITHOUT_HANDLES else [])), None)


def _plain(name: str) -> str:
    return " ".join(name.split()).removeprefix("@").casefold()


def _resembles(account: str, policy: Policy) -> bool:
    official = [*policy.channel.official_names, *(entry.handle for entry in policy.channel.accounts)]
    shape = skeleton(account)
    return any(bears(shape, skeleton(name)) for name in official)


def _names_unit(words: str, rulebook: Rulebook) -> bool:
    """Return whether a name is that of an education office, or of a unit: its kind, then its work with the article."""
    lists = _unit_words(rulebook)
    names = words.split()
    if names and names[0] in lists["openers"]:
        names = names[1:]
    if any({name, name[1:]} & lists["elsewhere"] for name in names):
        return False
    if " ".join(names[:2]) in lists["offices"]:
        return True
    return names[:1] != [] and names[0] in lists["units"] and any(name.startswith("ال") for name in names[1:3])


@lru_cache(maxsize=8)
def _unit_words(rulebook: Rulebook) -> dict[str, frozenset[str]]:
    rule = rulebook["channel/unit-account"]
    return {name: frozenset(map(match_key, words)) for name, words in getattr(rule, "words", {}).items()}
