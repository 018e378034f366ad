"""Put corrected text back where a message carries it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from khobar_moderation.hooks.outgoing import Outgoing

__all__ = ["amend", "amended", "changes_in"]


def changes_in(outgoing: Outgoing, correct: Callable[[str], str]) -> dict[str, str]:
    """Return the texts that a message carries and that correction changes, each with what becomes of it.

    Args:
        outgoing: the message; its texts are the strings of its request that stand in its post as they are, or the
            post's where there is no request. A text that stands there otherwise, such as one with markup, is left: what
            is judged would not be what is sent.
        correct: returns a text, corrected.
    """
    text = outgoing.post.text
    carried = {string for string in _strings(outgoing.request) if string in text} if outgoing.request else {text}
    mended = {string: correct(string) for string in carried if any(map(str.isalpha, string))}
    return {string: new for string, new in mended.items() if new != string}


def amended(outgoing: Outgoing, changes: Mapping[str, str]) -> Outgoing:
    """Return a message with its texts changed, in what is judged and in what is sent."""
    text = outgoing.post.text
    for old, new in sorted(changes.items(), key=lambda change: -len(change[0])):
        text = text.replace(old, new)
    post = outgoing.post.model_copy(update={"text": text})
    return outgoing.model_copy(update={"post": post, "request": amend(outgoing.request, changes)})


def amend(value: Any, changes: Mapping[str, str]) -> Any:  # noqa: ANN401 - whatever JSON, or arguments, hold
    """Return a value with every string in it that is to be changed, changed; all others stay as they are."""
    if isinstance(value, str):
        return changes.get(value, value)
    if isinstance(value, dict):
        return {key: amend(item, changes) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(amend(item, changes) for item in value)
    return value


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
