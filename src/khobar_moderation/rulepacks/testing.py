"""Run the examples that stand in rule files: what `rules test` and the test suite share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from khobar_moderation.finding import Evidence, Finding, Span
from khobar_moderation.post import Channel, Post
from khobar_moderation.rulepacks.kinds import Example, Rule

if TYPE_CHECKING:
    from khobar_moderation.moderator import Moderator
    from khobar_moderation.verdict import Verdict

__all__ = ["ExampleCase", "cases", "problem_of"]

_BROKEN = frozenset({"error", "deadline"})  # that a text is hardly Arabic, say, is no fault of a rule


@dataclass(frozen=True, slots=True)
class ExampleCase:
    """An example of a rule: the post, the spans marked in it, and whether the rule is to speak."""

    rule: str
    post: Post
    spans: tuple[Span, ...]
    flagged: bool


def cases(rule: Rule) -> Iterator[ExampleCase]:
    """Yield the examples of a rule as posts.

    Raises:
        ValueError: the marks [[ and ]] do not pair.
        InvalidPost: an example is no post.
    """
    for flagged, examples in ((True, rule.examples.flags), (False, rule.examples.allows)):
        for example in examples:
            fields = Example(text=example) if isinstance(example, str) else example
            text, spans = _unmark(fields.text)
            yield ExampleCase(rule.id, _post(fields, text), spans, flagged)


def problem_of(case: ExampleCase, moderator: Moderator) -> str | None:
    """Return what is wrong with how the moderator takes an example, None when all is right."""
    verdict = moderator.check(case.post)
    broken = next((failure for failure in verdict.failures if failure.reason in _BROKEN), None)
    if broken:
        return f"a check failed: {broken.check} {broken.detail}"
    spans = _spans_of(case.rule, verdict)
    if not case.flagged:
        return f"speaks at {spans} where it should be silent" if spans else None
    if not spans:
        return "is silent where it should speak"
    if case.spans and not set(case.spans) <= set(spans):
        return f"speaks at {spans} instead of {list(case.spans)}"
    return None


def _spans_of(rule: str, verdict: Verdict) -> list[Span | None]:
    seen: list[Finding | Evidence] = [*verdict.findings, *verdict.evidence]
    labels = [None for name in verdict.label_rules.values() if name == rule]
    return [item.span for item in seen if item.rule == rule] + labels


def _post(fields: Example, text: str) -> Post:
    repost = Post(text=fields.repost_of) if fields.repost_of else None
    sent_at = datetime.fromisoformat(fields.sent_at) if fields.sent_at else None
    return Post(
        text=text,
        channel=Channel(fields.channel),
        account=fields.account,
        sent_at=sent_at,
        emergency=fields.emergency,
        repost_of=repost,
    )


def _unmark(text: str) -> tuple[str, tuple[Span, ...]]:
    plain, spans = "", []
    for number, part in enumerate(text.split("[[")):
        if number == 0:
            plain = part
            continue
        inside, closed, rest = part.partition("]]")
        if not closed:
            raise ValueError("an example opens [[ without closing it")
        spans.append(Span(len(plain), len(plain) + len(inside)))
        plain += inside + rest
    return plain, tuple(spans)
