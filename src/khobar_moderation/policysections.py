"""The sections of a policy file.

Each value is checked when the file is read: a key misspelled, or a number in a form that no check could meet, would
otherwise be a key without effect.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from khobar_moderation.finding import Decision
from khobar_moderation.post import Channel
from khobar_moderation.resources import RULES
from khobar_moderation.taxonomy import FINDINGS, IDENTIFIERS

__all__ = [
    "Account",
    "Body",
    "Channels",
    "Consent",
    "ConsentLists",
    "Contacts",
    "Decisions",
    "Hook",
    "Hours",
    "LanguageLimits",
    "Section",
    "SourceTrust",
    "Suppression",
    "Text",
    "Thresholds",
]


def _require(pattern: str, remedy: str) -> AfterValidator:
    form = re.compile(pattern)

    def required(value: str) -> str:
        if form.fullmatch(value):
            return value
        raise ValueError(remedy)

    return AfterValidator(required)


def _read(kind: type, parse: Callable[[str], object], remedy: str) -> BeforeValidator:
    def read(value: Any) -> object:  # noqa: ANN401 - pydantic's signature
        if isinstance(value, kind):
            return value
        try:
            return parse(value)
        except (ValueError, TypeError):
            raise ValueError(remedy) from None

    return BeforeValidator(read)


def _known(name: str, names: list[str], what: str) -> str:
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, n=1)
    raise ValueError(f"no such {what}" + (f"; did you mean {near[0]}?" if near else ""))


def _known_finding(name: str) -> str:
    types = [f"{check}.{type_}" for check, types in FINDINGS.items() for type_ in types]
    return _known(name, ["failure", *FINDINGS, *types], "finding: give failure, a check, or check.type")


def _known_rule(name: str) -> str:
    rules = [f"{check}/{path.stem}" for check in FINDINGS for path in sorted((RULES / check).glob("*.yaml"))]
    return _known(name, rules, "rule")


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError("no such time zone; use a name such as Asia/Riyadh") from None
    return name


def _never_pass_failures(decisions: dict[str, Decision]) -> dict[str, Decision]:
    if decisions.get("failure") is Decision.ALLOW:
        raise ValueError("failure cannot be allow: what nobody could judge is reviewed or blocked")
    return decisions


def _register_once(accounts: list[Account]) -> list[Account]:
    entries = [(entry.handle.casefold(), entry.channel) for entry in accounts]
    if len(set(entries)) < len(entries):
        raise ValueError("an account stands twice on the register; keep one entry")
    return accounts


Text = Annotated[str, _require(r"(?s).*\S.*", "must not be blank")]
Handle = Annotated[str, _require(r"@[A-Za-z0-9_.]{1,50}", "must be a handle such as @name")]
AccountName = Annotated[Text, _require(r"@[A-Za-z0-9_.]{1,50}|[^@].*", "must be a handle such as @name, or a name")]
Email = Annotated[str, _require(r"[^@\s]+@[^@\s]+\.[^@\s]+", "must be an address such as office@example.sa")]
Domain = Annotated[str, _require(r"[a-z0-9-]+(\.[a-z0-9-]+)+", "must be a domain such as moe.gov.sa, without https://")]
Phone = Annotated[str, _require(r"\+?[0-9][0-9 -]+[0-9]", "must be a number in digits, such as +966138000000")]
Zone = Annotated[str, AfterValidator(_known_zone)]
FindingName = Annotated[str, AfterValidator(_known_finding)]
RuleName = Annotated[str, AfterValidator(_known_rule)]
Day = Annotated[date, _read(date, date.fromisoformat, 'must be a day such as "2027-06-30"')]
ClockTime = Annotated[
    time, _read(time, lambda text: datetime.strptime(text, "%H:%M").time(), 'must be a time such as "07:00", in quotes')
]
DecisionName = Annotated[Decision, _read(Decision, Decision, "must be allow, review or block")]
ChannelName = Annotated[Channel, _read(Channel, Channel, f"must be one of {', '.join(Channel)}")]

Decisions = Annotated[dict[FindingName, DecisionName], AfterValidator(_never_pass_failures)]
"""Decision by finding: `check.type`, or else `check`; `failure` for what a check could not judge or read."""


def _never_overlook_identifiers(thresholds: dict[str, float]) -> dict[str, float]:
    certain = {"exposure", "failure", "evasion", *(f"exposure.{type_}" for type_ in IDENTIFIERS)}
    for name in thresholds:
        if name in certain or name.startswith("evasion."):
            raise ValueError(f"{name} has no threshold: numbers, addresses and disguises are never overlooked")
    return thresholds


Thresholds = Annotated[
    dict[FindingName, Annotated[float, Field(ge=0, le=1)]], AfterValidator(_never_overlook_identifiers)
]
"""Least score by finding: `check.type`, or else `check`; what is less sure is advice."""


class Section(BaseModel):
    """A part of a policy: frozen, and strict about its keys and their types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Body(Section):
    """A body whose word is trusted: its full name and the short forms it goes by."""

    name: Text
    short: list[Text] = []


class Account(Section):
    """An official account on the register, the channel it is on, and the colleague who answers for it.

    `handle` is what a post's `account` says: @name, or the name of a group.
    """

    handle: AccountName
    name: Text
    channel: ChannelName
    responsible: Text | None = None


class Consent(Section):
    """A person who agreed to be named, until a day (inclusive)."""

    name: Text
    until: Day


class Suppression(Section):
    """A rule that is not applied until a day (inclusive), and why."""

    rule: RuleName
    reason: Text
    until: Day


class LanguageLimits(Section):
    """How strictly language is checked; from how many errors, and above which share of the words, a post is blocked.

    `standard` marks what is almost certainly wrong; `strict` also what probably is.
    """

    level: Literal["standard", "strict"] = "standard"
    block_from_errors: Annotated[int, Field(ge=1)]
    block_above_share: Annotated[float, Field(ge=0, le=1)]


class SourceTrust(Section):
    """Who is trusted as a source, and whether a named source must be on the list."""

    trusted_bodies: list[Body]
    trusted_persons: list[Text] = []
    named_source_must_be_trusted: bool = False


class Hours(Section):
    """Between which times of day a channel is used; both ends are still allowed, to the minute."""

    opens: ClockTime
    closes: ClockTime


class Channels(Section):
    """Time zone, hours by channel, whether emergencies excuse from them, the register, and the names it protects."""

    timezone: Zone
    hours: dict[ChannelName, Hours]
    emergency_notices_any_hour: bool
    official_names: list[Text]
    accounts: Annotated[list[Account], AfterValidator(_register_once)]


class Contacts(Section):
    """The office's own numbers, addresses, accounts and links, and trusted bodies', which expose nobody."""

    phones: list[Phone] = []
    emails: list[Email] = []
    accounts: list[Handle] = []
    domains: list[Domain] = []


class ConsentLists(Section):
    """Persons who agreed to be named."""

    names: list[Consent] = []


class Hook(Section):
    """What the hook may do to a message before it is sent."""

    correct_language: bool = False
