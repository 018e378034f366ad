"""What a post may hold, and how one that cannot be judged says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from khobar_moderation import Attachment, Channel, InvalidPost, Post
from khobar_moderation.post import MAX_CHARACTERS, MAX_REPOSTS

CANARY = "سرية-الطالبة-4417"
TEXT = "تبدأ الاختبارات يوم الأحد."
NIGHT = "2026-11-23T22:00:00+03:00"

BAD_FIELDS: list[tuple[str, dict[str, Any]]] = [
    ("text", {"text": ""}),
    ("text", {"text": " \n\t\u200f\u00a0"}),
    ("text", {"text": 4417}),
    ("text", {"text": None}),
    ("text", {"text": CANARY.encode()}),
    ("text", {"text": f"{CANARY}\ud83d"}),
    ("text", {"text": f"{CANARY}\x00"}),
    ("text", {"text": "ا" * 10_000_000}),
    ("text", {}),
    ("channel", {"text": TEXT, "channel": CANARY}),
    ("channel", {"text": TEXT, "channel": 3}),
    ("account", {"text": TEXT, "account": ""}),
    ("account", {"text": TEXT, "account": f"@{CANARY}"}),
    ("account", {"text": TEXT, "account": "@"}),
    ("account", {"text": TEXT, "account": f"{CANARY}\nوحدة"}),
    ("account", {"text": TEXT, "account": "\u200b"}),
    ("account", {"text": TEXT, "account": "و" * 101}),
    ("account", {"text": TEXT, "account": f"{CANARY}\udc00"}),
    ("sent_at", {"text": TEXT, "sent_at": datetime(2026, 11, 23, 8)}),
    ("sent_at", {"text": TEXT, "sent_at": "2026-11-23T08:00:00"}),
    ("sent_at", {"text": TEXT, "sent_at": "2026-11-23"}),
    ("sent_at", {"text": TEXT, "sent_at": CANARY}),
    ("sent_at", {"text": TEXT, "sent_at": 1_795_000_000}),
    ("emergency", {"text": TEXT, "emergency": CANARY}),
    ("id", {"text": TEXT, "id": ["a"]}),
    ("id", {"text": TEXT, "id": "\ud800"}),
    ("attachments", {"text": TEXT, "attachments": CANARY}),
    ("attachments.kind", {"text": TEXT, "attachments": [{"kind": CANARY}]}),
    ("attachments.name", {"text": TEXT, "attachments": [{"kind": "image", "name": 7}]}),
    ("repost_of", {"text": TEXT, "repost_of": CANARY}),
    ("repost_of.text", {"text": TEXT, "repost_of": {"text": " "}}),
    (
        "repost_of.repost_of.sent_at",
        {"text": TEXT, "repost_of": {"text": TEXT, "repost_of": {"text": TEXT, "sent_at": 1}}},
    ),
    ("repost_of.attachments.kind", {"text": TEXT, "repost_of": {"text": TEXT, "attachments": [{"kind": "photo"}]}}),
    ("hour", {"text": TEXT, "hour": CANARY}),
    ("a field", {"text": TEXT, CANARY: "1"}),
]


@pytest.mark.parametrize(
    ("field", "fields"), BAD_FIELDS, ids=[f"{field}-{i}" for i, (field, _) in enumerate(BAD_FIELDS)]
)
def test_error_names_the_field_and_the_remedy_and_never_the_value(field: str, fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidPost) as caught:
        Post.model_validate(fields)
    assert caught.value.field == field
    assert len(caught.value.remedy) > 10
    assert str(caught.value) == f"{field}: {caught.value.problem}. {caught.value.remedy}"
    assert CANARY not in repr(caught.value)


@pytest.mark.parametrize("post", [None, 5, b"text", ["text"], {"text": TEXT}], ids=lambda post: type(post).__name__)
def test_what_is_no_post_is_refused_by_type(post: Any) -> None:
    with pytest.raises(InvalidPost, match="Give a Post or a str"):
        Post.of(post)


def test_plain_text_is_a_post() -> None:
    assert Post.of(TEXT) == Post(text=TEXT)
    assert Post(text=TEXT).channel is Channel.WHATSAPP


def test_time_and_channel_are_read_from_json() -> None:
    post = Post.model_validate({"text": TEXT, "sent_at": "2026-11-23T08:00:00Z", "channel": "x"})
    assert post.sent_at == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert post.channel is Channel.X


def test_longest_text_is_taken_and_one_more_is_not() -> None:
    assert Post(text="ا" * MAX_CHARACTERS)
    with pytest.raises(InvalidPost, match="Split it"):
        Post(text="ا" * (MAX_CHARACTERS + 1))


def _nest(depth: int) -> Post:
    post = Post(text=TEXT)
    for _ in range(depth):
        post = Post(text=TEXT, repost_of=post)
    return post


def test_reposts_nest_to_a_depth_and_no_deeper() -> None:
    assert _nest(MAX_REPOSTS)
    with pytest.raises(InvalidPost, match=f"is nested deeper than {MAX_REPOSTS}"):
        _nest(MAX_REPOSTS + 1)


def test_endless_reposts_in_plain_data_are_refused() -> None:
    circle: dict[str, Any] = {"text": TEXT}
    circle["repost_of"] = circle
    deep: dict[str, Any] = {"text": TEXT}
    for _ in range(100_000):
        deep = {"text": TEXT, "repost_of": deep}
    for data in (circle, deep):
        with pytest.raises(InvalidPost, match="is nested deeper"):
            Post.model_validate(data)
    while "repost_of" in deep:  # taken apart by hand: freeing it at once would recurse
        deep = deep.pop("repost_of")


def test_post_is_frozen_and_refuses_without_quoting() -> None:
    post = Post(text=TEXT)
    with pytest.raises(AttributeError, match="frozen") as caught:
        post.text = CANARY  # type: ignore[misc]
    assert post.text == TEXT
    assert CANARY not in repr(caught.value)


def test_repr_shows_neither_text_nor_account_nor_file_names() -> None:
    inner = Post(text=CANARY, account=CANARY, attachments=(Attachment(kind="image", name=CANARY),))
    post = Post(text=CANARY, account=CANARY, repost_of=inner, sent_at=datetime.now(UTC) - timedelta(days=1))
    assert CANARY not in f"{post!r} {post} {inner.attachments!r} {inner.attachments[0]}"
