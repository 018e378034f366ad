"""Whole annotated posts, hidden and mended: what a reviewer relies on must hold on real drafts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from khobar_moderation import Finding, Moderator, Post, Span

DATA = Path(__file__).parent.parent / "benchmarks" / "data"
POSTS: list[dict[str, Any]] = [
    json.loads(line)
    for name in ("dev.jsonl", "written.jsonl")
    for line in (DATA / name).read_text(encoding="utf-8").splitlines()
]


def exposure(moderator: Moderator, text: str) -> list[Finding]:
    return [finding for finding in moderator.check(text).findings if finding.check == "exposure"]


def overlaps(gold: dict[str, Any], span: Span) -> bool:
    """Whether the two share half of the longer one: what the measuring script calls found."""
    shared = min(gold["end"], span.end) - max(gold["start"], span.start)
    return bool(2 * shared >= max(gold["end"] - gold["start"], span.end - span.start))


@pytest.mark.parametrize("post", POSTS, ids=[post["id"] for post in POSTS])
def test_hiding_leaves_nothing_that_was_found(post: dict[str, Any], moderator: Moderator) -> None:
    text = post["text"]
    findings = exposure(moderator, text)
    hidden = moderator.check(text).redacted()
    private = (item for item in post["exposure"] if item.get("role") not in ("official", "source"))
    for item in private:
        if any(finding.span and overlaps(item, finding.span) for finding in findings):
            words = (
                word for word in text[item["start"] : item["end"]].split() if len(word) > 2 and text.count(word) == 1
            )
            assert not [word for word in words if word in hidden]
    assert {finding.id for finding in exposure(moderator, hidden)} <= {finding.id for finding in findings}


def test_decisions_stay_as_good_as_they_were(moderator: Moderator) -> None:
    """Floors a little below what was measured: a change that falls through them needs a look, not a new floor."""
    decisions = [(p["decision"], moderator.check(Post(text=p["text"], channel=p["channel"])).decision) for p in POSTS]
    right = sum(gold == given for gold, given in decisions) / len(decisions)
    leaks = sum(gold == "block" and given == "allow" for gold, given in decisions)
    false_stops = sum(gold == "allow" and given != "allow" for gold, given in decisions)
    assert right >= 0.87
    assert leaks <= 0.08 * sum(gold == "block" for gold, _ in decisions)
    assert false_stops <= 0.12 * sum(gold == "allow" for gold, _ in decisions)
