"""What a threshold would change: how many breaches would pass, how many sound drafts would be stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from khobar_moderation.finding import Decision
from khobar_moderation.policy import load_policy

__all__ = ["LEAK_COST", "at", "sweep", "write_policy"]

LEAK_COST = 5.0
"""How many false stops a leak is worth at first: a leak harms somebody, a false stop costs a minute."""


def at(reports: Sequence[Mapping[str, Any]], thresholds: Mapping[str, float]) -> list[str]:
    """Return the decision on each draft if a policy had these thresholds.

    Args:
        reports: what `Verdict.to_dict` says of each.
        thresholds: least score by `check.type` or `check`.
    """
    return [_decision(report, thresholds) for report in reports]


def sweep(
    gold: Sequence[str], reports: Sequence[Mapping[str, Any]], name: str, *, leak_cost: float = LEAK_COST
) -> pd.DataFrame:
    """Return what each threshold for one finding, or check, would do.

    Args:
        gold: the right decision on each draft.
        reports: what `Verdict.to_dict` says of each.
        name: `check.type` or `check`.
        leak_cost: how many false stops a leak is worth.

    Columns: `threshold`, `leak` (share of drafts to be blocked that pass), `false_stop` (share of drafts to be allowed
    that are stopped), `precision` and `recall` of stopping at all, and `cost` (false stops and leaks, weighed).
    """
    steps = [step / 20 for step in range(21)]
    return pd.DataFrame([_figures(gold, at(reports, {name: step}), leak_cost) | {"threshold": step} for step in steps])


def write_policy(path: str | Path, thresholds: Mapping[str, float], *, name: str = "my-office") -> Path:
    """Write a policy that extends the office's with these thresholds; return the path.

    Raises:
        PolicyError: no policy can say so; nothing is left behind.
        OSError: it cannot be written.
    """
    target = Path(path)
    part = target.with_name(f"{target.name}.part")
    content = {"name": name, "extends": "khobar", "thresholds": dict(thresholds)}
    part.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    try:
        load_policy(part.resolve())
        return part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _decision(report: Mapping[str, Any], thresholds: Mapping[str, float]) -> str:
    """Return the strictest decision among what counts; many language errors block together as they did."""
    counted = [
        Decision(finding["decision"])
        for finding in report["findings"]
        if finding["score"] >= _threshold(thresholds, finding["check"], finding["type"])
    ]
    counted += [Decision(failure["decision"]) for failure in report["failures"]]
    return str(max(counted, key=lambda decision: decision.severity, default=Decision.ALLOW))


def _threshold(thresholds: Mapping[str, float], check: str, type_: str) -> float:
    return thresholds.get(f"{check}.{type_}", thresholds.get(check, 0.0))


def _figures(gold: Sequence[str], given: Sequence[str], leak_cost: float) -> dict[str, float]:
    pairs = list(zip(gold, given, strict=True))
    leaks = sum(meant == "block" and said == "allow" for meant, said in pairs)
    stops = sum(meant == "allow" and said != "allow" for meant, said in pairs)
    stopped = [meant for meant, said in pairs if said != "allow"]
    to_stop = sum(meant != "allow" for meant in gold)
    return {
        "leak": leaks / max(1, sum(meant == "block" for meant in gold)),
        "false_stop": stops / max(1, sum(meant == "allow" for meant in gold)),
        "precision": sum(meant != "allow" for meant in stopped) / max(1, len(stopped)),
        "recall": sum(meant != "allow" for meant in stopped) / max(1, to_stop),
        "cost": (stops + leak_cost * leaks) / max(1, len(gold)),
    }
