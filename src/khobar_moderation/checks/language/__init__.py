"""The language check: spelling, grammar that a rule can tell, punctuation and foreign letters, with corrections."""

from __future__ import annotations

from collections.abc import Iterator

from khobar_moderation.checks.language.adjectives import ADJECTIVES, SUBJECTS
from khobar_moderation.checks.language.agreement import AGREEMENT
from khobar_moderation.checks.language.cases import CASES
from khobar_moderation.checks.language.drafts import Drafts
from khobar_moderation.checks.language.homographs import HOMOGRAPHS
from khobar_moderation.checks.language.marks import TORN, mend_foreign_letters, mend_marks
from khobar_moderation.checks.language.numbers import NUMBERS
from khobar_moderation.checks.language.reading import Reading
from khobar_moderation.checks.language.spelled import mend_spelled
from khobar_moderation.checks.language.steps import Stage
from khobar_moderation.checks.language.unknown import COLLOQUIAL, ENDINGS, LISTED, UNKNOWN, mend_drawn_out
from khobar_moderation.checks.language.verbs import VERBS
from khobar_moderation.checks.language.wordlists import word_lists
from khobar_moderation.document import Document
from khobar_moderation.finding import Finding

__all__ = ["check"]

_SPELLING = Stage(LISTED, ENDINGS, HOMOGRAPHS, UNKNOWN)
_GRAMMAR = Stage(COLLOQUIAL, NUMBERS, VERBS, SUBJECTS, CASES, AGREEMENT, ADJECTIVES, TORN)


def check(document: Document) -> Iterator[Finding]:
    """Yield the errors of a post, one for a word, each with its correction.

    What a word is meant to be is worked out before what its neighbours ask of it.
    """
    reading = Reading(document, word_lists(document.rulebook))
    drafts = Drafts(reading)
    mend_foreign_letters(reading, drafts)
    mend_drawn_out(reading, drafts)
    _SPELLING.run(reading, drafts)
    mend_spelled(reading, drafts)
    _GRAMMAR.run(reading, drafts)
    mend_marks(reading, drafts)
    yield from drafts.findings()
