"""The policy's word on what the checks saw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from khobar_moderation.finding import CheckFailure, Decision, Finding
from khobar_moderation.policy import Policy

__all__ = ["judge_failures", "judge_findings", "strictest"]


def judge_findings(findings: Sequence[Finding], policy: Policy, word_count: int, today: date) -> tuple[Finding, ...]:
    """Return the findings with the decision that the policy sets for each.

    Language errors block together, when they are many for the length of the post (`word_count`).
    """
    suppressed = {item.rule for item in policy.suppressions if today <= item.until}
    too_many = _too_many_errors(findings, policy, word_count)
    return tuple(replace(finding, decision=_decide(finding, policy, suppressed, too_many)) for finding in findings)


def judge_failures(failures: Iterable[CheckFailure], policy: Policy) -> tuple[CheckFailure, ...]:
    """Return the failures with the policy's decision: never milder than review, whatever the file says."""
    decision = strictest([policy.decision_for("failure"), Decision.REVIEW])
    return tuple(replace(failure, decision=decision) for failure in failures)


def strictest(decisions: Iterable[Decision | None]) -> Decision:
    """Return the strictest of some decisions, allow for none."""
    return max((decision for decision in decisions if decision), key=lambda d: d.severity, default=Decision.ALLOW)


def _decide(finding: Finding, policy: Policy, suppressed: set[str], too_many: bool) -> Decision:
    if finding.rule in suppressed:
        return Decision.ALLOW
    decision = policy.decision_for(finding.id)
    return Decision.BLOCK if too_many and _is_error(finding) and decision is Decision.REVIEW else decision


def _too_many_errors(findings: Sequence[Finding], policy: Policy, word_count: int) -> bool:
    errors = sum(_is_error(finding) for finding in findings)
    limits = policy.language
    return errors >= limits.block_from_errors and errors > limits.block_above_share * word_count


def _is_error(finding: Finding) -> bool:
    return finding.check == "language" and finding.type != "dialect"
