"""Say of a mended word what there is to learn from it, in one line."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Literal

import regex
import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from khobar_moderation.finding import Message
from khobar_moderation.spelling.edits import edits_between, name_edit

__all__ = ["LESSONS", "Lesson", "lessons", "lessons_page", "teach"]

LESSONS = Path(__file__).with_name("lessons.yaml")
_MARKS = regex.compile("[\N{ARABIC FATHATAN}-\N{ARABIC SUKUN}\N{ARABIC TATWEEL}\N{ARABIC LETTER SUPERSCRIPT ALEF}]")
_LONGEST = 40
"""Letters of a word from which on only the general line is said: nobody misspells a longer word by a rule."""

_Text = Annotated[str, Field(min_length=1)]


class Lesson(BaseModel):
    """A line and when it is said.

    Attributes:
        id: its name on the documentation's page.
        type: type of the findings that it is said of.
        pair: regex searched in "written>right"; None where any pair will do.
        change: the single edit that it asks for; None where any will do.
        ar: the line in Arabic.
        en: the line in English.
        examples: pairs "written>right" that it is said of.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: _Text
    type: _Text
    pair: _Text | None = None
    change: Literal["drop", "miss", "swap", "letter"] | None = None
    ar: _Text
    en: _Text
    examples: Annotated[list[_Text], Field(min_length=1)]

    def fits(self, written: str, right: str) -> bool:
        """Return whether the line is said of a word, given without marks, and its correction."""
        if self.pair and not regex.search(self.pair, f"{written}>{right}"):
            return False
        return self.change is None or _single_change(written, right) == self.change


@cache
def lessons() -> dict[str, list[Lesson]]:
    """Return the lessons by type of finding, in the order in which they are tried."""
    found: dict[str, list[Lesson]] = {}
    for lesson in TypeAdapter(list[Lesson]).validate_python(yaml.safe_load(LESSONS.read_text("utf-8"))):
        found.setdefault(lesson.type, []).append(lesson)
    return found


@lru_cache(maxsize=4096)
def teach(type: str, written: str, right: str) -> Message | None:
    """Return the line for a word as it stands and as it is mended; None for a type that has no lessons."""
    of_type = lessons().get(type)
    if of_type is None:
        return None
    plain = [_MARKS.sub("", word) for word in (written, right)]
    is_long = max(map(len, plain)) > _LONGEST
    lesson = of_type[-1] if is_long else next(lesson for lesson in of_type if lesson.fits(*plain))
    return Message(lesson.ar, lesson.en)


def _single_change(written: str, right: str) -> str | None:
    edits = edits_between(written, right)
    return name_edit(edits[0], ()) if len(edits) == 1 else None


def lessons_page() -> str:
    """Return all lessons with their examples, in Markdown."""
    lines = ["# What language findings teach", ""]
    lines += [
        "Written by `khobar-moderation rules docs` from `lessons.yaml`; do not edit. The first that fits is said.",
        "",
    ]
    for type_, of_type in lessons().items():
        lines += [f"## {type_}", "", "| lesson | wrong → right |", "| --- | --- |"]
        for lesson in of_type:
            pairs = " · ".join(example.replace(">", " → ") for example in lesson.examples)
            lines.append(f'| <div dir="rtl" lang="ar">{lesson.ar}</div> {lesson.en} | {pairs} |')
        lines.append("")
    return "\n".join(lines)
