"""The exceptions of the package.

    KhobarModerationError
    ├── InvalidPost       a post that cannot be judged: names the field and the remedy
    ├── SourceFileError   a file that cannot be used: names file, line and the remedy
    │   ├── RuleError
    │   ├── PolicyError
    │   └── AnnotationError   annotated posts, reports on them, or tokens with tags
    ├── ModelError        a model that cannot be used
    ├── MissingReport     an annotated post that no report speaks of
    ├── MissingExtra      a library that only an optional part needs: names the command that installs it
    ├── DeadlineExceeded  a pattern that ran past its deadline (becomes a CheckFailure, never an allow)
    ├── NotSent           a message that the hook stopped (khobar_moderation.hooks)
    │   └── SendRefused, SendHeld, SendScheduled
    ├── QueueError        a review queue that cannot be used
    │   └── NoSuchDraft, WrongState (a draft that somebody else changed first)
    └── NotAccepted, Refused  what a service answered to a message (khobar_moderation.hooks)

No message carries text of a post: what an exception says ends in logs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

__all__ = [
    "AnnotationError",
    "DeadlineExceeded",
    "InvalidPost",
    "KhobarModerationError",
    "MissingExtra",
    "MissingReport",
    "ModelError",
    "PolicyError",
    "RuleError",
    "SourceFileError",
]


class KhobarModerationError(Exception):
    """Base of every exception that this package raises on purpose."""


class InvalidPost(KhobarModerationError):
    """A post that cannot be judged.

    Not a `ValueError`, because pydantic would swallow that into its own error.
    """

    def __init__(self, field: str, problem: str, remedy: str) -> None:
        super().__init__(f"{field}: {problem}. {remedy}")
        self.field = field
        self.problem = problem
        self.remedy = remedy


class SourceFileError(KhobarModerationError):
    """A file that cannot be used, with the line (1-based) to look at."""

    def __init__(self, path: Path | str, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}")
        self.path = path
        self.line = line
        self.problem = problem


class RuleError(SourceFileError):
    """A rule file that cannot be used."""


class PolicyError(SourceFileError):
    """A policy file that cannot be used."""


class AnnotationError(SourceFileError):
    """A line of annotated posts, of reports, or of tokens with tags that cannot be used."""


class ModelError(KhobarModerationError):
    """A model that cannot be used; names the file and the remedy."""


class MissingReport(KhobarModerationError):
    """Annotated posts that no report speaks of; `ids` names them."""

    SHOWN = 5

    def __init__(self, ids: Sequence[str | int]) -> None:
        some = ", ".join(map(str, ids[: self.SHOWN])) + (" …" if len(ids) > self.SHOWN else "")
        super().__init__(
            f"no report for {len(ids)} of the posts: {some}. Judge the same file: khobar-moderation check --jsonl"
        )
        self.ids = tuple(ids)


class MissingExtra(KhobarModerationError):
    """A library that an optional part of the package needs is not installed, or too old."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(f"{library} is needed for this. Run: pip install 'khobar-moderation[{extra}]'")
        self.library = library
        self.extra = extra


class DeadlineExceeded(KhobarModerationError):
    """A pattern ran past its deadline."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"rule {rule} ran past its deadline")
        self.rule = rule
