"""What callers hand in: a post and what hangs on it."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    ModelWrapValidatorHandler,
    ValidationError,
    model_validator,
)

from khobar_moderation.errors import InvalidPost

__all__ = ["MAX_CHARACTERS", "Attachment", "AttachmentKind", "Channel", "Post"]

MAX_CHARACTERS = 1_048_576
"""Longest text judged: far above what any channel carries, and linear time keeps it cheap."""

_REMEDIES = {
    "text": "Give the text of the post as a str with at least one visible character",
    "channel": "Use one of: whatsapp, x, telegram, sms, email, web, other",
    "account": "Give a handle such as @name, or the name of the group or account on one line",
    "sent_at": "Give a datetime with a time zone, such as 2026-11-23T08:00:00+03:00",
    "repost_of": "Give the reposted post as a Post or an object with at least text",
    "attachments": "Give a list of objects with kind: image, document, voice, video, contact, location or other",
    "emergency": "Give true or false",
    "id": "Give a str",
}
_HANDLE = re.compile(r"@[A-Za-z0-9_.]{1,50}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


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
            raise _invalid(error) from None


class Attachment(_Model):
    """Something a post carries that is not its text; `name` is the file name, if any."""

    kind: AttachmentKind
    name: str | None = None

    def __repr_args__(self) -> list[tuple[str, Any]]:
        """Show no file name: it may name a person."""
        return [("kind", str(self.kind))]


def _check_text(text: str) -> str:
    if len(text) > MAX_CHARACTERS:
        raise InvalidPost("text", f"longer than {MAX_CHARACTERS:,} characters", "Split it into several posts")
    if "\x00" in text:
        raise InvalidPost("text", "contains a NUL character", "Remove it: no channel can carry it")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        problem = f"contains a lone surrogate at offset {error.start}"
        raise InvalidPost("text", problem, "Decode the text properly: it was cut inside a character") from None
    if not any(character.isprintable() and not character.isspace() for character in text):
        raise InvalidPost("text", "is empty or blank", _REMEDIES["text"])
    return text


def _check_account(account: str) -> str:
    name = account.strip()
    malformed = not name or len(name) > 100 or _CONTROL.search(name)
    if malformed or (name.startswith("@") and not _HANDLE.fullmatch(name)):
        raise InvalidPost("account", "is malformed", _REMEDIES["account"])
    return name


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

    text: Annotated[str, AfterValidator(_check_text)]
    channel: Channel = Channel.WHATSAPP
    account: Annotated[str, AfterValidator(_check_account)] | None = None
    sent_at: AwareDatetime | None = None
    repost_of: Post | None = None
    attachments: tuple[Attachment, ...] = ()
    emergency: bool = False
    id: str | None = None

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


def _invalid(error: ValidationError) -> InvalidPost:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    path = [str(part) for part in first["loc"]]
    field = ".".join(path) or "post"
    known = next((part for part in reversed(path) if part in _REMEDIES), "")
    if first["type"] == "extra_forbidden":
        return InvalidPost(_short(field), "is no field of a post", f"The fields are: {', '.join(Post.model_fields)}")
    return InvalidPost(_short(field), first["msg"], _REMEDIES.get(known, "See Post for its fields"))


def _short(field: str) -> str:
    """Keep a caller's own field name from carrying a text into a log."""
    return field if len(field) <= 60 else field[:57] + "..."
