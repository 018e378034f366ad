"""Read requests to a service: which of them are messages, and what a reader of each will see.

A guard stands where all requests of a library pass. It lets through what sends nothing to anybody, asks the hook about
messages, and refuses what it does not know. In a message every string is text but those under keys that are known to
be read by machines alone: a field that is new tomorrow is judged rather than overlooked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from khobar_moderation.hooks.outcome import Action, Outcome, SendRefused
from khobar_moderation.hooks.outgoing import Outgoing
from khobar_moderation.hooks.sending import NotAccepted, Refused
from khobar_moderation.post import Attachment, AttachmentKind, Channel, Post

__all__ = ["AGAIN", "Wire", "raise_for"]

AGAIN = frozenset((429, 503))
"""HTTP statuses that say: not taken, come again. After any other error of the server nobody knows."""

_WORDLESS = "📎"
"""Stands for a message without words, such as a picture alone: a post has to have a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """How to read the requests of one service.

    Attributes:
        adapter: name under which drafts are kept and sent.
        channel: of the posts.
        account: that sends them, as the policy's register has it; None for none.
        messages: patterns of "METHOD path" whose body goes to people.
        harmless: patterns of "METHOD path" that send nobody anything.
        machine: keys of the body whose strings no reader sees.
        media: keys of the body that carry what no check reads.
        target: keys of the body that say to whom a message goes, the first one present.
        rendered: turns a text of a body into what its readers see, where they see no markup.
    """

    adapter: str
    channel: Channel
    account: str | None
    messages: re.Pattern[str]
    harmless: re.Pattern[str]
    machine: frozenset[str]
    media: Mapping[str, AttachmentKind]
    target: tuple[str, ...] = field(default=())
    rendered: Callable[[str, Mapping[str, Any]], str] = field(default=lambda text, _: text)

    def read(self, method: str, path: str, body: object, *, files: bool = False) -> Outgoing | None:
        """Return the message that a request carries; None where it carries neither words nor media.

        Args:
            method: of the request, in capitals.
            path: of the request, without host and query.
            body: as JSON, or None where it has none or cannot be read.
            files: whether bytes hang on the request, which could not be kept for later.

        Raises:
            SendRefused: the request is not known, or nobody can read it.
        """
        line = f"{method} {path}"
        if self.harmless.fullmatch(line):
            return None
        if not self.messages.fullmatch(line) or not isinstance(body, Mapping):
            refuse("unknown request")
        if files:
            refuse("file that cannot wait")
        return self._message(method, path, body)

    def _message(self, method: str, path: str, body: Mapping[str, Any]) -> Outgoing | None:
        kinds = dict.fromkeys(self.media[key] for key in _keys(body) if key in self.media)
        text = "\n".join(self.rendered(text, body) for text in _texts(body, self.machine)).strip()
        if not text and not kinds:
            return None
        post = Post(
            text=text or _WORDLESS,
            channel=self.channel,
            account=self.account,
            attachments=tuple(Attachment(kind=kind) for kind in kinds),
        )
        target = next((str(body[key]) for key in self.target if key in body), path)
        request = {"method": method, "path": path, "body": dict(body)}
        return Outgoing(post=post, target=target, request=request, adapter=self.adapter)


def refuse(failure: str) -> NoReturn:
    """Stop a send that nobody can judge."""
    raise SendRefused(Outcome(action=Action.REFUSE, failure=failure))


def raise_for(status: int) -> None:
    """Say of an HTTP status what it means for a message.

    Raises:
        NotAccepted: the service has not taken it, and it may be sent again.
        Refused: the service does not want it.
        ConnectionError: nobody knows.
    """
    if status in AGAIN:
        raise NotAccepted(f"status {status}")
    if 400 <= status < 500:
        raise Refused(f"status {status}")
    if not 200 <= status < 300:
        raise ConnectionError(f"status {status}")


def _texts(body: object, machine: frozenset[str]) -> Iterator[str]:
    """Yield what a reader sees of a body, once each, in order."""
    yield from dict.fromkeys(text for text in _strings(body, machine) if not text.isspace() and text)


def _strings(value: object, machine: frozenset[str]) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key not in machine or not _is_plain(item):
                yield from _strings(item, machine)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item, machine)


def _is_plain(value: object) -> bool:
    """Return whether a value holds no fields of its own, which might be text under any key."""
    return not any(isinstance(item, Mapping) for item in (value if isinstance(value, list | tuple) else [value]))


def _keys(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield key
            yield from _keys(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _keys(item)
