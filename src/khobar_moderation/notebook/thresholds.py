"""What a threshold would change: how many breaches would pass, how many sound drafts would be stopped."""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from khobar_moderation.evaluation.counting import WEAK
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
    posts: Sequence[Mapping[str, Any]],
    reports: Sequence[Mapping[str, Any]],
    name: str,
    *,
    leak_cost: float = LEAK_COST,
) -> pd.DataFrame:
    """Return what each threshold for one finding, or check, would do.

    Args:
        posts: annotated posts, as a review session saves them.
        reports: what `Verdict.to_dict` says of each.
        name: `check.type` or `check`.
        leak_cost: how many false stops a leak is worth.

    Columns: `threshold`, `leak` (share of drafts to be blocked that pass), `false_stop` (share of drafts to be allowed
    that are stopped), `cost` (false stops and leaks, weighed), and `precision` and `recall` of this finding alone, by
    post. Precision is empty where nothing is found, recall where no post is annotated with it.
    """
    gold = [post["decision"] for post in posts]
    marked = [_is_marked(post, name) for post in posts]
    rows = []
    for threshold in (step / 20 for step in range(21)):
        found = [_is_found(report, name, threshold) for report in reports]
        decisions = _cost(gold, at(reports, {name: threshold}), leak_cost)
        rows.append({"threshold": threshold} | decisions | _precision_recall(marked, found))
    return pd.DataFrame(rows)


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


def _is_found(report: Mapping[str, Any], name: str, threshold: float) -> bool:
    return any(
        finding["score"] >= threshold
        for finding in report["findings"]
        if name in (finding["check"], f"{finding['check']}.{finding['type']}") and finding["decision"] != "allow"
    )


def _is_marked(post: Mapping[str, Any], name: str) -> bool:
    """Return whether who annotated the post found there what the name says."""
    check, _, type_ = name.partition(".")
    if check == "personal":
        return bool(post["personal"]["label"] != "work")
    if check == "source":
        return post["source"]["status"] in ({type_} if type_ else WEAK)
    return any(type_ in ("", span["type"]) and span.get("role", "private") == "private" for span in post[check])


def _cost(gold: Sequence[str], given: Sequence[str], leak_cost: float) -> dict[str, float]:
    pairs = list(zip(gold, given, strict=True))
    leaks = sum(meant == "block" and said == "allow" for meant, said in pairs)
    stops = sum(meant == "allow" and said != "allow" for meant, said in pairs)
    return {
        "leak": leaks / max(1, gold.count("block")),
        "false_stop": stops / max(1, gold.count("allow")),
        "cost": (stops + leak_cost * leaks) / max(1, len(gold)),
    }


def _precision_recall(marked: Sequence[bool], found: Sequence[bool]) -> dict[str, float]:
    both = sum(map(operator.and_, marked, found))
    return {
        "precision": both / sum(found) if any(found) else math.nan,
        "recall": both / sum(marked) if any(marked) else math.nan,
    }
