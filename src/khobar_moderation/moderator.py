"""The one object that callers need: it takes posts and gives verdicts."""

from __future__ import annotations

import gc
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, partial
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from khobar_moderation.checks import Check, Seen, load_checks
from khobar_moderation.correction import Mender
from khobar_moderation.document import Document
from khobar_moderation.errors import DeadlineExceeded, InvalidPost
from khobar_moderation.finding import CheckFailure, Evidence, Finding, Label, Message
from khobar_moderation.heads import Source, load_model
from khobar_moderation.judging import is_in_scope, judge_failures, judge_findings, strictest
from khobar_moderation.policy import Policy, load_policy
from khobar_moderation.post import Post
from khobar_moderation.resources import RULES
from khobar_moderation.rulepacks import Rule, Rulebook, load_rules, rules_version
from khobar_moderation.verdict import Verdict, Versions

__all__ = ["Moderator"]

_DEADLINE = Message(
    "تجاوز هذا الفحص المهلة المحددة، ويلزم أن يراجع المنشور شخص.", "This check ran out of time; a person must look."
)
_ERROR = Message("تعذّر إجراء هذا الفحص، ويلزم أن يراجع المنشور شخص.", "This check could not run; a person must look.")


_TOGETHER = 16
"""Posts that the model reads together: more is hardly faster, and the first verdict waits longer."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Moderator:
    """Judges posts by a policy, offline; safe to share between threads.

    Args:
        policy: name of an embedded policy, path of a policy file, or a `Policy`.
        models: name of an embedded model, or the folder of one; classifiers of your own by check, which take the place
            of its heads (see `heads.brought`); None for rules only.
        rules: folder of further rules, laid out as the package's own; one of the same id takes its place.
        clock: gives the present time with a time zone; for end dates of the policy (tests set it).

    Raises:
        ModelError: the model cannot be used.
        PolicyError: the policy cannot be used.
        RuleError: a rule file cannot be used.
    """

    def __init__(
        self,
        policy: str | Path | Policy = "khobar",
        *,
        models: str | Path | Mapping[str, Source] | None = "khobar",
        rules: str | Path | None = None,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        self.policy = policy if isinstance(policy, Policy) else load_policy(policy)
        self._clock = clock
        self._zone = ZoneInfo(self.policy.channel.timezone)
        self._checks = load_checks()
        self.model = load_model(models) if models is not None else None
        own = Path(rules) if rules is not None else None
        model = self.model.version if self.model else None
        self.versions = Versions(self.policy.version, _rules_version(own), model)
        with _no_garbage_collection():
            further = load_rules(own) if own else {}
            self._rulebook = Rulebook({**_embedded_rules(), **further}, self.policy.lexicons())
            _ = self._rulebook.matcher  # built now, so that the first post is as fast as the next

    def check(self, post: Post | str) -> Verdict:
        """Return the verdict on a post.

        Raises:
            InvalidPost: it cannot be judged; names the field and the remedy.
        """
        return self._judge(self.read(Post.of(post)))

    def check_many(self, posts: Iterable[Post | str]) -> Iterator[Verdict]:
        """Yield the verdict on each post, in order; the model reads some at a time, which is faster.

        Raises:
            InvalidPost: as `check`, when the post concerned is reached; `posts` is a single one.
        """
        return self._judge_many(iter(_several(posts)))

    def _judge_many(self, posts: Iterator[Post | str]) -> Iterator[Verdict]:
        while True:
            batch: list[Post | str] = []
            try:
                batch.extend(islice(posts, _TOGETHER if self.model else 1))
            except Exception:  # those that came before it are judged first
                yield from self._judge_together(batch)
                raise
            if not batch:
                return
            yield from self._judge_together(batch)

    def _judge_together(self, batch: Sequence[Post | str]) -> Iterator[Verdict]:
        """Yield verdicts; where posts cannot be read together, each is read in its turn, to fail there by itself."""
        try:
            documents = [self.read(Post.of(post)) for post in batch]
            worded = [document for document in documents if document.is_for_model]
            if self.model and len(worded) > 1:
                for document, reading in zip(worded, self.model.read(worded), strict=True):
                    document.reading = reading
        except Exception:
            yield from map(self.check, batch)
        else:
            yield from map(self._judge, documents)

    async def acheck(self, post: Post | str) -> Verdict:
        """Return the verdict on a post, worked out in a thread, so that the event loop goes on.

        Raises:
            InvalidPost: as `check`.
        """
        import asyncio  # not at the top: who does not await need not wait for it

        return await asyncio.to_thread(self.check, post)

    async def acheck_many(self, posts: Iterable[Post | str]) -> AsyncIterator[Verdict]:
        """Yield the verdict on each post, in order, without blocking the event loop.

        Raises:
            InvalidPost: as `check_many`.
        """
        for post in _several(posts):
            yield await self.acheck(post)

    def read(self, post: Post, *, reposted: bool = False) -> Document:
        """Return a post as the checks see it (see `Document`); what it passes on is judged first."""
        repost = self._judge(self.read(post.repost_of, reposted=True)) if post.repost_of else None
        now = self._clock().astimezone(self._zone)
        return Document(post, self._rulebook, self.policy, now, repost, reposted, self.model)

    def _judge(self, document: Document) -> Verdict:
        begun = time.perf_counter()
        post, repost = document.post, document.repost
        seen, milliseconds = self._run_checks(document)
        evidence = tuple(item for item in seen if isinstance(item, Evidence))
        in_scope = is_in_scope(evidence)
        findings = judge_findings(
            _in_order(seen), self.policy, _count_words(document, seen), document.now.date(), in_scope
        )
        failures = judge_failures((item for item in seen if isinstance(item, CheckFailure)), self.policy, in_scope)
        decisions = [*(item.decision for item in findings), *(item.decision for item in failures)]
        decision = strictest([*decisions, repost.decision if repost and in_scope else None])
        milliseconds["total"] = (time.perf_counter() - begun) * 1000
        return Verdict(
            decision=decision,
            labels={item.check: item.value for item in seen if isinstance(item, Label)},
            label_rules={item.check: item.rule for item in seen if isinstance(item, Label)},
            findings=findings,
            evidence=evidence,
            failures=failures,
            checks=tuple(self._checks),
            versions=self.versions,
            milliseconds=milliseconds,
            repost=repost,
            text=post.text,
            id=post.id,
            mender=Mender(partial(self._check_with, post), post.text, decision, findings),
        )

    def _check_with(self, post: Post, text: str) -> Verdict:
        return self.check(post.model_copy(update={"text": text}))

    def _run_checks(self, document: Document) -> tuple[list[Seen], dict[str, float]]:
        seen: list[Seen] = []
        milliseconds = {}
        for name, check in self._checks.items():
            begun = time.perf_counter()
            seen.extend(_run(name, check, document))
            milliseconds[name] = (time.perf_counter() - begun) * 1000
        return seen, milliseconds


def _several(posts: Iterable[Post | str]) -> Iterable[Post | str]:
    """Refuse a single post: a str would be taken for one post a character."""
    if isinstance(posts, str | Post):
        raise InvalidPost("posts", "is a single post", "Give several, or use check")
    return posts


def _run(name: str, check: Check, document: Document) -> list[Seen]:
    """Return what a check saw; one that breaks has judged nothing, and that is what it says."""
    try:
        return list(check(document))
    except DeadlineExceeded as error:
        return [CheckFailure(check=name, reason="deadline", message=_DEADLINE, detail=error.rule)]
    except Exception as error:  # whatever breaks, the post must not pass as judged
        return [CheckFailure(check=name, reason="error", message=_ERROR, detail=type(error).__name__)]


def _count_words(document: Document, seen: list[Seen]) -> int:
    """Return the number of words where a language finding needs it; without one, splitting may be what broke."""
    return len(document.words) if any(isinstance(item, Finding) and item.check == "language" for item in seen) else 0


def _in_order(seen: list[Seen]) -> list[Finding]:
    findings = [item for item in seen if isinstance(item, Finding)]
    return sorted(findings, key=lambda finding: finding.span or (-1, -1))


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Loading makes many objects that all stay: to look for garbage among them would take a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@cache
def _embedded_rules() -> dict[str, Rule]:
    return load_rules(RULES)


def _rules_version(own: Path | None) -> str:
    return f"{_embedded_version()}+{rules_version(own)}" if own else _embedded_version()


@cache
def _embedded_version() -> str:
    return rules_version(RULES)
