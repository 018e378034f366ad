"""What can be wrong with a rule file that its examples do not show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import regex

from khobar_moderation.rulepacks.heads import pattern_heads
from khobar_moderation.rulepacks.kinds import CorrectionsRule, PhrasesRule, Rule
from khobar_moderation.rulepacks.testing import cases
from khobar_moderation.taxonomy import EVIDENCE, FINDINGS, LABELS
from khobar_moderation.text import fold_letters, match_key, normalise, tokenise

__all__ = ["SHARED_LETTERS", "problems_of", "shared_wording", "triggers_of"]

SHARED_LETTERS = 24
"""So many letters in a row, in a rule and in a post, are no chance: the rule was copied from the post."""

_ARTICLE, _WITH_PREFIX = "ال", "لل"
_TELLING = 3  # letters of a word that is more than a particle
_NOT_NEEDED = re.compile(r"\\.|\(\?P?<\w+>|\[[^]]*\]|[^)]\?")  # syntax, one of a class, optional: no letter to be met
_NO_LETTER = re.compile(r"\W+")


def problems_of(rule: Rule) -> list[str]:
    """Return what is wrong with a rule, in words for its author; empty when nothing is."""
    return [*_taxonomy_problems(rule), *_unreachable(rule), *_pattern_problems(rule), *_empty_examples(rule)]


def triggers_of(rule: Rule) -> list[str]:
    """Return the loose form of what must stand in a post before the rule can speak; empty where only code knows."""
    words = [*getattr(rule, "phrases", ()), *getattr(rule, "literals", ())]
    if isinstance(rule, CorrectionsRule):
        words += [*rule.corrections, *rule.corrections.values()]
    keys = [match_key(normalise(word).text) for word in words]
    return [*keys, *(_WITH_PREFIX + key.removeprefix(_ARTICLE) for key in keys if key.startswith(_ARTICLE))]


def shared_wording(folder: Path, posts: Path, letters: int = SHARED_LETTERS) -> list[tuple[Path, str]]:
    """Return which files under `folder` share that many letters in a row with which posts (by id, or line number).

    Args:
        folder: rule and lexicon files; policies are left out.
        posts: JSON lines with `text`.
        letters: letters, digits and marks in a row; blanks and punctuation do not count.

    Raises:
        OSError: a file cannot be read.
        ValueError: `posts` is not JSON lines of objects with `text`.
    """
    known: dict[str, str] = {}
    for number, line in enumerate(posts.read_text(encoding="utf-8").split("\n"), 1):
        if line.strip():
            post = json.loads(line)
            known |= dict.fromkeys(_grams(post["text"], letters), str(post.get("id", number)))
    texts = (path for path in folder.rglob("*") if path.suffix in {".yaml", ".tsv", ".txt"})
    files = sorted(path for path in texts if path.parent.name != "policies")  # full names of bodies are no wording
    return [(path, post) for path in files for post in sorted(_shared(path, known, letters))]


def _shared(path: Path, known: dict[str, str], letters: int) -> set[str]:
    return {known[gram] for gram in _grams(path.read_text(encoding="utf-8"), letters) if gram in known}


def _grams(text: str, letters: int) -> Iterator[str]:
    bare = _NO_LETTER.sub("", text)
    return (bare[i : i + letters] for i in range(len(bare) - letters + 1))


def _taxonomy_problems(rule: Rule) -> Iterator[str]:
    closed = (FINDINGS[rule.check], EVIDENCE.get(rule.check, ()), LABELS.get(rule.check, ()))
    if not any(rule.type in types for types in closed):
        yield f"type {rule.type} is no finding, evidence or label of {rule.check}"
    clause = FINDINGS[rule.check].get(rule.type, rule.clause)
    if rule.clause != clause:
        yield f"clause {rule.clause!r} is not {clause!r}, the clause of {rule.check}.{rule.type}"


def _unreachable(rule: Rule) -> Iterator[str]:
    """Yield what no post can hold, because normalising rewrites it."""
    if isinstance(rule, CorrectionsRule):
        yield from (f"corrections: {wrong!r} is no word of a text" for wrong in rule.corrections if not _is_word(wrong))
    for character in sorted(set(_NOT_NEEDED.sub("", fold_letters(getattr(rule, "pattern", None) or "")))):
        written = match_key(normalise(character).text)
        if not character.isspace() and written != character:
            yield f"pattern: {character!r} can never match; the loose form has {written!r} for it"


def _is_word(text: str) -> bool:
    return normalise(text).text == text and [token.text for token in tokenise(text, text)] == [text]


def _pattern_problems(rule: Rule) -> Iterator[str]:
    pattern = getattr(rule, "pattern", None)
    if not pattern:
        return
    try:
        regex.compile(fold_letters(pattern))
    except regex.error as error:
        yield f"pattern: does not compile: {error.msg} at {error.pos}"
        return
    for number, part in enumerate(getattr(rule, "patterns", ()), 1):
        if "" in pattern_heads(fold_letters(part)):
            yield f"patterns, number {number}: can begin with any word; begin it with letters"


def _empty_examples(rule: Rule) -> Iterator[str]:
    """Yield allowed examples that show nothing: they share no word with what sets the rule off."""
    triggers = triggers_of(rule)
    if not triggers:
        return
    allowed = [match_key(normalise(case.post.text).text) for case in cases(rule) if not case.flagged]
    words = {word for trigger in triggers for word in trigger.split() if len(word) >= _TELLING} | set(triggers)
    for number, key in enumerate(allowed, 1):
        if not any(word in key for word in words):
            yield f"examples.allows, number {number}: shares no word with what sets the rule off, so it shows nothing"
    always_speaks = isinstance(rule, PhrasesRule) and not rule.unless
    if not always_speaks and not any(trigger in key for key in allowed for trigger in triggers):
        yield "examples.allows: none holds what sets the rule off in an innocent context"
