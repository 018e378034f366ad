"""Which findings of a post are right, and what it holds that was not found."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from khobar_moderation.evaluation.counting import BLOCKED, WEAK, Comparison
from khobar_moderation.evaluation.reports import Item

__all__ = ["judged_findings", "missed"]

_UNDER_NAME = {"untrusted_person": "named"}


def judged_findings(compared: Comparison) -> Iterator[tuple[Item, bool]]:
    """Yield the findings that the annotation can judge, each with whether it is right.

    Spans are right as the measures count them; what concerns the post as a whole when its label, status or kind of
    unsoundness is the annotated one. Channel, evasion and media are not annotated.
    """
    aligned = (compared.private, compared.identifiers, compared.attributes, compared.language, compared.dialect)
    yield from chain.from_iterable(alignment.judged() for alignment in aligned)
    unsound = {span.type for span in compared.gold.soundness}
    for item in compared.report.findings:
        if item.check == "personal":
            yield item, compared.gold.personal.label != "work"
        elif item.check == "source":
            yield item, compared.gold.source.status == _UNDER_NAME.get(item.type, item.type)
        elif item.check == "soundness":
            yield item, item.type in unsound


def missed(compared: Comparison) -> Iterator[str]:
    """Yield check and type of each thing that the annotation holds and the report does not."""
    gold, labels = compared.gold, compared.report.labels
    if gold.personal.label != "work" and labels.get("personal") in ("work", None):
        yield f"personal.{gold.personal.label}"
    if gold.source.status in WEAK | {"organization"} and labels.get("source") not in _as_weak(gold.source.status):
        yield f"source.{gold.source.status}"
    for type_ in {span.type for span in gold.soundness}:
        if not compared.unsound(type_)[1]:
            yield f"soundness.{type_}"
    for person in compared.private.missed:
        yield "exposure.pupil" if person.pupil else "exposure.person"
    for fact in chain(compared.identifiers.missed, compared.attributes.missed):
        yield f"exposure.{fact.type}"
    for mistake in compared.language.missed:
        yield f"language.{mistake.type}"


def _as_weak(status: str) -> frozenset[str]:
    """Return the statuses that lead to the same decision: hearsay taken for anonymous is no leak."""
    return BLOCKED if status in BLOCKED else frozenset((status,))
