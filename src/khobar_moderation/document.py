"""A post as checks see it: everything worked out once, when first asked for, and shared."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from khobar_moderation.finding import Finding, Span
from khobar_moderation.memo import lazy
from khobar_moderation.text import AlignedText, Token, Unit, clauses, match_key, normalise, sentences, tokenise

if TYPE_CHECKING:
    from khobar_moderation.attributes import Fact
    from khobar_moderation.fusion.weights import Weights
    from khobar_moderation.heads import Model, Reading
    from khobar_moderation.identifiers import Identifier
    from khobar_moderation.people import Encoded, PersonMention
    from khobar_moderation.policy import Policy
    from khobar_moderation.post import Post
    from khobar_moderation.rulepacks import Rule, Rulebook
    from khobar_moderation.verdict import Verdict

__all__ = ["Document"]


class Document:
    """A post with its normalised text, words, sentences, phrase hits and people.

    Offsets of tokens, sentences, clauses, hits and people are into `normal.text` (and `key`, which is as long);
    `span` turns them into offsets of the text as posted.

    Args:
        post: what is to be judged.
        rulebook: the rules that judge it.
        policy: the policy that it is judged by.
        now: the present time, in the policy's time zone.
        repost: the verdict on the post that this one passes on, if it does.
        reposted: whether another post passes this one on.
        model: reads the post beside the rules; None for rules only.

    Attributes:
        unread: name of the exception with which the model broke on this post, "" while it has not.
    """

    def __init__(
        self,
        post: Post,
        rulebook: Rulebook,
        policy: Policy,
        now: datetime,
        repost: Verdict | None = None,
        reposted: bool = False,
        model: Model | None = None,
    ) -> None:
        self.post = post
        self.rulebook = rulebook
        self.policy = policy
        self.now = now
        self.repost = repost
        self.reposted = reposted
        self.model = model
        self.unread = ""

    def __repr__(self) -> str:
        return f"Document({self.post!r})"

    @lazy
    def normal(self) -> AlignedText:
        """The normalised text with the way back."""
        return normalise(self.post.text)

    @lazy
    def key(self) -> str:
        """The loose form of the normalised text, character for character."""
        return match_key(self.normal.text)

    @lazy
    def tokens(self) -> tuple[Token, ...]:
        """Words and marks in reading order."""
        return tokenise(self.normal.text, self.key)

    @lazy
    def words(self) -> tuple[Token, ...]:
        """The tokens that are words, numbers, links, handles or hashtags."""
        return tuple(token for token in self.tokens if token.is_word)

    @lazy
    def sentences(self) -> tuple[Unit, ...]:
        """The sentences in reading order."""
        return sentences(self.normal.text)

    @lazy
    def clauses(self) -> tuple[Unit, ...]:
        """The clauses of all sentences in reading order."""
        return tuple(clause for sentence in self.sentences for clause in clauses(self.normal.text, sentence))

    @lazy
    def hits(self) -> dict[str, list[Unit]]:
        """Where phrases stand: by rule id, by `<rule id>#unless` and so on, and by lexicon of the policy."""
        return self.rulebook.matcher.scan(self.key)

    @lazy
    def triggered(self) -> dict[str, list[Rule]]:
        """The rules, by check, of which something stands in the post."""
        return self.rulebook.triggered(self.hits)

    @lazy
    def unsound_by_rules(self) -> tuple[Finding, ...]:
        """What the rules of the soundness check find."""
        from khobar_moderation.checks.soundness import find_unsound

        return tuple(find_unsound(self))

    @lazy
    def unsound(self) -> tuple[Finding, ...]:
        """What the soundness check finds; the source check asks too, for a myth needs a source like any claim."""
        if self.reading is None:
            return self.unsound_by_rules
        from khobar_moderation.fusion.unsound import fuse_unsound

        return tuple(fuse_unsound(self, self.unsound_by_rules))

    @lazy
    def facts(self) -> list[Fact]:
        """The private facts that the rules see stated, before anybody asks whose they are."""
        from khobar_moderation.attributes import find_facts

        return find_facts(self)

    @lazy
    def clause_weights(self) -> list[dict[str, float]]:
        """For each clause, what each cue of the personal check weighs in it; above 0 is personal."""
        from khobar_moderation.checks.personal.cues import weigh_clauses

        return weigh_clauses(self)

    @lazy
    def attributes(self) -> tuple[Finding, ...]:
        """The private facts about people."""
        from khobar_moderation.attributes import find_attributes
        from khobar_moderation.fusion.attributes import fuse_attributes

        return tuple(find_attributes(self) if self.reading is None else fuse_attributes(self))

    @lazy
    def encoded(self) -> Encoded:
        """The tokens as letters, by what each can be in a chain of names."""
        from khobar_moderation.people import encode

        return encode(self.tokens)

    @lazy
    def people_by_rules(self) -> tuple[PersonMention, ...]:
        """The persons that the rules see, with the roles that the rules give them."""
        from khobar_moderation.people import find_people

        return find_people(self)

    @lazy
    def people(self) -> tuple[PersonMention, ...]:
        """The persons mentioned, with their roles."""
        if self.reading is None:
            return self.people_by_rules
        from khobar_moderation.fusion.people import fuse_people

        return fuse_people(self)

    @lazy
    def reading(self) -> Reading | None:
        """What the model reads in the post; None without a model, without Arabic, and where it broke (see `unread`)."""
        if self.model is None:
            return None
        try:
            return self.model.read([self])[0] if self.is_for_model else None
        except Exception as error:  # the rules still judge, and the readability check says that they did so alone
            self.unread = type(error).__name__
            return None

    @lazy
    def is_for_model(self) -> bool:
        """Whether there is Arabic and no more Latin: the model knows nothing else; numbers and links do not count."""
        kinds = [word.kind for word in self.words]
        return 0 < kinds.count("arabic") >= kinds.count("latin")

    @property
    def weights(self) -> Weights:
        """What rules and heads weigh beside each other; only a document with a model has them."""
        assert self.model is not None
        return self.model.weights

    @lazy
    def identifiers(self) -> tuple[Identifier, ...]:
        """The numbers, addresses, dates and accounts that lead to a person or an office, none overlapping."""
        from khobar_moderation.identifiers import find_identifiers

        return find_identifiers(self)

    @lazy
    def _sentence_starts(self) -> list[int]:
        return [unit.start for unit in self.sentences]

    @lazy
    def _clause_starts(self) -> list[int]:
        return [unit.start for unit in self.clauses]

    def sentence_at(self, offset: int) -> Unit:
        """Return the sentence that holds `offset`, or the last one that begins before it."""
        return self.sentences[max(0, bisect_right(self._sentence_starts, offset) - 1)]

    def clause_at(self, offset: int) -> Unit:
        """Return the clause that holds `offset`, or the last one that begins before it."""
        return self.clauses[max(0, bisect_right(self._clause_starts, offset) - 1)]

    def reach(self, unit: Unit, reach: Literal["phrase", "clause", "sentence"]) -> Unit:
        """Return `unit`, or the clause or sentence around it."""
        if reach == "phrase":
            return unit
        around = self.clause_at(unit.start) if reach == "clause" else self.sentence_at(unit.start)
        return Unit(min(around.start, unit.start), max(around.end, unit.end))

    def span(self, start: int, end: int) -> Span:
        """Return the span of the text as posted that [start, end) of the normalised text stands for."""
        return Span(*self.normal.to_source(start, end))

    def surface(self, start: int, end: int) -> str:
        """Return the text as posted that [start, end) of the normalised text stands for."""
        source_start, source_end = self.normal.to_source(start, end)
        return self.post.text[source_start:source_end]
