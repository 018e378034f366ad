"""The kinds of rule that a file in `rules/` can hold."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from khobar_moderation.finding import Finding, Message, Role, Safety, Span

__all__ = [
    "RULE",
    "Boundary",
    "CodeRule",
    "CorrectionsRule",
    "CueRule",
    "Example",
    "Examples",
    "IdentifierRule",
    "LexiconRule",
    "PatternRule",
    "PhrasesRule",
    "RoleRule",
    "Rule",
    "WordPatternsRule",
]

Boundary = Literal["word", "prefixes", "clitics", "start", "raw"]
"""Where a phrase may begin and end: at the edges of a word; there, with conjunctions and prepositions before it; with
those or the article before and pronouns after it; at the beginning of a word or after a conjunction, whatever follows;
anywhere."""

Text = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Bilingual(_Strict):
    """A text for reviewers in Arabic and English."""

    ar: Text
    en: Text


class Example(_Strict):
    """A post in which a rule speaks or stays silent, with the fields of a post that matter beside its text."""

    text: Text
    channel: str = "whatsapp"
    account: str | None = None
    sent_at: str | None = None
    emergency: bool = False
    repost_of: str | None = None


class Examples(_Strict):
    """Posts a rule flags, the span marked [[so]], and posts with the same trigger that it allows."""

    flags: Annotated[list[Text | Example], Field(min_length=1)]
    allows: Annotated[list[Text | Example], Field(min_length=1)]


class _Rule(_Strict):
    """What every rule has.

    Attributes:
        id: path of its file under `rules/`, without the suffix; set by the loader.
        type: type of the finding, evidence or label that it stands behind.
        clause: clause of the policy that it serves.
        why: reason of the rule, for its page in the documentation.
    """

    id: str = ""
    type: Text
    clause: Literal["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", ""]
    status: Literal["stable", "preview", "deprecated"] = "stable"
    message: Bilingual
    why: Text
    examples: Examples
    score: Annotated[float, Field(gt=0, le=1)] = 1.0

    @cached_property
    def check(self) -> str:
        """The check that the rule belongs to: the first part of its id."""
        return self.id.partition("/")[0]

    @cached_property
    def _message(self) -> Message:
        return Message(self.message.ar, self.message.en)

    def finding(
        self,
        span: Span | None,
        *,
        type: str | None = None,
        score: float | None = None,
        role: Role | None = None,
        pupil: bool = False,
        replacement: str | None = None,
        safety: Safety = Safety.NEEDS_A_LOOK,
        **values: str,
    ) -> Finding:
        """Return what this rule says of `span`; `values` fill the {placeholders} of its message."""
        message = self._message
        return Finding(
            check=self.check,
            type=type or self.type,
            rule=self.id,
            message=Message(message.ar.format(**values), message.en.format(**values)) if values else message,
            clause=self.clause,
            span=span,
            score=self.score if score is None else score,
            role=role,
            pupil=pupil,
            replacement=replacement,
            safety=safety,
        )


class PhrasesRule(_Rule):
    """A finding wherever one of its phrases stands, unless one of `unless` stands in the same sentence.

    `reach` widens the span from the phrase to its clause or sentence.
    """

    kind: Literal["phrases"]
    phrases: Annotated[list[Text], Field(min_length=1)]
    boundary: Boundary = "clitics"
    unless: list[Text] = []
    reach: Literal["phrase", "clause", "sentence"] = "phrase"


class PatternRule(_Rule):
    """A finding wherever its pattern (regex over the loose form) matches, unless one of `unless` is in the sentence.

    The pattern runs only when one of `literals` stands in the post. Its group `span`, if it has one, is the span.
    """

    kind: Literal["pattern"]
    pattern: Text
    literals: Annotated[list[Text], Field(min_length=1)]
    unless: list[Text] = []
    reach: Literal["phrase", "clause", "sentence"] = "phrase"


class WordPatternsRule(_Rule):
    """Patterns (regex over the loose form) that match from the beginning of a word to the end of one.

    They need no literals: how a pattern can begin is read from it (see `heads`), and it is tried only at words that
    begin so, however many patterns there are. A conjunction may stand before them. The group `span` of a pattern, if
    it has one, is the span. `weight` is for the code that reads them; `unless` is as in other kinds.
    """

    kind: Literal["word_patterns"]
    patterns: Annotated[list[Text], Field(min_length=1)]
    weight: float = 1.0
    unless: list[Text] = []

    @property
    def pattern(self) -> str:
        """All patterns as one, for what looks at a rule and not at a post."""
        return r"\b(?:" + "|".join(map(self.to_word_end, self.patterns)) + ")"

    @staticmethod
    def to_word_end(pattern: str) -> str:
        """Return a pattern that matches only up to the end of a word."""
        return f"(?:{pattern})(?!\\w)"


class IdentifierRule(_Rule):
    """A kind of number or address, found by code; words near it raise or lower the belief in it.

    `words` are what its parts are called, by the name that the code asks for.
    """

    kind: Literal["identifier"]
    supports: list[Text] = []
    against: list[Text] = []
    words: dict[Text, list[Text]] = {}


class LexiconRule(_Rule):
    """Phrases that a check's code reads through `document.hits`; says nothing by itself."""

    kind: Literal["lexicon"]
    phrases: Annotated[list[Text], Field(min_length=1)]
    boundary: Boundary = "clitics"


class RoleRule(_Rule):
    """Evidence for the capacity in which a person near one of its phrases is named; the capacity with most weight wins.

    Attributes:
        role: the capacity; pupils and grown-ups are private persons, told apart.
        side: where its phrases stand, seen from the name.
        reach: how far: as its title (the nearest title counts alone), in the words right beside the name, in its
            sentence, in the line above its list or before its colon, in the post.
        weight: how much it tells.
    """

    kind: Literal["role"]
    role: Literal["official", "source", "private", "adult", "pupil"]
    side: Literal["before", "after", "around"] = "around"
    reach: Literal["title", "beside", "sentence", "header", "post"]
    weight: Annotated[float, Field(gt=0)]
    phrases: Annotated[list[Text], Field(min_length=1)]
    boundary: Boundary = "clitics"


class CueRule(_Rule):
    """Weighted evidence for a label of its check: phrases, a pattern behind literals, or both."""

    kind: Literal["cue"]
    weight: float
    phrases: list[Text] = []
    boundary: Boundary = "clitics"
    pattern: Text | None = None
    literals: list[Text] = []
    unless: list[Text] = []

    @model_validator(mode="after")
    def _needs_something(self) -> CueRule:
        if not self.phrases and not (self.pattern and self.literals):
            raise ValueError("a cue needs phrases, or a pattern with literals")
        return self


class CorrectionsRule(_Rule):
    """Wrong spellings, matched exactly as words of the normalised text, and what to write instead."""

    kind: Literal["corrections"]
    corrections: Annotated[dict[Text, Text], Field(min_length=1)]
    safety: Literal["safe", "needs_a_look"] = "safe"


class CodeRule(_Rule):
    """A rule that code decides; the file holds its word lists by name, its figures and its examples."""

    kind: Literal["code"]
    words: dict[Text, list[Text]] = {}
    figures: dict[Text, float] = {}


Rule = (
    PhrasesRule
    | PatternRule
    | WordPatternsRule
    | IdentifierRule
    | LexiconRule
    | RoleRule
    | CueRule
    | CorrectionsRule
    | CodeRule
)
RULE: TypeAdapter[Rule] = TypeAdapter(Annotated[Rule, Field(discriminator="kind")])
