"""Decide in which capacity each person is named: the role with the most evidence, private in doubt."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from khobar_moderation.finding import Role
from khobar_moderation.people.cues import Voices, hear_cues
from khobar_moderation.people.mention import PersonMention
from khobar_moderation.people.names import Name
from khobar_moderation.people.surroundings import survey
from khobar_moderation.rulepacks import CodeRule, RoleRule

if TYPE_CHECKING:
    from khobar_moderation.document import Document
    from khobar_moderation.rulepacks import Rule

__all__ = ["assign_roles"]

_OFFICIAL, _SOURCE, _PRIVATE, _ADULT, _PUPIL = "official", "source", "private", "adult", "pupil"
_HEAD_START = {_OFFICIAL: 0.0, _SOURCE: -0.5, _PRIVATE: 0.2, _ADULT: 0.3, _PUPIL: 0.0}
"""What each role weighs before any rule speaks: in doubt a name is private, and a person looks."""

_KUNYA, _FIRST_NAME, _INITIALS, _CALLED, _PLAIN = (
    f"exposure/person-{name}" for name in ("kunya", "first-name", "initials", "called", "plain")
)
_NEVER = -math.inf
_GROWN_UP = frozenset("TYM")
"""Titles that, where none of them is a pupil's, a grown-up bears; see `encoding`."""
_FULL_WEIGHT = 3.0
"""Weight of a name that is beyond doubt, see `evidence`."""


class _Cue(NamedTuple):
    """What a rule says for a name."""

    role: str
    weight: float
    rule: str
    is_title: bool


def assign_roles(document: Document, names: Sequence[Name]) -> tuple[PersonMention, ...]:
    """Return each name as a mention with its role."""
    voices = hear_cues(document, names, survey(document, names))
    rules = document.rulebook.rules
    return tuple(_mention(name, heard, rules) for name, heard in zip(names, voices, strict=True))


def _mention(name: Name, voices: Voices, rules: Mapping[str, Rule]) -> PersonMention:
    cues = [*_spoken(voices, rules), *_shown_by_shape(name, rules)]
    totals = _weigh_roles(name, cues)
    scores = {  # of equals the first wins: private in doubt
        Role.PRIVATE: totals[_PRIVATE] + max(totals[_PUPIL], totals[_ADULT]),
        Role.OFFICIAL: totals[_OFFICIAL],
        Role.SOURCE: totals[_SOURCE],
    }
    role = max(scores, key=scores.__getitem__)
    pupil = role == Role.PRIVATE and totals[_PUPIL] > totals[_ADULT]
    told = (_PRIVATE, _PUPIL if pupil else _ADULT) if role == Role.PRIVATE else (str(role),)
    loudest = max((cue for cue in cues if cue.role in told), key=lambda cue: (cue.weight, cue.rule), default=None)
    score = _share(role, scores) * min(1.0, name.weight / _FULL_WEIGHT)
    return PersonMention(name.start, name.end, name.title, role, pupil, loudest.rule if loudest else _PLAIN, score)


def _weigh_roles(name: Name, cues: Sequence[_Cue]) -> dict[str, float]:
    """Return the weight of each role; what a title or a kunya rules out weighs nothing."""
    totals = dict(_HEAD_START)
    for cue in cues:
        totals[cue.role] += cue.weight
    titles = {cue.role for cue in cues if cue.is_title}
    if name.chain.shape == "kunya" or _PUPIL in titles:
        totals[_OFFICIAL] = totals[_SOURCE] = _NEVER
    if _PUPIL not in titles and (titles or not _GROWN_UP.isdisjoint(name.chain.license)):
        totals[_PUPIL] = _NEVER
    if name.chain.shape == "kunya":
        totals[_PUPIL] = _NEVER
    return totals


def _share(role: Role, scores: Mapping[Role, float]) -> float:
    """Return how sure the role is, 0 to 1."""
    return 1.0 / sum(math.exp(score - scores[role]) for score in scores.values())


def _spoken(voices: Voices, rules: Mapping[str, Rule]) -> list[_Cue]:
    return [
        _Cue(rule.role, rule.weight * loudness, rule_id, rule.reach == "title")
        for rule_id, loudness in voices.items()
        if isinstance(rule := rules[rule_id], RoleRule)
    ]


def _shown_by_shape(name: Name, rules: Mapping[str, Rule]) -> list[_Cue]:
    """Return what the name itself tells: a kunya, a first name alone, somebody called are private."""
    shown = []
    if name.chain.shape == "kunya":
        shown.append(_KUNYA)
    if name.chain.shape == "chain" and len(name.chain.letters) == 1:
        shown.append(_FIRST_NAME)
    if name.chain.shape == "initials":
        shown.append(_INITIALS)
    if "y" in name.chain.license:
        shown.append(_CALLED)
    return [
        _Cue(_PRIVATE, rule.figures["weight"], rule_id, is_title=False)
        for rule_id in shown
        if isinstance(rule := rules.get(rule_id), CodeRule)
    ]
