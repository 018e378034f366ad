"""One draft under review: what the machine says of it, and what the reviewer made of that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from khobar_moderation.evaluation.annotating import annotated
from khobar_moderation.finding import Decision, Role
from khobar_moderation.notebook.journal import Action
from khobar_moderation.post import Post
from khobar_moderation.taxonomy import ATTRIBUTES, FINDINGS, IDENTIFIERS
from khobar_moderation.verdict import Verdict

__all__ = ["MARKS", "Mark", "Review"]

MARKS = {
    "exposure": ("person", *IDENTIFIERS, *ATTRIBUTES),
    "language": tuple(FINDINGS["language"]),
    "soundness": tuple(FINDINGS["soundness"]),
    "source": ("named", "organization", "anonymous", "hearsay"),
    "personal": ("personal",),
}
"""What a reviewer may mark, by check."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the text and what it is; offsets are code points, half open."""

    check: str
    type: str
    start: int
    end: int
    role: str | None = None
    pupil: bool = False
    correction: str | None = None

    @classmethod
    def of(cls, value: Mapping[str, Any], text: str) -> Mark:
        """Return the mark that a reviewer set.

        Raises:
            ValueError: no such kind of mark, or it lies outside the text.
        """
        mark = cls(**value)
        if mark.type not in MARKS.get(mark.check, ()):
            raise ValueError("there is no such kind of mark")
        if not 0 <= mark.start < mark.end <= len(text):
            raise ValueError("the mark is empty or lies outside the text")
        if mark.type == "person" and mark.role not in tuple(Role):
            raise ValueError("a person needs a role: official, source or private")
        return mark

    def fields(self, text: str) -> dict[str, Any]:
        """Return it as annotated posts hold it."""
        span: dict[str, Any] = {"start": self.start, "end": self.end, "text": text[self.start : self.end]}
        if self.check != "personal":
            span["type"] = self.type
        if self.check == "language":
            span["correction"] = self.correction
        return span | ({"role": self.role, "pupil": self.pupil} if self.role else {})


@dataclass(frozen=True, slots=True)
class Review:
    """A draft as its reviewer has it now.

    Attributes:
        id: of the draft.
        post: as it would go out; an edit changes its text.
        decision: the reviewer's; None where there is none yet.
        marks: the reviewer's; None for those of the machine.
        note: in the reviewer's words.
        reviewer: who decided.
        reviewed_at: when, ISO 8601.
    """

    id: str
    post: Post = field(repr=False)
    decision: Decision | None = None
    marks: tuple[Mark, ...] | None = field(default=None, repr=False)
    note: str = field(default="", repr=False)
    reviewer: str = ""
    reviewed_at: str = ""

    def after(self, action: Action, verdict: Verdict) -> Review:
        """Return the review after an action.

        Args:
            action: "decide" sets a decision, "edit" a text, "note" a note; "mark" and "unmark" a `Mark`.
            verdict: on the post as it stands before.

        Raises:
            ValueError: the action cannot be done; says why.
        """
        if action.kind == "decide":
            return replace(self, decision=Decision(action.value), reviewer=action.reviewer, reviewed_at=action.at)
        if action.kind == "edit":
            return replace(self, post=_with_text(self.post, action.value), marks=None, decision=None)
        if action.kind == "note":
            return replace(self, note=str(action.value))
        mark, marks = Mark.of(action.value, self.post.text), self.marks_with(verdict)
        others = tuple(each for each in marks if _place(each) != _place(mark))
        if action.kind == "unmark":
            return replace(self, marks=others)
        if action.kind == "mark":
            return replace(self, marks=tuple(sorted((*others, mark), key=_place)))
        raise ValueError("there is no such action")

    def marks_with(self, verdict: Verdict) -> tuple[Mark, ...]:
        """Return the marks of the reviewer, or else those of the machine."""
        return self.marks if self.marks is not None else marks_of(self.post, verdict)

    def annotation(self, verdict: Verdict) -> dict[str, Any]:
        """Return the annotated post: labels of the machine, marks and decision of the reviewer."""
        fields = annotated(self.post, verdict, id=self.id, decision=self.decision)
        if self.marks is not None:
            spans = {
                check: [mark.fields(self.post.text) for mark in self.marks if mark.check == check] for check in MARKS
            }
            fields |= {check: spans[check] for check in ("language", "soundness", "exposure")}
            fields["source"] = {**fields["source"], "spans": spans["source"]}
            fields["personal"] = {**fields["personal"], "spans": spans["personal"]}
        return fields | {"reviewer": self.reviewer, "reviewed_at": self.reviewed_at, "note": self.note}


def marks_of(post: Post, verdict: Verdict) -> tuple[Mark, ...]:
    """Return what the machine found, as marks."""
    fields = annotated(post, verdict, id="")
    found = [("personal", fields["personal"]["spans"]), ("source", fields["source"]["spans"])]
    found += [(check, fields[check]) for check in ("language", "soundness", "exposure")]
    return tuple(
        Mark(
            check, span.get("type", "personal"), span["start"], span["end"], span.get("role"),
            span.get("pupil", False), span.get("correction"),
        )
        for check, spans in found
        for span in spans
    )  # fmt: skip


def _place(mark: Mark) -> tuple[int, int, str]:
    return mark.start, mark.end, mark.check


def _with_text(post: Post, text: object) -> Post:
    return Post(**{**post.model_dump(exclude_defaults=True), "text": text})
