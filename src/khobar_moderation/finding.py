"""What checks see: findings, evidence, labels, and checks that could not run."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

__all__ = ["CheckFailure", "Decision", "Evidence", "Finding", "Label", "Message", "Role", "Safety", "Span"]


class Decision(StrEnum):
    """What happens to a post, from mild to strict."""

    ALLOW = "allow"
    REVIEW = "review"
    BLOCK = "block"

    @property
    def severity(self) -> int:
        """0 for allow, 1 for review, 2 for block."""
        return _SEVERITY[self]


_SEVERITY = {Decision.ALLOW: 0, Decision.REVIEW: 1, Decision.BLOCK: 2}


class Safety(StrEnum):
    """How a replacement may be applied."""

    SAFE = "safe"
    NEEDS_A_LOOK = "needs_a_look"


class Role(StrEnum):
    """In which capacity a person is mentioned."""

    OFFICIAL = "official"
    SOURCE = "source"
    PRIVATE = "private"


class Span(NamedTuple):
    """Code points [start, end) of the text as posted."""

    start: int
    end: int


class Message(NamedTuple):
    """What a reviewer reads, in Arabic and English."""

    ar: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A breach, or advice, that a check saw in a post; its repr holds no word of the post.

    Attributes:
        check: the check that saw it, such as "exposure".
        type: what it is, such as "phone"; the pair is in the closed list of `taxonomy`.
        rule: id of the rule that spoke, such as "exposure/phone", or of the head where it spoke alone: "model/people".
        message: for the reviewer.
        clause: clause of the policy, P1 to P9, or "" for what no clause names.
        span: where, in the text as posted; None when it concerns the post as a whole.
        score: how sure rule and head are together, 0 to 1.
        role: of a person, else None.
        pupil: whether the person is a pupil.
        replacement: text that mends the span, if any.
        safety: how the replacement may be applied.
        decision: set by the policy; None until it has spoken.
    """

    check: str
    type: str
    rule: str
    message: Message = field(repr=False)
    clause: str
    span: Span | None = None
    score: float = 1.0
    role: Role | None = None
    pupil: bool = False
    replacement: str | None = field(default=None, repr=False)
    safety: Safety = Safety.NEEDS_A_LOOK
    decision: Decision | None = None

    @property
    def id(self) -> str:
        """The name by which a policy decides: check.type, with pupils apart from other persons."""
        return f"{self.check}.{'pupil' if self.pupil else self.type}"

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready object; `start` and `end` are absent when there is no span."""
        out: dict[str, Any] = {"check": self.check, "type": self.type, "rule": self.rule}
        out.update(_span(self.span))
        if self.role:
            out.update(role=str(self.role), pupil=self.pupil)
        if self.replacement is not None:
            out.update(replacement=self.replacement, safety=str(self.safety))
        return out | {
            "decision": str(self.decision) if self.decision else None,
            "score": round(self.score, 4),
            "clause": self.clause,
            "message": {"ar": self.message.ar, "en": self.message.en},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was recognised and is no breach: an official, a named source, a trusted body, a private account.

    Attributes as in `Finding`.
    """

    check: str
    type: str
    rule: str
    span: Span | None = None
    score: float = 1.0
    role: Role | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready object."""
        out: dict[str, Any] = {"check": self.check, "type": self.type, "rule": self.rule}
        out.update(_span(self.span))
        if self.role:
            out["role"] = str(self.role)
        return out | {"score": round(self.score, 4)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A check's word on the post as a whole, such as source = "hearsay"."""

    check: str
    value: str
    rule: str
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFailure:
    """A check that could not judge the post; never an allow.

    Attributes:
        check: the check concerned.
        reason: a fixed word: "error", "deadline", "unread_attachment", "not_arabic", "model".
        message: for the reviewer; never holds text of the post.
        detail: name of the exception, or kind of the attachment.
        decision: set by the policy.
    """

    check: str
    reason: str
    message: Message
    detail: str = ""
    decision: Decision | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready object."""
        return {
            "check": self.check,
            "reason": self.reason,
            "detail": self.detail,
            "decision": str(self.decision) if self.decision else None,
            "message": {"ar": self.message.ar, "en": self.message.en},
        }


def _span(span: Span | None) -> dict[str, int]:
    return {"start": span.start, "end": span.end} if span else {}
