"""The language check by type of error: texts in which an editor marked every error, and what was found in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import StrictInt, model_validator

from khobar_moderation.evaluation.fields import Fields, validated
from khobar_moderation.evaluation.gold import LanguageSpan
from khobar_moderation.evaluation.matching import mended, touch, words_touched
from khobar_moderation.evaluation.reading import records
from khobar_moderation.evaluation.reports import Item, Report
from khobar_moderation.post import PlainText
from khobar_moderation.taxonomy import FINDINGS
from khobar_moderation.verdict import Verdict

__all__ = ["LanguageFigures", "MarkedText", "judge_language", "read_marked_texts"]

_ADVICE = "dialect"
_TYPES = tuple(type_ for type_ in FINDINGS["language"] if type_ != _ADVICE)


class MarkedText(Fields):
    """A text with its errors; offsets are code points, half open.

    Attributes:
        id: name of the text.
        text: what is judged.
        language: every error, and words of dialect, which count for nothing.
    """

    id: PlainText | StrictInt
    text: PlainText
    language: tuple[LanguageSpan, ...]

    @model_validator(mode="after")
    def _spans_lie_inside(self) -> MarkedText:
        if any(not span.start < span.end <= len(self.text) for span in self.language):
            raise ValueError("language: a span does not lie inside the text")
        return self

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> MarkedText:
        """Return the text of a line.

        Raises:
            InvalidPost: a field is missing or wrong; names the field and the remedy.
        """
        made: MarkedText = validated(cls, fields)
        return made


@dataclass(slots=True)
class LanguageFigures:
    """Counts of errors and findings.

    Attributes:
        errors: how many there are, by type as marked.
        found: how many of these something was found in.
        corrected: how many of these were corrected as the editor did.
        findings: how many there are, by type as found.
        right: how many of these lie in an error.
        words: wrong words, words found wrong, and both.
    """

    errors: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    corrected: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)

    def recall(self, type_: str) -> float:
        """Share of the errors of a type that were found; 1 where there are none."""
        return _share(self.found[type_], self.errors[type_])

    def precision(self, type_: str) -> float:
        """Share of the findings of a type that lie in an error; 1 where there are none."""
        return _share(self.right[type_], self.findings[type_])

    @property
    def word(self) -> tuple[float, float, float]:
        """Precision, recall and F0.5 of wrong words."""
        return _half(self.words["both"], self.words["wrong"], self.words["found"])

    @property
    def correction(self) -> tuple[float, float, float]:
        """Precision, recall and F0.5 of corrections."""
        return _half(self.corrected.total(), self.errors.total(), self.findings.total())

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready object."""
        named = ("precision", "recall", "f0.5")
        types = {
            type_: {
                "errors": self.errors[type_], "recall": self.recall(type_), "findings": self.findings[type_],
                "corrected": _share(self.corrected[type_], self.errors[type_]), "precision": self.precision(type_),
            }
            for type_ in _TYPES
            if self.errors[type_] or self.findings[type_]
        }  # fmt: skip
        return {
            "word": dict(zip(named, self.word, strict=True)),
            "corrected": dict(zip(named, self.correction, strict=True)),
            "types": types,
        }


def read_marked_texts(path: str | Path) -> list[MarkedText]:
    """Return the texts of a JSON lines file; annotated posts serve as well.

    Raises:
        AnnotationError: a line cannot be used, an id comes twice, or there is no text.
        OSError: the file cannot be read.
    """
    return list(records(path, MarkedText.of).values())


def judge_language(texts: Iterable[MarkedText], verdicts: Iterable[Verdict | Report]) -> LanguageFigures:
    """Return the counts over some texts, with the verdict on each in the same order.

    Raises:
        ValueError: there are not as many verdicts as texts.
    """
    figures = LanguageFigures()
    for text, verdict in zip(texts, verdicts, strict=True):
        found = [item for item in Report.of(verdict).findings if item.check == "language" and item.type in _TYPES]
        _count(figures, text, found)
    return figures


def _count(figures: LanguageFigures, marked: MarkedText, found: list[Item]) -> None:
    text, errors = marked.text, [span for span in marked.language if span.type != _ADVICE]
    advice = words_touched(text, [span for span in marked.language if span.type == _ADVICE])
    wrong, reported = words_touched(text, errors), words_touched(text, found) - advice
    figures.words.update({"wrong": len(wrong), "found": len(reported), "both": len(wrong & reported)})
    for error in errors:
        touching = [item for item in found if touch(error, item)]
        right = mended(text, error, error.correction)
        figures.errors[error.type] += 1
        figures.found[error.type] += bool(touching)
        figures.corrected[error.type] += any(mended(text, item, item.replacement) == right for item in touching)
    for item in found:
        touched = words_touched(text, [item])
        if touched - advice:
            figures.findings[item.type] += 1
            figures.right[item.type] += bool(touched & wrong)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _half(both: int, meant: int, found: int) -> tuple[float, float, float]:
    precision, recall = _share(both, found), _share(both, meant)
    weighed = 0.25 * precision + recall
    return precision, recall, 1.25 * precision * recall / weighed if weighed else 0.0
