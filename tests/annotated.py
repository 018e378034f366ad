"""Annotated posts and reports, made for tests: a work post that nothing is wrong with, and whatever a test changes."""

from __future__ import annotations

from typing import Any

from khobar_moderation.evaluation import Evaluation, evaluate

TEXT = "يعقد المكتب لقاءه يوم الأحد برئاسة الأستاذ سالم القحطاني، وجوال محمد 0551234567."
NAME = (43, 56)
FIRST_NAME = (64, 68)
PHONE = (69, 79)


def annotated(id_: str | int = "p1", **changes: Any) -> dict[str, Any]:
    gold: dict[str, Any] = {
        "id": id_,
        "channel": "whatsapp",
        "text": TEXT,
        "personal": {"label": "work", "spans": []},
        "source": {"status": "first_party", "spans": []},
        "language": [],
        "soundness": [],
        "exposure": [],
        "decision": "allow",
        "register": "msa",
        "tricky": "",
    }
    return gold | changes


def reported(id_: str | int | None = "p1", **changes: Any) -> dict[str, Any]:
    report: dict[str, Any] = {
        "id": id_,
        "decision": "allow",
        "labels": {"personal": "work", "source": "first_party"},
        "findings": [],
        "evidence": [],
    }
    return report | changes


def spanned(type_: str, span: tuple[int, int], **more: Any) -> dict[str, Any]:
    return {"type": type_, "start": span[0], "end": span[1], **more}


def found(id_: str, span: tuple[int, int] | None = None, **more: Any) -> dict[str, Any]:
    check, _, type_ = id_.partition(".")
    return {"check": check, **(spanned(type_, span) if span else {"type": type_}), **more}


def value(evaluation: Evaluation, name: str) -> tuple[Any, ...]:
    """Return the value, or precision, recall and F1, of a measure."""
    figure = evaluation.figures[name]
    if figure.precision is None:
        return (figure.value,)
    return figure.precision, figure.recall, figure.value


def evaluated(*pairs: tuple[dict[str, Any], dict[str, Any]]) -> Evaluation:
    """Evaluate pairs of a post and its report, giving both the same id."""
    gold = [post | {"id": number} for number, (post, _) in enumerate(pairs)]
    reports = [report | {"id": number} for number, (_, report) in enumerate(pairs)]
    return evaluate(gold, reports)
