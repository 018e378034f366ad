"""Compare a report with the annotation of its post."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from khobar_moderation.evaluation.gold import Annotation, ExposureSpan, LanguageSpan, SourceSpan, TypedSpan
from khobar_moderation.evaluation.matching import Alignment, align, mended, overlap, same_type, touch, words_touched
from khobar_moderation.evaluation.measures import MEASURES, Tally
from khobar_moderation.evaluation.reports import Item, Report
from khobar_moderation.finding import Decision, Role
from khobar_moderation.taxonomy import ATTRIBUTES, FINDINGS, IDENTIFIERS

__all__ = ["BLOCKED", "WEAK", "Comparison", "tallies"]

ALLOW, BLOCK = Decision.ALLOW, Decision.BLOCK
BLOCKED = frozenset(("hearsay", "anonymous"))
WEAK = BLOCKED | {"missing"}


@dataclass(frozen=True)
class Comparison:
    """A post with what is meant and what was found, span by span.

    Attributes:
        gold: what a person says.
        report: what the moderator says.
    """

    gold: Annotation
    report: Report

    @cached_property
    def persons(self) -> Alignment[ExposureSpan, Item]:
        """Persons in every role."""
        seen = (*self.report.findings, *self.report.evidence)
        return align(self._exposed(("person",)), [item for item in seen if item.id == "exposure.person"], overlap)

    @cached_property
    def private(self) -> Alignment[ExposureSpan, Item]:
        """Private persons, which are breaches."""
        gold = [item for item in self._exposed(("person",)) if item.role is Role.PRIVATE]
        return align(gold, self._found("exposure", ("person",)), overlap)

    @cached_property
    def identifiers(self) -> Alignment[ExposureSpan, Item]:
        """Numbers, addresses and accounts."""
        return align(self._exposed(IDENTIFIERS), self._found("exposure", IDENTIFIERS), same_type(overlap))

    @cached_property
    def attributes(self) -> Alignment[ExposureSpan, Item]:
        """Private facts."""
        return align(self._exposed(ATTRIBUTES), self._found("exposure", ATTRIBUTES), same_type(touch))

    @cached_property
    def named_sources(self) -> Alignment[SourceSpan, Item]:
        """Sources known by name."""
        gold = [span for span in self.gold.source.spans if span.type == "named"]
        seen = (*self.report.findings, *self.report.evidence)
        return align(gold, [item for item in seen if item.id == "source.named"], touch)

    @cached_property
    def language(self) -> Alignment[LanguageSpan, Item]:
        """Mistakes; words of dialect are none."""
        gold = [span for span in self.gold.language if span.type != "dialect"]
        types = [type_ for type_ in FINDINGS["language"] if type_ != "dialect"]
        return align(gold, self._found("language", types), touch)

    @cached_property
    def dialect(self) -> Alignment[LanguageSpan, Item]:
        """Words of dialect."""
        gold = [span for span in self.gold.language if span.type == "dialect"]
        return align(gold, self._found("language", ("dialect",)), touch)

    def unsound(self, type_: str | None = None) -> tuple[bool, bool]:
        """Tell whether the post is, and was found, unsound in one way or in any."""
        types = (type_,) if type_ else tuple(FINDINGS["soundness"])
        meant = any(span.type in types for span in self.gold.soundness)
        return meant, bool(self._found("soundness", types))

    def _exposed(self, types: tuple[str, ...]) -> list[ExposureSpan]:
        return [span for span in self.gold.exposure if span.type in types]

    def _found(self, check: str, types: Iterator[str] | tuple[str, ...] | list[str]) -> list[Item]:
        known = frozenset(types)
        return [item for item in self.report.findings if item.check == check and item.type in known]


def tallies(compared: Comparison) -> dict[str, Tally]:
    """Return the counts of one post for each measure."""
    counted = dict(_counts(compared))
    return {measure.name: counted[measure.name] for measure in MEASURES}


def _counts(compared: Comparison) -> Iterator[tuple[str, Tally]]:
    yield from _decisions(compared.gold.decision, compared.report.decision)
    yield from _labels(compared.gold, compared.report.labels)
    for type_ in FINDINGS["soundness"]:
        yield f"soundness.{type_}", _both(*compared.unsound(type_))
    yield "soundness.any", _both(*compared.unsound())
    yield "source.named_span", _spans(compared.named_sources)
    yield "exposure.person_any_role", _spans(compared.persons)
    yield "exposure.private_person", _spans(compared.private)
    yield "exposure.identifier", _spans(compared.identifiers)
    yield "exposure.attribute", _spans(compared.attributes)
    yield "language.word", _words(compared)
    yield "language.corrected", _corrections(compared)


def _decisions(meant: Decision, given: Decision) -> Iterator[tuple[str, Tally]]:
    yield "decision.exact", _exact(meant, given)
    yield "decision.stopped", _both(meant is not ALLOW, given is not ALLOW)
    yield "decision.block", _both(meant is BLOCK, given is BLOCK)
    yield "decision.leak", Tally(meant is BLOCK and given is ALLOW, meant is BLOCK, 1)
    yield "decision.false_stop", Tally(meant is ALLOW and given is not ALLOW, meant is ALLOW, 1)
    yield "decision.false_block", Tally(meant is ALLOW and given is BLOCK, meant is ALLOW, 1)


def _labels(gold: Annotation, labels: Mapping[str, str]) -> Iterator[tuple[str, Tally]]:
    """Count labels; one that is absent, because its check failed, says nothing and is never right."""
    personal, source = labels.get("personal"), labels.get("source")
    yield "personal.any", _both(gold.personal.label != "work", personal not in ("work", None))
    yield "personal.exact", _exact(gold.personal.label, personal)
    yield "source.exact", _exact(gold.source.status, source)
    yield "source.weak", _both(gold.source.status in WEAK, source in WEAK)
    yield "source.blocked", _both(gold.source.status in BLOCKED, source in BLOCKED)


def _words(compared: Comparison) -> Tally:
    """Count wrong words; a mistake found in a word of dialect counts for nothing."""
    text, aligned = compared.gold.text, compared.language
    meant = words_touched(text, aligned.gold)
    found = words_touched(text, aligned.found) - words_touched(text, compared.dialect.gold)
    return Tally(len(meant & found), len(meant), len(found))


def _corrections(compared: Comparison) -> Tally:
    text, aligned = compared.gold.text, compared.language
    pairs = ((aligned.gold[meant], aligned.found[found]) for meant, found in aligned.pairs)
    right = sum(
        mended(text, found, found.replacement) == mended(text, meant, meant.correction) for meant, found in pairs
    )
    return Tally(right, len(aligned.gold), len(aligned.found))


def _both(meant: bool, found: bool) -> Tally:
    return Tally(meant and found, meant, found)


def _exact(meant: str, given: str | None) -> Tally:
    return Tally(meant == given, 1, 1)


def _spans(aligned: Alignment[TypedSpan, Item]) -> Tally:
    return Tally(len(aligned.pairs), len(aligned.gold), len(aligned.found))
