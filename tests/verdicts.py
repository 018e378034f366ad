"""Findings and verdicts made by hand."""

from __future__ import annotations

from collections.abc import Sequence

from khobar_moderation import CheckFailure, Decision, Finding, Span, Verdict
from khobar_moderation.finding import Message
from khobar_moderation.taxonomy import CHECKS
from khobar_moderation.verdict import Versions


def finding(text: str, part: str, kind: str = "exposure.phone", **fields: object) -> Finding:
    check, _, type_ = kind.partition(".")
    start = text.index(part)
    defaults = {
        "rule": f"{check}/rule",
        "message": Message("رسالة", "message"),
        "clause": "P5",
        "span": Span(start, start + len(part)),
        "decision": Decision.REVIEW,
    }
    return Finding(check=check, type=type_, **{**defaults, **fields})  # type: ignore[arg-type]


def verdict(text: str, findings: Sequence[Finding] = (), failures: Sequence[CheckFailure] = ()) -> Verdict:
    return Verdict(
        decision=Decision.REVIEW,
        labels={"personal": "work", "source": "missing"},
        label_rules={},
        findings=tuple(findings),
        evidence=(),
        failures=tuple(failures),
        checks=CHECKS,
        versions=Versions("p", "r"),
        milliseconds={},
        text=text,
    )
