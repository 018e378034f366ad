"""The policy's word on what the checks saw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from khobar_moderation.finding import CheckFailure, Decision, Evidence, Finding
from khobar_moderation.policy import Policy

__all__ = ["is_in_scope", "judge_failures", "judge_findings", "strictest"]

_FOREIGN = "foreign_letters"


def is_in_scope(evidence: Iterable[Evidence]) -> bool:
    """Return whether a post is the office's matter: it is, unless a private account publishes it (P9).

    What the checks see in a private post stays in the verdict, as advice to its owner, and so does what nobody could
    read; all of it is allowed.
    """
    return all(item.type != "private_account" for item in evidence)


def judge_findings(
    findings: Sequence[Finding], policy: Policy, word_count: int, today: date, in_scope: bool = True
) -> tuple[Finding, ...]:
    """Return the findings with the decision that the policy sets for each.

    What a suppressed rule finds is advice until the day that its suppression ends, and so is what is less sure than the
    policy's threshold. Language errors block together,
    when they are many for the length of the post (`word_count`); what the policy takes for advice is no error. Foreign
    letters are the keyboard's, not the writer's: where only they make the errors many, they alone block.
    """
    suppressed = {item.rule for item in policy.suppressions if today <= item.until}
    judged = tuple(replace(finding, decision=_decide(finding, policy, suppressed, in_scope)) for finding in findings)
    errors = [finding for finding in judged if _is_error(finding)]
    if not _are_many(len(errors), policy, word_count):
        return judged
    written = [finding for finding in errors if finding.type != _FOREIGN]
    blocking = errors if _are_many(len(written), policy, word_count) else [f for f in errors if f.type == _FOREIGN]
    ids = set(map(id, blocking))
    return tuple(replace(finding, decision=Decision.BLOCK) if id(finding) in ids else finding for finding in judged)


def _are_many(errors: int, policy: Policy, word_count: int) -> bool:
    limits = policy.language
    return errors >= limits.block_from_errors and errors > limits.block_above_share * word_count


def judge_failures(failures: Iterable[CheckFailure], policy: Policy, in_scope: bool = True) -> tuple[CheckFailure, ...]:
    """Return the failures with the policy's decision, which is review or block."""
    decision = policy.decision_for("failure") if in_scope else Decision.ALLOW
    return tuple(replace(failure, decision=decision) for failure in failures)


def strictest(decisions: Iterable[Decision | None]) -> Decision:
    """Return the strictest of some decisions, allow for none."""
    return max((decision for decision in decisions if decision), key=lambda d: d.severity, default=Decision.ALLOW)


def _decide(finding: Finding, policy: Policy, suppressed: set[str], in_scope: bool) -> Decision:
    counts = in_scope and finding.rule not in suppressed and finding.score >= policy.threshold_for(finding.id)
    return policy.decision_for(finding.id) if counts else Decision.ALLOW


def _is_error(finding: Finding) -> bool:
    return finding.check == "language" and finding.decision is not Decision.ALLOW
