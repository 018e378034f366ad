"""Turn a verdict into an annotation: what a reviewer begins from, or confirms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from khobar_moderation.evaluation.gold import Annotation
from khobar_moderation.evaluation.reports import Item, Report
from khobar_moderation.finding import Decision
from khobar_moderation.post import Post
from khobar_moderation.taxonomy import ATTRIBUTES, IDENTIFIERS
from khobar_moderation.verdict import Verdict

__all__ = ["annotated"]


def annotated(
    post: Post, verdict: Mapping[str, Any] | Verdict, *, id: str | int, decision: Decision | None = None
) -> dict[str, Any]:
    """Return the fields of an annotated post that says what a verdict says.

    Args:
        post: as it was judged.
        verdict: on it, or what `Verdict.to_dict` made of that.
        id: name of the post among its fellows.
        decision: a person's; None for that of the verdict.

    Raises:
        InvalidPost: the verdict is on another text, or no verdict.
    """
    report = Report.of(verdict)
    found = _Spans(post.text, report.findings)
    seen = _Spans(post.text, report.evidence)
    fields = post.model_dump(mode="json", exclude_none=True, exclude_defaults=True) | {
        "id": id,
        "text": post.text,
        "channel": str(post.channel),
        "decision": str(decision or report.decision),
        "personal": {
            "label": report.labels.get("personal", "work"),
            "spans": [span for _, span in found.of("personal")],
        },
        "source": {
            "status": report.labels.get("source", "none"),
            "spans": [_typed(item, span) for item, span in found.of("source") + seen.of("source")],
        },
        "language": [_typed(item, span) | {"correction": item.replacement} for item, span in found.of("language")],
        "soundness": [_typed(item, span) for item, span in found.of("soundness")],
        "exposure": [_exposed(item, span) for item, span in found.of("exposure") + seen.of("exposure")],
    }
    Annotation.of(fields)
    return fields


_SOURCES = {"untrusted_person": "named"}
"""A finding says what is wrong with a source, its annotation what kind of source it is."""
_EXPOSED = frozenset((*IDENTIFIERS, *ATTRIBUTES, "person"))


class _Spans:
    """Findings or evidence that have a span, by check."""

    def __init__(self, text: str, items: Iterable[Item]) -> None:
        self._text = text
        self._items = tuple(items)

    def of(self, check: str) -> list[tuple[Item, dict[str, Any]]]:
        """Return what a check saw, each with the fields of its span."""
        return [
            (item, {"start": item.start, "end": item.end, "text": self._text[item.start : item.end]})
            for item in self._items
            if item.check == check and item.start is not None and item.end is not None
            if check != "exposure" or item.type in _EXPOSED
        ]


def _typed(item: Item, span: dict[str, Any]) -> dict[str, Any]:
    return span | {"type": _SOURCES.get(item.type, item.type)}


def _exposed(item: Item, span: dict[str, Any]) -> dict[str, Any]:
    person = {"role": str(item.role), "pupil": item.pupil} if item.role else {}
    return _typed(item, span) | person
