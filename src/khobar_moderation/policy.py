"""The policy of an office: which finding leads to which decision, and the lists and hours it keeps."""

from __future__ import annotations

import hashlib
import json
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from khobar_moderation.errors import PolicyError
from khobar_moderation.finding import Decision
from khobar_moderation.post import Channel
from khobar_moderation.resources import RULES
from khobar_moderation.taxonomy import FINDINGS
from khobar_moderation.yamlfile import compose, read_mapping, validate

__all__ = ["Account", "Body", "Consent", "Policy", "Suppression", "load_policy"]

Text = Annotated[str, Field(min_length=1)]


def _known_finding(name: str) -> str:
    check, _, type_ = name.partition(".")
    if name == "failure" or (check in FINDINGS and (not type_ or type_ in FINDINGS[check])):
        return name
    raise ValueError(f"no such finding; use failure, a check ({', '.join(FINDINGS)}) or check.type")


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError("no such time zone; use a name such as Asia/Riyadh") from None
    return name


def _clock_time(value: object) -> object:
    return time.fromisoformat(value) if isinstance(value, str) else value


def _decision(value: object) -> object:
    return Decision(value) if isinstance(value, str) and value in set(Decision) else value


ClockTime = Annotated[time, BeforeValidator(_clock_time)]
FindingName = Annotated[str, AfterValidator(_known_finding)]
DecisionName = Annotated[Decision, BeforeValidator(_decision)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Body(_Section):
    """A body whose word is trusted: its full name and the short forms it goes by."""

    name: Text
    short: list[Text] = []


class Account(_Section):
    """An official account on the register, with the colleague who answers for it, and the channel it is on."""

    handle: Text
    name: Text
    channel: Annotated[Channel, BeforeValidator(lambda value: Channel(value) if isinstance(value, str) else value)]
    responsible: Text | None = None


class Consent(_Section):
    """A person who agreed to be named or pictured, until a day (inclusive)."""

    name: Text
    until: date


class Suppression(_Section):
    """A rule that is not applied until a day (inclusive), and why."""

    rule: Text
    reason: Text
    until: date


class LanguageLimits(_Section):
    """From how many errors, and above which share of the words, a post is blocked rather than reviewed."""

    block_from_errors: Annotated[int, Field(ge=1)]
    block_above_share: Annotated[float, Field(ge=0, le=1)]


class SourceTrust(_Section):
    """Who is trusted as a source, and whether a named source must be on the list."""

    trusted_bodies: list[Body]
    trusted_persons: list[Text] = []
    named_source_must_be_trusted: bool = False


class Hours(_Section):
    """Between which times of day a channel is used; both ends are still allowed."""

    opens: ClockTime
    closes: ClockTime


class Channels(_Section):
    """Time zone, hours by channel, and the register of official accounts."""

    timezone: Annotated[str, AfterValidator(_known_zone)]
    hours: dict[Literal["whatsapp", "x", "telegram", "sms", "email", "web", "other"], Hours]
    emergency_notices_any_hour: bool
    accounts: list[Account]
    official_names: list[Text]


class Contacts(_Section):
    """The office's own numbers, addresses, accounts and links, which expose nobody."""

    phones: list[Text] = []
    emails: list[Text] = []
    accounts: list[Text] = []
    domains: list[Text] = []


class ConsentLists(_Section):
    """Persons who agreed to be named, and to be pictured."""

    names: list[Consent] = []
    pictures: list[Consent] = []


class Policy(_Section):
    """A policy, as its file says it; see `rules/policies/khobar.yaml` for what each key means."""

    name: Text
    extends: Text | None = None
    decisions: dict[FindingName, DecisionName]
    language: LanguageLimits
    source: SourceTrust
    channel: Channels
    contacts: Contacts
    consent: ConsentLists
    suppressions: list[Suppression] = []

    def decision_for(self, finding_id: str) -> Decision:
        """Return the decision set for `check.type`, or else for its check; unset is `review`: fail closed."""
        check = finding_id.partition(".")[0]
        return self.decisions.get(finding_id) or self.decisions.get(check) or Decision.REVIEW

    def lexicons(self) -> dict[str, list[str]]:
        """Return the phrases that checks look for on the policy's behalf, by the name they ask for."""
        bodies = [phrase for body in self.source.trusted_bodies for phrase in (body.name, *body.short)]
        return {"policy/trusted-bodies": bodies, "policy/official-names": list(self.channel.official_names)}

    @property
    def version(self) -> str:
        """Short hash of everything the policy says."""
        content = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:12]


def load_policy(policy: str | Path = "khobar") -> Policy:
    """Return the policy in a file, or the embedded one of that name.

    A policy that `extends` another (an embedded name, or a path beside it) says only what differs: mappings are
    merged, lists replaced.

    Raises:
        PolicyError: the file cannot be used; names file, line and the remedy.
    """
    path = _find(policy, Path.cwd())
    node = compose(path, PolicyError)
    return validate(path, node, _merged(path, ()), Policy, PolicyError)


def _find(policy: str | Path, beside: Path) -> Path:
    embedded = RULES / "policies" / f"{policy}.yaml"
    if isinstance(policy, str) and "/" not in policy and embedded.is_file():
        return embedded
    return beside / policy


def _merged(path: Path, children: tuple[Path, ...]) -> dict[str, Any]:
    if path in children:
        raise PolicyError(path, 1, "extends itself; let one policy of the circle stand alone")
    data = read_mapping(compose(path, PolicyError))
    parent = data.get("extends")
    if not isinstance(parent, str):
        return data
    return _merge(_merged(_find(parent, path.parent), (*children, path)), data)


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merge(merged[key], value) if both else value
    return merged
