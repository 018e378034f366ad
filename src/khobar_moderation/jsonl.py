"""Judge posts given as JSON lines: one object a line in, one object a line out, in the same order.

A line is an object with at least `text`; further fields of `Post` are used, unknown ones ignored, and null counts as
not given. A line that holds no post is told in its place, as an object with `error`, and the run goes on. Blank
lines are skipped, but counted in line numbers. What is written never repeats text of a bad line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from khobar_moderation.errors import InvalidPost
from khobar_moderation.finding import Decision
from khobar_moderation.post import Attachment, Post

if TYPE_CHECKING:
    from khobar_moderation.moderator import Moderator
    from khobar_moderation.verdict import Verdict

__all__ = ["BadLine", "JudgedLine", "encode", "judge_lines"]

Id: TypeAlias = str | int | None


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """A verdict, with the `id` that its line gave (str, int or None)."""

    id: Id
    verdict: Verdict

    def to_dict(self) -> dict[str, Any]:
        """Return the verdict as a JSON-ready object, `id` first where there is one."""
        return ({} if self.id is None else {"id": self.id}) | self.verdict.to_dict()


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be judged: its number (from 1), its `id` if it was readable, and what to mend."""

    line: int
    id: Id
    field: str
    message: str

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready object; undecided is `review`."""
        error = {"field": self.field, "message": self.message}
        return {"line": self.line, "id": self.id, "error": error, "decision": str(Decision.REVIEW)}


def judge_lines(
    lines: Iterable[bytes], moderator: Moderator, defaults: Mapping[str, Any] | None = None
) -> Iterator[JudgedLine | BadLine]:
    """Yield the outcome of each line of UTF-8 that is not blank, as they come.

    Args:
        lines: with or without line ends; a byte order mark at the start is skipped.
        moderator: judges the posts.
        defaults: fields of `Post` for lines that do not give them.
    """
    for number, line in enumerate(lines, 1):
        bare = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if bare.strip():
            yield _judge(number, bare, moderator, defaults or {})


def encode(outcome: JudgedLine | BadLine) -> bytes:
    """Return an outcome as a line of UTF-8 JSON, with its line end."""
    return json.dumps(outcome.to_dict(), ensure_ascii=False).encode() + b"\n"


def _judge(number: int, line: bytes, moderator: Moderator, defaults: Mapping[str, Any]) -> JudgedLine | BadLine:
    id_: Id = None
    try:
        fields = _parse(line)
        id_ = _id_of(fields)
        return JudgedLine(id_, moderator.check(_post({**defaults, **_given(fields)})))
    except InvalidPost as error:
        return BadLine(number, id_, error.field, f"{error.problem}. {error.remedy}")
    except Exception as error:  # one post that nobody foresaw must not cost the rest of the file
        return BadLine(number, id_, "post", f"could not be judged ({type(error).__name__}). Please report it")


def _parse(line: bytes) -> dict[str, Any]:
    remedy = 'Write one JSON object a line, such as {"text": "…"}'
    try:
        fields = json.loads(line.decode())
    except UnicodeDecodeError as error:
        raise InvalidPost("line", f"is no UTF-8 at byte {error.start + 1}", "Save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        raise InvalidPost("line", f"is no valid JSON at column {error.colno}", remedy) from None
    except (ValueError, RecursionError):
        raise InvalidPost("line", "holds a number too long or is nested too deeply", remedy) from None
    if not isinstance(fields, dict):
        raise InvalidPost("line", "is no JSON object", remedy)
    return fields


def _id_of(fields: Mapping[str, Any]) -> Id:
    id_ = fields.get("id")
    if id_ is None or (isinstance(id_, int) and not isinstance(id_, bool)) or _is_text(id_):
        return id_
    raise InvalidPost("id", "is neither text nor a whole number", "Give a str or an int, or leave it out")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not any("\ud800" <= character <= "\udfff" for character in value)


def _given(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a post that a line gives; `id` stays with the line."""
    known = {name: fields[name] for name in Post.model_fields if fields.get(name) is not None and name != "id"}
    if isinstance(known.get("repost_of"), dict):
        known["repost_of"] = _given(known["repost_of"])
    if isinstance(known.get("attachments"), list):
        known["attachments"] = [_known_of_attachment(item) for item in known["attachments"]]
    return known


def _known_of_attachment(item: Any) -> Any:  # noqa: ANN401 - what stands there is checked by Post
    if not isinstance(item, dict):
        return item
    return {name: item[name] for name in Attachment.model_fields if item.get(name) is not None}


def _post(fields: dict[str, Any]) -> Post:
    if "text" not in fields:
        raise InvalidPost("text", "is missing", "Give the text of the post as a str")
    return Post(**fields)
