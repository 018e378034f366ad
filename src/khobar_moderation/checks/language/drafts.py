"""Corrections as they are gathered: one for a word, the gravest where several meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from khobar_moderation.checks.language.reading import Reading
from khobar_moderation.checks.language.teaching import teach
from khobar_moderation.finding import Finding, Message, Safety
from khobar_moderation.rulepacks import Rule
from khobar_moderation.spelling.letters import respell

__all__ = ["Drafts"]

_GRAVITY = (
    "grammar",
    "spelling",
    "split_merge",
    "ta_marbuta",
    "hamza",
    "alif_maqsura",
    "foreign_letters",
    "punctuation",
    "dialect",
)


_GENERAL = {
    "hamza": "language/hamza",
    "ta_marbuta": "language/ta-marbuta",
    "alif_maqsura": "language/alif-maqsura",
    "spelling": "language/misspelt-word",
    "split_merge": "language/joined-words",
    "grammar": "language/listed-grammar",
}
"""The rules whose message to the reviewer serves what the head finds by itself."""
_HEAD = "model/language"
_TAUGHT = frozenset(_GENERAL.values()) | {
    "language/torn-word",
    "language/listed-hamza",
    "language/listed-joined",
    "language/listed-maqsura",
    "language/listed-marbuta",
    "language/listed-misspelling",
}
"""The rules that find errors of many sorts: what there is to learn is said of each by itself."""
_BY_FIGURES = frozenset(
    (
        "language/hamza",
        "language/ta-marbuta",
        "language/alif-maqsura",
        "language/ala-ila",
        "language/misspelt-word",
        "language/joined-words",
    )
)
"""The rules that go by how often edited text writes a word. Others are certain of what they say: nobody is asked."""


class _Draft(NamedTuple):
    start: int
    end: int
    rule: Rule
    type: str
    right: str
    safety: Safety
    score: float = 1.0
    by_head: bool = False


class Drafts:
    """Gathers corrections of words and yields them as findings.

    Args:
        reading: the post; its `mended` words follow what is gathered.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._by_word: dict[int, _Draft] = {}
        self._elsewhere: list[_Draft] = []

    def mend(
        self, rule_id: str, index: int, right: str, *, type: str | None = None, safe: bool = True, count: int = 1
    ) -> None:
        """Correct `count` words from `index` on to `right`, in normal spelling.

        A correction made before for the same words stays where it is graver, and this one is lost.
        """
        reading = self._reading
        rule = reading.document.rulebook[rule_id]
        found = type or rule.type
        before = [self._by_word[i] for i in range(index, index + count) if i in self._by_word]
        if any(_GRAVITY.index(draft.type) < _GRAVITY.index(found) for draft in before):
            return
        words = reading.words[index : index + count]
        right_there = respell(reading.surface(index), reading.texts[index], right) if count == 1 else right
        draft = _Draft(words[0].start, words[-1].end, rule, found, right_there, _safety(safe, before))
        for i in range(index, index + count):
            self._by_word[i] = draft
        if count == 1:
            reading.mend(index, right)

    def mark(self, rule_id: str, start: int, end: int, right: str, *, safe: bool = True) -> None:
        """Correct [start, end) of the normalised text, which is no whole word, to `right`."""
        rule = self._reading.document.rulebook[rule_id]
        self._elsewhere.append(_Draft(start, end, rule, rule.type, right, _safety(safe, [])))

    def has(self, index: int) -> bool:
        """Whether a word has been corrected."""
        return index in self._by_word

    def doubtful(self) -> dict[int, tuple[str, str]]:
        """Return what words are corrected to by figures, in normal spelling, and the type; by index."""
        return {
            index: (self._reading.mended[index], draft.type)
            for index, draft in self._by_word.items()
            if self._is_doubtful(index, draft)
        }

    def is_settled(self, index: int) -> bool:
        """Whether a rule that is certain has spoken of a word."""
        return index in self._by_word and not self._is_doubtful(index, self._by_word[index])

    def _is_doubtful(self, index: int, draft: _Draft) -> bool:
        word = self._reading.words[index]
        return (draft.start, draft.end) == (word.start, word.end) and draft.rule.id in _BY_FIGURES

    def drop(self, index: int) -> None:
        """Take the correction of a single word back, if there is one."""
        if self._by_word.pop(index, None):
            self._reading.mend(index, self._reading.texts[index])

    def settle(self, index: int, right: str, type: str, score: float, *, count: int, by_rule: bool, safe: bool) -> None:
        """Correct `count` words from `index` on to `right`, as rules and head together have it.

        Args:
            index: of the first word.
            right: in normal spelling.
            type: kind of error.
            score: how sure they are, 0 to 1.
            count: how many words `right` stands for.
            by_rule: whether a rule proposed it, whose draft then stays.
            safe: whether nobody need look.
        """
        safety = Safety.SAFE if safe else Safety.NEEDS_A_LOOK
        if by_rule:
            draft = self._by_word[index]
            safety = draft.safety if safe else Safety.NEEDS_A_LOOK
            self._by_word[index] = draft._replace(score=score, safety=safety)
            return
        self.drop(index)
        self.mend(_GENERAL[type], index, right, type=type, count=count)
        draft = self._by_word[index]._replace(score=score, safety=safety, by_head=True)
        self._by_word |= dict.fromkeys(range(index, index + count), draft)

    def mark_after_word(self, rule_id: str, start: int, end: int, word_end: int, after: str) -> None:
        """Correct what stands in [word_end, end) to `after`, the word in [start, word_end) as it is or was corrected.

        A correction of the word goes on to `end` then, so that one finding mends both.
        """
        index = self._by_end.get(word_end)
        surface = self._reading.document.surface
        if index is None:
            self.mark(rule_id, start, end, surface(start, word_end) + after)
            return
        draft = self._by_word[index]
        before = surface(start, draft.start) if start < draft.start else ""
        self._by_word[index] = draft._replace(
            start=min(start, draft.start), end=end, right=before + draft.right + after
        )

    @cached_property
    def _by_end(self) -> dict[int, int]:
        """Index of the word whose correction ends at an offset; asked for when all words are corrected."""
        return {draft.end: index for index, draft in self._by_word.items()}

    def findings(self) -> Iterator[Finding]:
        """Yield what was gathered."""
        by_start = {draft.start: draft for draft in self._by_word.values()}
        for draft in (*by_start.values(), *self._elsewhere):
            span = self._reading.document.span(draft.start, draft.end)
            finding = draft.rule.finding(
                span, type=draft.type, score=draft.score, replacement=draft.right, safety=draft.safety
            )
            lesson = self._lesson(draft) if draft.rule.id in _TAUGHT else None
            yield replace(finding, rule=_HEAD if draft.by_head else finding.rule, message=lesson or finding.message)

    def _lesson(self, draft: _Draft) -> Message | None:
        return teach(draft.type, self._reading.document.normal.text[draft.start : draft.end], draft.right)


def _safety(safe: bool, before: list[_Draft]) -> Safety:
    return Safety.SAFE if safe and all(draft.safety is Safety.SAFE for draft in before) else Safety.NEEDS_A_LOOK
