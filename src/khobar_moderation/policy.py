"""The policy of an office: which finding leads to which decision, and the lists and hours it keeps."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import yaml
from pydantic import Field

from khobar_moderation.errors import PolicyError
from khobar_moderation.finding import Decision
from khobar_moderation.policysections import (
    Account,
    Body,
    Channels,
    Consent,
    ConsentLists,
    Contacts,
    Decisions,
    Hook,
    Hours,
    LanguageLimits,
    Section,
    SourceTrust,
    Suppression,
    Text,
    Thresholds,
)
from khobar_moderation.resources import RULES
from khobar_moderation.yamlfile import compose, entry, merge, read_mapping, validate

__all__ = ["Account", "Body", "Consent", "Hours", "Policy", "Suppression", "load_policy"]


class Policy(Section):
    """A policy, as its file says it; see `rules/policies/khobar.yaml` for what each key means."""

    name: Text
    extends: Text | None = None
    decisions: Decisions
    thresholds: Thresholds = Field(default={})
    language: LanguageLimits
    source: SourceTrust
    channel: Channels
    contacts: Contacts
    consent: ConsentLists
    hook: Hook = Hook()
    suppressions: list[Suppression] = Field(default=[])

    def decision_for(self, finding_id: str) -> Decision:
        """Return the decision set for `check.type`, or else for its check; unset is `review`: fail closed."""
        check = finding_id.partition(".")[0]
        return self.decisions.get(finding_id) or self.decisions.get(check) or Decision.REVIEW

    def threshold_for(self, finding_id: str) -> float:
        """Return the least score, 0 to 1, set for `check.type`, or else for its check; 0 where none is set."""
        check = finding_id.partition(".")[0]
        return self.thresholds.get(finding_id, self.thresholds.get(check, 0.0))

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
        PolicyError: the file, or one that it extends, cannot be used; names file, line and the remedy.
    """
    path = _find(policy, Path.cwd())
    if not path.exists():
        raise PolicyError(path, 1, f"no such policy; {_CHOICE}")
    node = _compose(path, ())
    return validate(path, node, read_mapping(node), Policy, PolicyError)


_CHOICE = "give khobar, or the path of a file"


def _find(policy: str | Path, beside: Path) -> Path:
    embedded = RULES / "policies" / f"{policy}.yaml"
    if isinstance(policy, str) and "/" not in policy and embedded.is_file():
        return embedded
    return beside / policy


def _compose(path: Path, children: tuple[Path, ...]) -> yaml.MappingNode:
    """Return the syntax tree of a policy, laid over those that it extends."""
    node = compose(path, PolicyError)
    parent = entry(node, "extends")
    if not isinstance(parent, yaml.ScalarNode) or not parent.value:
        return node
    line = parent.start_mark.line + 1
    base = _find(parent.value, path.parent)
    if not base.exists():
        raise PolicyError(path, line, f"extends: no such policy; {_CHOICE} beside this one")
    if base.resolve() in (path.resolve(), *children):
        raise PolicyError(path, line, "extends: this policy extends itself; let one of the circle stand alone")
    return merge(_compose(base, (*children, path.resolve())), node)
