"""The exceptions of the package.

    KhobarModerationError
    ├── InvalidPost       a post that cannot be judged: names the field and the remedy
    ├── SourceFileError   a rule or policy file that cannot be used: names file, line and the remedy
    │   ├── RuleError
    │   └── PolicyError
    └── DeadlineExceeded  a pattern that ran past its deadline (becomes a CheckFailure, never an allow)

No message carries text of a post: what an exception says ends in logs.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["DeadlineExceeded", "InvalidPost", "KhobarModerationError", "PolicyError", "RuleError", "SourceFileError"]


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
    """A YAML file that cannot be used, with the line (1-based) to look at."""

    def __init__(self, path: Path | str, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}")
        self.path = path
        self.line = line
        self.problem = problem


class RuleError(SourceFileError):
    """A rule file that cannot be used."""


class PolicyError(SourceFileError):
    """A policy file that cannot be used."""


class DeadlineExceeded(KhobarModerationError):
    """A pattern ran past its deadline."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"rule {rule} ran past its deadline")
        self.rule = rule
