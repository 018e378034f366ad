"""What callers hand in: a post and what hangs on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ModelWrapValidatorHandler,
    StrictBool,
    StrictStr,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from khobar_moderation.errors import InvalidPost

__all__ = ["MAX_CHARACTERS", "MAX_REPOSTS", "Attachment", "AttachmentKind", "Channel", "Post"]

MAX_CHARACTERS = 1_048_576
"""Longest text judged: far above what any channel carries, and linear time keeps it cheap."""

MAX_REPOSTS = 8
"""How deep reposts may nest; every one of them is judged."""

_REMEDIES = {
    "text": "Give the text of the post as a str with at least one visible character",
    "channel": "Use one of: whatsapp, x, telegram, sms, email, web, other",
    "account": "Give a handle such as @name, or the name of the group or account on one line",
    "sent_at": "Give a datetime with a time zone, such as 2026-11-23T08:00:00+03:00",
    "repost_of": "Give the reposted post as a Post or an object with at least text",
    "kind": "Use one of: image, document, voice, video, contact, location, other",
    "name": "Give the file name as a str",
    "attachments": "Give a list of objects with kind: image, document, voice, video, contact, location or other",
    "emergency": "Give true or false",
    "id": "Give a str, or leave it out",
}
_WHOLE = "post"
"""What an error names when it is the post itself, or an attachment, that is of the wrong type."""
_HANDLE = re.compile(r"@[A-Za-z0-9_.]{1,50}")
_FIELD = re.compile(r"[a-z_][a-z0-9_.]{0,40}")
"""A name that may be shown in an error; anything else that a caller gave for one may be text of a post."""
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Channel(StrEnum):
    """Where a post goes out."""

    WHATSAPP = "whatsapp"
    X = "x"
    TELEGRAM = "telegram"
    SMS = "sms"
    EMAIL = "email"
    WEB = "web"
    OTHER = "other"


class AttachmentKind(StrEnum):
    """What hangs on a post beside its text."""

    IMAGE = "image"
    DOCUMENT = "document"
    VOICE = "voice"
    VIDEO = "video"
    CONTACT = "contact"
    LOCATION = "location"
    OTHER = "other"


class _Model(BaseModel):
    """Frozen, strict about field names, and silent about what it was given."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    @model_validator(mode="wrap")
    @classmethod
    def _raise_typed_error(cls, data: Any, handler: ModelWrapValidatorHandler[Any]) -> Any:  # noqa: ANN401 - pydantic's signature
        try:
            return handler(data)
        except ValidationError as error:
            raise _invalid(error, cls) from None

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse; pydantic's own refusal would quote the value."""
        raise AttributeError(f"a {type(self).__name__} is frozen; make another one")


def _check_encodable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"contains a lone surrogate at offset {error.start}") from None
    return text


PlainText = Annotated[StrictStr, AfterValidator(_check_encodable)]


class Attachment(_Model):
    """Something a post carries that is not its text; `name` is the file name, if any."""

    kind: AttachmentKind
    name: PlainText | None = None

    def __repr_args__(self) -> list[tuple[str, Any]]:
        """Show no file name: it may name a person."""
        return [("kind", str(self.kind))]


def _check_text(text: str) -> str:
    if len(text) > MAX_CHARACTERS:
        raise InvalidPost("text", f"is longer than {MAX_CHARACTERS:,} characters", "Split it into several posts")
    if "\x00" in text:
        raise InvalidPost("text", "contains a NUL character", "Remove it: no channel can carry it")
    if not any(character.isprintable() and not character.isspace() for character in text):
        raise InvalidPost("text", "is empty or blank", _REMEDIES["text"])
    return text


def _check_account(account: str) -> str:
    name = account.strip()
    malformed = len(name) > 100 or _CONTROL.search(name) or not any(letter.isprintable() for letter in name)
    if malformed or (name.startswith("@") and not _HANDLE.fullmatch(name)):
        raise InvalidPost("account", "is malformed", _REMEDIES["account"])
    return name


def _read_time(value: object) -> object:
    """Read ISO 8601 only: a number would be taken for seconds since 1970."""
    if isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ValueError("is no date and time in ISO 8601") from None


def _name_the_field(field: str) -> WrapValidator:
    """Put the name of a field before those of what it holds."""

    def named(value: object, handler: ValidatorFunctionWrapHandler) -> object:
        try:
            return handler(value)
        except InvalidPost as error:
            if error.field == _WHOLE:
                raise InvalidPost(field, error.problem, _REMEDIES[field]) from None
            raise InvalidPost(f"{field}.{error.field}", error.problem, error.remedy) from None

    return WrapValidator(named)


class Post(_Model):
    """A draft, before it is sent.

    Attributes:
        text: what would be published.
        channel: where; WhatsApp has sending hours.
        account: the account or group that sends it; None when not known, and then not judged.
        sent_at: when it is to go out, with a time zone; None when not known, and then not judged.
        repost_of: the post that this one passes on.
        attachments: what else it carries.
        emergency: the sender declares an emergency notice (see the policy's `emergency`).
        id: the caller's own name for it.

    Raises:
        InvalidPost: a field cannot be used; names the field and the remedy, never the value.
    """

    text: Annotated[PlainText, AfterValidator(_check_text)]
    channel: Channel = Channel.WHATSAPP
    account: Annotated[PlainText, AfterValidator(_check_account)] | None = None
    sent_at: Annotated[AwareDatetime, BeforeValidator(_read_time)] | None = None
    repost_of: Annotated[Post | None, _name_the_field("repost_of")] = None
    attachments: Annotated[tuple[Attachment, ...], _name_the_field("attachments")] = ()
    emergency: StrictBool = False
    id: PlainText | None = None

    @model_validator(mode="before")
    @classmethod
    def _limit_reposts(cls, data: Any) -> Any:  # noqa: ANN401 - pydantic's signature
        inner, depth = data, 0
        while inner is not None and depth <= MAX_REPOSTS:
            inner = inner.get("repost_of") if isinstance(inner, Mapping) else getattr(inner, "repost_of", None)
            depth += 1
        if inner is not None:
            raise InvalidPost("repost_of", f"is nested deeper than {MAX_REPOSTS}", "Give the posts one by one")
        return data

    def __repr_args__(self) -> list[tuple[str, Any]]:
        """Show no text: what a repr says ends in logs."""
        return [("id", self.id), ("channel", str(self.channel)), ("characters", len(self.text))]

    @classmethod
    def of(cls, post: Post | str) -> Post:
        """Return `post`, made from its text when it is a plain str.

        Raises:
            InvalidPost: it is neither, or its text cannot be judged.
        """
        if isinstance(post, Post):
            return post
        if not isinstance(post, str):
            raise InvalidPost("post", f"is a {type(post).__name__}", "Give a Post or a str")
        return cls(text=post)


def _invalid(error: ValidationError, model: type[BaseModel]) -> InvalidPost:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    path = [str(part) for part in first["loc"]]
    field = ".".join(path) or _WHOLE
    if first["type"] == "extra_forbidden":
        known = ", ".join(model.model_fields)
        return InvalidPost(field if _FIELD.fullmatch(field) else "a field", "is not known", f"The fields are: {known}")
    remedy = next((_REMEDIES[part] for part in reversed(path) if part in _REMEDIES), "See Post for its fields")
    return InvalidPost(field, first["msg"].removeprefix("Value error, "), remedy)
