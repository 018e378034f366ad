"""Whole annotated posts, hidden and mended: what a reviewer relies on must hold on real drafts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from khobar_moderation import Finding, Moderator, Post

DATA = Path(__file__).parent.parent / "benchmarks" / "data"
POSTS: list[dict[str, Any]] = [
    json.loads(line)
    for name in ("dev.jsonl", "written.jsonl")
    for line in (DATA / name).read_text(encoding="utf-8").splitlines()
]


def exposure(moderator: Moderator, text: str) -> list[Finding]:
    return [finding for finding in moderator.check(text).findings if finding.check == "exposure"]


@pytest.mark.parametrize("post", POSTS, ids=[post["id"] for post in POSTS])
def test_hiding_leaves_nothing_that_was_found(post: dict[str, Any], moderator: Moderator) -> None:
    text = post["text"]
    found = {finding.span for finding in exposure(moderator, text) if finding.span}
    hidden = moderator.check(text).redacted()
    for person in (item for item in post["exposure"] if item.get("role") != "official"):
        exactly = (person["start"], person["end"]) in found
        if exactly and text.count(text[person["start"] : person["end"]]) == 1:
            assert text[person["start"] : person["end"]] not in hidden
    known = {finding.id for finding in exposure(moderator, text)}
    assert {finding.id for finding in exposure(moderator, hidden)} <= known


def test_decisions_stay_as_good_as_they_were(moderator: Moderator) -> None:
    """Floors a little below what was measured: a change that falls through them needs a look, not a new floor."""
    decisions = [(p["decision"], moderator.check(Post(text=p["text"], channel=p["channel"])).decision) for p in POSTS]
    right = sum(gold == given for gold, given in decisions) / len(decisions)
    leaks = sum(gold == "block" and given == "allow" for gold, given in decisions)
    false_stops = sum(gold == "allow" and given != "allow" for gold, given in decisions)
    assert right >= 0.87
    assert leaks <= 0.08 * sum(gold == "block" for gold, _ in decisions)
    assert false_stops <= 0.12 * sum(gold == "allow" for gold, _ in decisions)
