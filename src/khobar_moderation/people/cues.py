"""Which role rules speak for which name of a post, and how loudly."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from khobar_moderation.people.names import Name
from khobar_moderation.people.surroundings import Surroundings
from khobar_moderation.rulepacks import RoleRule
from khobar_moderation.text import Unit

if TYPE_CHECKING:
    from khobar_moderation.document import Document

__all__ = ["Voices", "hear_cues"]

Voices = dict[str, float]
"""For one name: how loudly each rule speaks for it, 0 to 1, by rule id."""

_FARTHER = 0.5
"""How loudly a phrase speaks for a name that is not the nearest one to it in the sentence."""
_NEIGHBOURS = 4
"""Names on each side of a phrase that it is heard by: keeps the cost linear in long lists."""


def hear_cues(document: Document, names: Sequence[Name], around: Sequence[Surroundings]) -> list[Voices]:
    """Return what the role rules say for each name."""
    return _Hearing(document.key, names, around).hear(document)


class _Hearing:
    def __init__(self, key: str, names: Sequence[Name], around: Sequence[Surroundings]) -> None:
        self._key = key
        self._names = names
        self._around = around
        self._starts = [name.start for name in names]
        self._voices: list[Voices] = [{} for _ in names]
        self._titles: dict[int, tuple[int, int, RoleRule]] = {}
        self._subjects: list[int] = []

    def hear(self, document: Document) -> list[Voices]:
        rules, key = document.rulebook.rules, self._key
        others: list[tuple[RoleRule, Sequence[Unit]]] = []
        for rule_id, units in document.hits.items():
            rule = rules.get(rule_id)
            if isinstance(rule, RoleRule):
                whole = [unit for unit in units if not key[unit.end : unit.end + 1].isalpha()]
                if rule.reach == "title":
                    self._hear_title(rule, whole)
                else:
                    others.append((rule, whole))
        self._subjects.sort()
        for other, places in others:
            self._hear_rule(other, places)
        for place, (_, _, rule) in self._titles.items():
            self._voices[place][rule.id] = 1.0
        return self._voices

    def _hear_title(self, rule: RoleRule, units: Sequence[Unit]) -> None:
        """Note the title nearest to each name that it leads to, the longer of two that end together."""
        for unit in units:
            self._subjects.append(unit.start)
            for place in self._led_by(unit):
                title = (unit.end, -unit.start, rule)
                self._titles[place] = max(title, self._titles.get(place, title), key=lambda known: known[:2])

    def _hear_rule(self, rule: RoleRule, units: Sequence[Unit]) -> None:
        match rule.reach:
            case "beside":
                for unit in units:
                    self._speak(rule, ((place, 1.0) for place in self._beside(unit, rule)))
            case "sentence":
                for unit in units:
                    self._speak(rule, self._in_sentence(unit, rule.side))
            case "header":
                self._speak(rule, ((place, 1.0) for place in self._under(units)))
            case "post":
                self._speak(rule, ((place, 1.0) for place in range(len(self._names))))

    def _speak(self, rule: RoleRule, heard: Iterator[tuple[int, float]]) -> None:
        for place, loudness in heard:
            voices = self._voices[place]
            voices[rule.id] = max(loudness, voices.get(rule.id, 0.0))

    def _led_by(self, unit: Unit) -> Iterator[int]:
        for place in range(bisect_left(self._starts, unit.end), len(self._starts)):
            if self._around[place].lead.start > unit.start:
                break
            yield place

    def _beside(self, unit: Unit, rule: RoleRule) -> Iterator[int]:
        if rule.side != "after":
            yield from (place for place in self._led_by(unit) if rule.role != "source" or self._speaks(place, unit))
        before = bisect_left(self._starts, unit.start) - 1
        if rule.side != "before" and before >= 0:
            tail = self._around[before].tail
            if tail.start <= unit.start < tail.end:
                yield before

    def _speaks(self, place: int, verb: Unit) -> bool:
        """Whether the name is that of the verb's subject: not governed by "that", nor after another subject."""
        if verb.start < self._around[place].said:
            return False
        title = self._titles.get(place)
        if title and title[2].role in ("adult", "pupil"):
            return self._follows(-title[1], verb)
        if self._follows(self._names[place].title, verb):
            return True
        first = bisect_left(self._subjects, verb.end)
        return first < len(self._subjects) and self._follows(self._subjects[first], verb)

    def _follows(self, start: int, verb: Unit) -> bool:
        """Whether at most one word parts `start` from the verb before it."""
        return len(self._key[verb.end : start].split()) <= 1

    def _in_sentence(self, unit: Unit, side: str) -> Iterator[tuple[int, float]]:
        middle = bisect_left(self._starts, unit.start)
        first = max(0, middle - _NEIGHBOURS) if side != "before" else middle
        last = min(len(self._starts), middle + _NEIGHBOURS) if side != "after" else middle
        sentences = ((place, self._around[place].sentence) for place in range(first, last))
        same = [place for place, sentence in sentences if sentence.start <= unit.start < sentence.end]
        nearest = min(same, key=lambda place: self._distance(place, unit), default=-1)
        for place in same:
            yield place, 1.0 if place == nearest else _FARTHER

    def _distance(self, place: int, unit: Unit) -> int:
        name = self._names[place]
        return max(name.start - unit.end, unit.start - name.end)

    def _under(self, units: Sequence[Unit]) -> Iterator[int]:
        starts = [unit.start for unit in units]
        heard: dict[Unit, bool] = {}
        for place, region in enumerate(self._around):
            for header in region.headers:
                if header not in heard:
                    first = bisect_left(starts, header.start)
                    heard[header] = first < len(starts) and starts[first] < header.end
                if heard[header]:
                    yield place
