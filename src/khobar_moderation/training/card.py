"""Write what a model was measured with (`eval.json`) and its card (`MODEL_CARD.md`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

from khobar_moderation.evaluation import Evaluation

__all__ = ["write_card", "write_eval"]

_MEASURES = (
    "decision.exact", "decision.leak", "decision.block", "decision.false_stop", "decision.false_block", "personal.any",
    "source.exact", "source.blocked", "source.weak", "soundness.any", "exposure.person_any_role",
    "exposure.private_person", "exposure.identifier", "exposure.attribute", "language.word",
)  # fmt: skip
_SLICED = ("decision.exact", "decision.leak", "decision.false_stop")
_SMALL = 10
"""Posts below which a slice says nothing."""


def write_eval(folder: Path, evaluations: Mapping[str, Mapping[str, Evaluation]], further: Mapping[str, Any]) -> None:
    """Write `eval.json`: by set of posts and by what judged them, every figure, confusion and slice.

    Args:
        folder: of the model.
        evaluations: by set of posts, by name of what judged.
        further: further entries, such as figures of persons in other corpora.
    """
    content = {
        "posts": {
            posts: {judge: each.to_dict() for judge, each in judged.items()} for posts, judged in evaluations.items()
        },
        **further,
    }
    (folder / "eval.json").write_text(json.dumps(content, ensure_ascii=False) + "\n", "utf-8")


def write_card(folder: Path, evaluations: Mapping[str, Mapping[str, Evaluation]], facts: Mapping[str, str]) -> None:
    """Write `MODEL_CARD.md` from the template beside this module.

    Args:
        folder: of the model.
        evaluations: as for `write_eval`; their tables and slices go into the card.
        facts: what else the template asks for, by name.
    """
    template = Template((Path(__file__).parent / "card.md").read_text("utf-8"))
    tables = "\n\n".join(_table(posts, judged) for posts, judged in evaluations.items())
    slices = "\n\n".join(_slices(posts, judged["both"]) for posts, judged in evaluations.items())
    (folder / "MODEL_CARD.md").write_text(template.substitute(facts, tables=tables, slices=slices), "utf-8")


def _table(posts: str, judged: Mapping[str, Evaluation]) -> str:
    head = f"**{posts}** ({len(next(iter(judged.values())))} posts)\n\n| | " + " | ".join(judged) + " |\n"
    rows = [
        f"| {measure} | " + " | ".join(_cell(each, measure) for each in judged.values()) + " |" for measure in _MEASURES
    ]
    return head + "| --- |" + " --- |" * len(judged) + "\n" + "\n".join(rows)


def _cell(evaluation: Evaluation, measure: str) -> str:
    figure = evaluation.figures[measure]
    return f"{figure.value:.3f} [{figure.low:.2f}–{figure.high:.2f}]"


def _slices(posts: str, evaluation: Evaluation) -> str:
    rows = []
    for each in evaluation.slices:
        if each.posts >= _SMALL:
            figures = each.figures
            cells = (f"{figures[name].value:.2f}" for name in _SLICED)
            rows.append(f"| {each.group}: {each.value} | {each.posts} | " + " | ".join(cells) + " |")
    head = f"**{posts}**\n\n| slice | posts | exact | leak | false stop |\n| --- | --- | --- | --- | --- |\n"
    return head + "\n".join(rows)
