"""A message on its way out: what is judged, and what is needed to send it later."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from khobar_moderation.post import Post

__all__ = ["Outgoing"]


class Outgoing(BaseModel):
    """A message that a program is about to send.

    Attributes:
        post: every text of the message, joined, with what else hangs on it; what no check reads is a failure.
        target: chat, group or account that receives it.
        request: what the adapter needs to send the message later; JSON.
        adapter: name of what sends it.
        key: idempotency key: two messages with the same key are one; None for none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    post: Post
    target: str = Field(repr=False)
    request: dict[str, JsonValue] = Field(default_factory=dict, repr=False)
    adapter: str = "call"
    key: str | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of all that would be sent, and to whom: an approval holds for exactly this."""
        content: dict[str, Any] = self.model_dump(mode="json", exclude={"key"})
        content["post"] = self.post.model_dump(mode="json", exclude={"sent_at", "id"})
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
