"""Annotated posts: what a person says that a post holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StrictStr

from khobar_moderation.errors import InvalidPost
from khobar_moderation.evaluation.fields import Fields, one_of, validated
from khobar_moderation.finding import Decision, Role
from khobar_moderation.post import PlainText, Post
from khobar_moderation.taxonomy import ATTRIBUTES, FINDINGS, IDENTIFIERS, LABELS

__all__ = ["Annotation", "ExposureSpan", "GoldSpan", "LanguageSpan", "TypedSpan"]

_SOURCE_SPANS = ("named", "organization", "anonymous", "hearsay")


class GoldSpan(Fields):
    """Code points [start, end) of the text as posted; `text`, where given, must be what stands there."""

    start: Annotated[StrictInt, Field(ge=0)]
    end: Annotated[StrictInt, Field(ge=1)]
    text: StrictStr | None = Field(default=None, repr=False)


class TypedSpan(GoldSpan):
    """A span with its type."""

    type: StrictStr


class SourceSpan(TypedSpan):
    """What says where information comes from."""

    type: Annotated[StrictStr, AfterValidator(one_of(_SOURCE_SPANS))]


class LanguageSpan(TypedSpan):
    """A wrong word or mark, with what should stand there."""

    type: Annotated[StrictStr, AfterValidator(one_of(FINDINGS["language"]))]
    correction: StrictStr | None = Field(default=None, repr=False)


class SoundnessSpan(TypedSpan):
    """What is offensive, unsuitable or unscientific."""

    type: Annotated[StrictStr, AfterValidator(one_of(FINDINGS["soundness"]))]


class ExposureSpan(TypedSpan):
    """A person, an identifier or a private fact; a person has a role."""

    type: Annotated[StrictStr, AfterValidator(one_of((*IDENTIFIERS, *ATTRIBUTES, "person")))]
    role: Role | None = None
    pupil: StrictBool = False


class Personal(Fields):
    """Whether the post is about the work, and which parts are not."""

    label: Annotated[StrictStr, AfterValidator(one_of(LABELS["personal"]))]
    spans: tuple[GoldSpan, ...] = ()


class Source(Fields):
    """Where the post has its information from."""

    status: Annotated[StrictStr, AfterValidator(one_of(LABELS["source"]))]
    spans: tuple[SourceSpan, ...] = ()


class Annotation(Fields):
    """A post with what a person says that it holds; offsets are code points of the text as posted, half open.

    Attributes:
        id: name of the post, str or int.
        post: what is judged.
        decision: what should happen to it.
        personal: label and spans.
        source: status and spans.
        language: wrong words, and words of dialect.
        soundness: what is unsound.
        exposure: persons in every role, identifiers, private facts.
        register_: "msa", "dialect" or "mixed" ("" when not given); `register` in the file.
        tricky: why the post is hard, in free words.
    """

    id: PlainText | StrictInt
    post: Post
    decision: Decision
    personal: Personal
    source: Source
    language: tuple[LanguageSpan, ...]
    soundness: tuple[SoundnessSpan, ...]
    exposure: tuple[ExposureSpan, ...]
    register_: PlainText = Field(default="", alias="register")
    tricky: PlainText = Field(default="", repr=False)

    @property
    def text(self) -> str:
        """The text as posted."""
        return self.post.text

    @classmethod
    def of(cls, fields: Mapping[str, Any] | Annotation) -> Annotation:
        """Return the annotation that a line holds: the fields of a post beside those of this class.

        Raises:
            InvalidPost: a field is missing or wrong; names the field and the remedy.
        """
        if isinstance(fields, Annotation):
            return fields
        if "text" not in fields:
            raise InvalidPost("text", "is missing", "Give the text of the post as a str")
        given = {name: fields[name] for name in Post.model_fields if fields.get(name) is not None and name != "id"}
        known = {name: value for name, value in fields.items() if value is not None}
        annotation: Annotation = validated(cls, {**known, "post": Post(**given)})
        annotation._check_spans()
        return annotation

    def _check_spans(self) -> None:
        for field, span in self._spans():
            if not span.start < span.end <= len(self.text):
                raise InvalidPost(field, "has a span that is empty or ends after the text", "Count in code points")
            if span.text is not None and span.text != self.text[span.start : span.end]:
                raise InvalidPost(
                    field,
                    f"has a span at {span.start} whose text stands elsewhere",
                    "Count in code points, not in bytes",
                )
        if any(item.type == "person" and item.role is None for item in self.exposure):
            raise InvalidPost("exposure.role", "is missing for a person", "Give official, source or private")

    def _spans(self) -> Iterator[tuple[str, GoldSpan]]:
        fields = {
            "personal.spans": self.personal.spans,
            "source.spans": self.source.spans,
            "language": self.language,
            "soundness": self.soundness,
            "exposure": self.exposure,
        }
        return ((field, span) for field, spans in fields.items() for span in spans)
