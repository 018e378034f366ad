"""The decisions that went wrong, those that cost most first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from khobar_moderation.evaluation.counting import Comparison
from khobar_moderation.evaluation.faults import judged_findings, missed
from khobar_moderation.evaluation.reports import Report
from khobar_moderation.finding import Decision

__all__ = ["FAULTS", "WrongDecision", "wrong_decisions"]

ALLOW, REVIEW, BLOCK = Decision.ALLOW, Decision.REVIEW, Decision.BLOCK
FAULTS = {
    (BLOCK, ALLOW): "leak",
    (ALLOW, BLOCK): "false_block",
    (REVIEW, ALLOW): "missed_review",
    (BLOCK, REVIEW): "softened",
    (ALLOW, REVIEW): "false_review",
    (REVIEW, BLOCK): "hardened",
}
"""What a pair of decisions (meant, given) is called, from the one that costs most."""


@dataclass(frozen=True, slots=True)
class WrongDecision:
    """A post that was decided wrongly.

    Attributes:
        id: of the post.
        fault: one of the names in `FAULTS`.
        missed: check and type of what the post holds and nobody found, with how often.
        wrong: check and type of findings that are wrong, with how often.
        text: the post; shown in no repr.
        tricky: why it is hard, in the annotator's words.
        checks: those to look at: for what was let through the checks that missed something; for what was stopped those
            whose findings are wrong; for want of any, the checks that led to the decision given.
    """

    id: str | int
    fault: str
    missed: Counter[str]
    wrong: Counter[str]
    text: str = field(repr=False)
    tricky: str = field(repr=False)
    checks: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """Return a JSON-ready object without text."""
        faults = {"missed": dict(self.missed), "wrong": dict(self.wrong)}
        return {"id": self.id, "fault": self.fault, "checks": list(self.checks), **faults}


def wrong_decisions(compared: Iterable[Comparison]) -> tuple[WrongDecision, ...]:
    """Return the posts that were decided wrongly: by fault as `FAULTS` orders them, then in their own order."""
    order = {fault: place for place, fault in enumerate(FAULTS.values())}
    found = (_wrong(each) for each in compared if each.gold.decision is not each.report.decision)
    return tuple(sorted(found, key=lambda wrong: order[wrong.fault]))


def _wrong(compared: Comparison) -> WrongDecision:
    gold, report = compared.gold, compared.report
    overlooked = Counter(missed(compared))
    wrong = Counter(item.id for item, right in judged_findings(compared) if not right)
    faults = wrong if report.decision.severity > gold.decision.severity else overlooked
    checks = {name.partition(".")[0] for name in faults} or _deciding(report)
    return WrongDecision(
        id=gold.id,
        fault=FAULTS[gold.decision, report.decision],
        missed=overlooked,
        wrong=wrong,
        text=gold.text,
        tricky=gold.tricky,
        checks=tuple(sorted(checks)),
    )


def _deciding(report: Report) -> set[str]:
    found = {item.check for item in report.findings if item.decision is report.decision}
    return found | {failure.check for failure in report.failures if failure.decision is report.decision}
