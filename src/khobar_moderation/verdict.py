"""What a caller gets back: the decision on a post, and everything that led to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from khobar_moderation.correction import Mended, Mender, correct
from khobar_moderation.display import html, save
from khobar_moderation.explanation import explain
from khobar_moderation.finding import CheckFailure, Decision, Evidence, Finding
from khobar_moderation.redaction import redact
from khobar_moderation.wording import Language, placeholder

__all__ = ["Verdict", "Versions"]


@dataclass(frozen=True, slots=True)
class Versions:
    """Hashes of what judged: policy, rules, and model (None when rules judged alone)."""

    policy: str
    rules: str
    model: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The decision on a post.

    Attributes:
        decision: the strictest among findings, failures and the reposted post.
        labels: per check that has one, its word on the whole post.
        label_rules: per label, the rule or head that decided it.
        findings: breaches and advice, in reading order.
        evidence: what was recognised and is no breach.
        failures: checks that could not judge.
        checks: the checks that ran.
        versions: hashes of policy, rules and model.
        milliseconds: time taken, in all and by check.
        repost: verdict on the post that this one passes on.
        text: the post's text; kept for `redacted`, `corrected` and `explain`, shown in no repr.
        id: the post's id.
        mender: mends the text when `corrected` is asked for.
    """

    decision: Decision
    labels: Mapping[str, str]
    label_rules: Mapping[str, str]
    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]
    failures: tuple[CheckFailure, ...]
    checks: tuple[str, ...]
    versions: Versions
    milliseconds: Mapping[str, float]
    repost: Verdict | None = None
    text: str = field(repr=False)
    id: str | None = None
    mender: Mender | Mended | None = field(default=None, repr=False, compare=False)

    def __repr__(self) -> str:
        return f"Verdict({self.decision}, {len(self.findings)} findings, {len(self.failures)} failures)"

    def redacted(self) -> str:
        """Return the text with a placeholder for every name, number and fact that exposes somebody.

        Facts are hidden with their clause, addresses with their sentence, everything else as whole words. When the
        exposure check failed, nothing but the placeholder is left.
        """
        return redact(self.text, self.findings, self.failures, placeholder())

    def corrected(self) -> str:
        """Return the text with every safe replacement applied; of overlapping ones the longest.

        The mended text is judged again, and mended again where that shows more: correcting it once more changes
        nothing, and its verdict is never worse than this one.
        """
        return self.mender() if self.mender else correct(self.text, self.findings)

    def explain(self, lang: Language = "ar") -> str:
        """Return in plain text, for a reviewer, what was decided and why; it holds excerpts of the post.

        Raises:
            KeyError: `lang` is neither "ar" nor "en".
        """
        return explain(self, lang)

    def save_html(self, path: str | Path, lang: Language = "ar") -> Path:
        """Write the verdict as a page for a browser, with the text of the post; return its path.

        Raises:
            OSError: it cannot be written.
        """
        return save(self, path, lang)

    def _repr_html_(self) -> str:
        return html(self)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready object without the text (replacements are words of it, mended)."""
        out: dict[str, Any] = {} if self.id is None else {"id": self.id}
        out |= {
            "decision": str(self.decision),
            "labels": dict(self.labels),
            "findings": [finding.to_dict() for finding in self.findings],
            "evidence": [item.to_dict() for item in self.evidence],
            "failures": [failure.to_dict() for failure in self.failures],
            "checks": list(self.checks),
            "versions": {
                "policy": self.versions.policy,
                "rules": self.versions.rules,
                "model": self.versions.model,
            },
            "milliseconds": {name: round(value, 3) for name, value in self.milliseconds.items()},
        }
        if self.repost:
            out["repost"] = self.repost.to_dict()
        return out
