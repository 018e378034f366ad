"""Where drafts for a review come from: a review queue, a JSON lines file, a data frame, or posts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from khobar_moderation.errors import InvalidPost, KhobarModerationError
from khobar_moderation.post import Post

if TYPE_CHECKING:
    from khobar_moderation.hooks import ReviewQueue

__all__ = ["Drafts", "drafts_of", "read_post"]


@dataclass(slots=True)
class Drafts:
    """Drafts by id, in order, and what could not be read.

    Attributes:
        posts: by id.
        problems: place and problem of each row that holds no post; no word of it.
        queue: that they come from, if any.
    """

    posts: dict[str, Post] = field(default_factory=dict, repr=False)
    problems: list[str] = field(default_factory=list)
    queue: ReviewQueue | None = None

    def add(self, place: str, fields: Any) -> None:  # noqa: ANN401 - whatever stood there
        """Add a row: a post, a text, or the fields of a post with an `id` of its own."""
        try:
            post, given = read_post(fields)
        except InvalidPost as error:
            self.problems.append(f"{place}: {error}")
            return
        name = str(given) if given is not None else place
        if name in self.posts:
            self.problems.append(f"{place}: id: stands there twice. Give each draft an id of its own")
        else:
            self.posts[name] = post


def drafts_of(source: Any) -> Drafts:  # noqa: ANN401 - any of the kinds below
    """Return the drafts of a queue (those that are held), a file, a data frame or an iterable of posts.

    Raises:
        KhobarModerationError: there is no such kind of source.
        OSError: the file cannot be read.
        QueueError: the queue cannot be reached.
    """
    drafts = Drafts()
    if isinstance(source, str | Path):
        for number, line in enumerate(Path(source).read_bytes().split(b"\n"), 1):
            if line.strip():
                drafts.add(f"line {number}", _parsed(line))
    elif hasattr(source, "drafts"):
        drafts.queue = source
        drafts.posts = {draft.id: draft.outgoing.post for draft in source.drafts(limit=None)}
    elif hasattr(source, "to_dict") and hasattr(source, "columns"):
        _add_all(drafts, "row", source.to_dict("records"))
    elif isinstance(source, Iterable):
        _add_all(drafts, "draft", source)
    else:
        raise KhobarModerationError("give a queue, a path, a data frame, or a list of posts")
    return drafts


def _add_all(drafts: Drafts, kind: str, rows: Iterable[Any]) -> None:
    for number, row in enumerate(rows, 1):
        drafts.add(f"{kind} {number}", row)


def _parsed(line: bytes) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return None


def read_post(fields: Any) -> tuple[Post, Any]:  # noqa: ANN401 - whatever stood there
    """Return the post that a row holds, and the id that it gave.

    Raises:
        InvalidPost: it holds none; names the field and the remedy.
    """
    if isinstance(fields, Post):
        return fields, fields.id
    if isinstance(fields, str):
        return Post(text=fields), None
    if not isinstance(fields, Mapping):
        raise InvalidPost("post", "is no JSON object", "Give an object with at least text")
    given = {name: value for name, value in fields.items() if name in Post.model_fields and _is_given(value)}
    if "text" not in given:
        raise InvalidPost("text", "is missing", "Give the text of the post as a str")
    return Post(**{**given, "id": None}), fields.get("id")


def _is_given(value: object) -> bool:
    """Return whether a cell holds anything: an empty one of a data frame is a NaN, which is unlike itself."""
    return value is not None and value == value
