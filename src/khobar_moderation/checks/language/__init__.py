"""The language check: spelling, grammar that a rule can tell, punctuation and foreign letters, with corrections."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial

from khobar_moderation.checks.language.adjectives import ADJECTIVES, SUBJECTS
from khobar_moderation.checks.language.agreement import AGREEMENT
from khobar_moderation.checks.language.cases import CASES
from khobar_moderation.checks.language.drafts import Drafts
from khobar_moderation.checks.language.homographs import HOMOGRAPHS
from khobar_moderation.checks.language.marks import TORN, mend_foreign_letters, mend_marks
from khobar_moderation.checks.language.numbers import NUMBERS
from khobar_moderation.checks.language.reading import Note, Reading, weigh_dialect
from khobar_moderation.checks.language.spelled import mend_spelled
from khobar_moderation.checks.language.steps import Stage
from khobar_moderation.checks.language.unknown import COLLOQUIAL, ENDINGS, LISTED, UNKNOWN, mend_drawn_out
from khobar_moderation.checks.language.verbs import VERBS
from khobar_moderation.checks.language.wordlists import WordLists, word_lists
from khobar_moderation.document import Document
from khobar_moderation.finding import Finding
from khobar_moderation.fusion.language import errors_of_words, fuse_language
from khobar_moderation.memo import Memo
from khobar_moderation.spelling.speller import read_word

__all__ = ["check", "draft"]

_SPELLING = Stage(0, LISTED, ENDINGS, HOMOGRAPHS, UNKNOWN)
_GRAMMAR = Stage(1, COLLOQUIAL, NUMBERS, VERBS, SUBJECTS, CASES, AGREEMENT, ADJECTIVES, TORN)


def check(document: Document) -> Iterator[Finding]:
    """Yield the errors of a post, one for a word, each with its correction."""
    reading, drafts = draft(document)
    _ask_head(document, reading, drafts)
    mend_foreign_letters(reading, drafts)
    mend_marks(reading, drafts)
    yield from drafts.findings()


def draft(document: Document) -> tuple[Reading, Drafts]:
    """Return what the rules would correct in the words of a post.

    What a word is meant to be is worked out before what its neighbours ask of it.
    """
    lists = word_lists(document.rulebook)
    reading = Reading(document, lists, _notes(lists))
    drafts = Drafts(reading)
    mend_drawn_out(reading, drafts)
    _SPELLING.run(reading, drafts)
    mend_spelled(reading, drafts)
    _GRAMMAR.run(reading, drafts)
    return reading, drafts


def _ask_head(document: Document, reading: Reading, drafts: Drafts) -> None:
    """Let the language head have its say, where a model has read the post and has one."""
    if document.reading is None or document.reading.errors is None:
        return
    weights = document.weights
    if not (weights.language and weights.correction):
        return
    errors = errors_of_words(document.reading.errors, document.tokens, reading.words)
    strict = document.policy.language.level == "strict"
    fuse_language(reading, drafts, errors, weights.language, weights.correction, strict=strict)


@lru_cache(maxsize=8)
def _notes(lists: WordLists) -> Memo[Note | None]:
    return Memo(partial(_note, lists))


def _note(lists: WordLists, word: str) -> Note | None:
    """Return what is known of a word before its neighbours are looked at, None where nothing."""
    steps = tuple(stage.steps_of(word, lists) for stage in (_SPELLING, _GRAMMAR))
    readings = read_word(word)
    note = Note(steps, readings if readings.rivals and len(word) > 1 else None, weigh_dialect(word, lists))
    return note if any(steps) or note.readings or note.dialect else None
