"""Invented names and numbers in the place of real ones."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

from khobar_moderation import Moderator, Post
from khobar_moderation.evaluation import evaluate
from khobar_moderation.evaluation.annotating import annotated
from khobar_moderation.notebook.anonymising import anonymised
from khobar_moderation.taxonomy import IDENTIFIERS

WRITTEN = Path(__file__).parents[1] / "benchmarks/data/written.jsonl"
POSTS = [json.loads(line) for line in WRITTEN.read_text(encoding="utf-8").splitlines()]
IDENTIFIED = (
    "للتحويل إلى سالم القحطاني SA0380000000608010167519 وهويته 1012345672، ويتواصل سالم القحطاني على ٠٥٥١٢٣٤٥٦٧"
)


def _reports(moderator: Moderator, posts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    verdicts = moderator.check_many(fields["text"] for fields in posts)
    return [verdict.to_dict() | {"id": fields["id"]} for fields, verdict in zip(posts, verdicts, strict=True)]


def test_no_number_is_left() -> None:
    for fields in POSTS:
        new = anonymised(fields, Random(1))
        for old, span in zip(fields["exposure"], new["exposure"], strict=True):
            assert span["text"] == new["text"][span["start"] : span["end"]]
            assert old["type"] not in IDENTIFIERS or old["text"] not in new["text"]


def test_the_new_posts_are_as_hard_as_the_old(moderator: Moderator) -> None:
    new = [anonymised(fields, Random(2)) for fields in POSTS]
    after, before = (evaluate(posts, _reports(moderator, posts)).figures for posts in (new, POSTS))
    for name in ("exposure.identifier", "exposure.person_any_role", "decision.exact"):
        assert abs(after[name].value - before[name].value) < 0.05, name


def test_numbers_keep_their_kind_and_names_their_places(moderator: Moderator) -> None:
    fields = annotated(Post(text=IDENTIFIED), moderator.check(IDENTIFIED), id="a")
    new = anonymised(fields, Random(3))
    kinds = [span["type"] for span in fields["exposure"]]
    found = annotated(Post(text=new["text"]), moderator.check(new["text"]), id="a")
    assert [span["type"] for span in found["exposure"]] == kinds
    assert {"phone", "iban", "national_id", "person"} <= set(kinds)
    for old in ("سالم", "القحطاني", "0380000000608010167519", "1012345672", "٠٥٥١٢٣٤٥٦٧"):
        assert old not in new["text"]
    names = {span["text"] for span in new["exposure"] if span["type"] == "person"}
    assert len(names) == 1  # who stood there twice still does
    assert anonymised(fields, Random(3)) == new
