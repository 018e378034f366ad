"""Reports: what a moderator, this one or another, says of a post."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, StrictBool, StrictInt, StrictStr

from khobar_moderation.errors import InvalidPost
from khobar_moderation.evaluation.fields import Fields, validated
from khobar_moderation.finding import Decision, Role
from khobar_moderation.post import PlainText
from khobar_moderation.verdict import Verdict

__all__ = ["Item", "Report"]

_REMEDY = "Write reports with: khobar-moderation check --jsonl"
Offset = Annotated[StrictInt, Field(ge=0)]


class Item(Fields):
    """A finding or a piece of evidence; fields as `Finding.to_dict` writes them, and only `check` and `type` needed."""

    check: PlainText
    type: PlainText
    start: Offset | None = None
    end: Offset | None = None
    role: Role | None = None
    pupil: StrictBool = False
    replacement: StrictStr | None = Field(default=None, repr=False)
    score: Annotated[float, Field(ge=0, le=1)] = 1.0
    decision: Decision | None = None

    @property
    def id(self) -> str:
        """Check and type, such as "exposure.phone"."""
        return f"{self.check}.{self.type}"


class Failure(Fields):
    """A check that could not judge."""

    check: PlainText
    decision: Decision | None = None


class Report(Fields):
    """What was said of a post.

    Attributes:
        id: of the post; None when reports stand in the order of the posts.
        decision: what should happen to it.
        labels: "personal" and "source" with the check's word on the whole post.
        findings: breaches and advice.
        evidence: what was recognised and is no breach.
        failures: the checks that could not judge; their labels may be absent.
    """

    id: PlainText | StrictInt | None = None
    decision: Decision
    labels: dict[StrictStr, StrictStr]
    findings: tuple[Item, ...] = ()
    evidence: tuple[Item, ...] = ()
    failures: tuple[Failure, ...] = ()

    @classmethod
    def of(cls, given: Mapping[str, Any] | Verdict | Report) -> Report:
        """Return the report that a line or a verdict holds.

        Raises:
            InvalidPost: a field is missing or wrong; names the field and the remedy.
        """
        if isinstance(given, Report):
            return given
        fields = given.to_dict() if isinstance(given, Verdict) else given
        if "error" in fields:
            raise InvalidPost(
                "error", "the line holds no report but why there is none", "Mend the post and judge it again"
            )
        report: Report = validated(cls, fields)
        report._check_labels()
        return report

    def _check_labels(self) -> None:
        failed = {failure.check for failure in self.failures}
        for label in ("personal", "source"):
            if label not in self.labels and label not in failed:
                raise InvalidPost(f"labels.{label}", "is missing", _REMEDY)
