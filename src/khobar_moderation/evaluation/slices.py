"""Parts of the annotated posts: a moderator good on average may be bad on some of them.

Every part is told from the post and its annotation, never from the report, so that two moderators are compared on the
same posts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from khobar_moderation.evaluation.figures import Figure, figures
from khobar_moderation.evaluation.gold import Annotation
from khobar_moderation.evaluation.measures import Tally
from khobar_moderation.evaluation.namegroups import genders, origin

__all__ = ["GROUPS", "Slice", "slice_posts"]

_LENGTHS = ((80, "up to 80"), (140, "81 to 140"), (280, "141 to 280"))
_LONGEST = "over 280"
_ORDER = {name: place for place, name in enumerate((*(name for _, name in _LENGTHS), _LONGEST))}


@dataclass(frozen=True, slots=True)
class Slice:
    """The posts that share something.

    Attributes:
        group: what they share, such as "register".
        value: what it is in these, such as "dialect".
        posts: how many they are.
        figures: by name of the measure; intervals are those of these posts alone.
    """

    group: str
    value: str
    posts: int
    figures: Mapping[str, Figure]

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready object."""
        measures = {name: each.to_dict() for name, each in self.figures.items()}
        return {"group": self.group, "value": self.value, "posts": self.posts, "measures": measures}


def slice_posts(posts: Sequence[tuple[Annotation, Mapping[str, Tally]]]) -> tuple[Slice, ...]:
    """Return every slice of the posts: by group, and within it from the largest, or from short to long."""
    return tuple(each for group, value_of in GROUPS.items() for each in _slices(group, value_of, posts))


def _slices(
    group: str, value_of: Callable[[Annotation], str], posts: Iterable[tuple[Annotation, Mapping[str, Tally]]]
) -> list[Slice]:
    members = defaultdict(list)
    for annotation, tallies in posts:
        members[value_of(annotation)].append(tallies)
    slices = (Slice(group, value, len(tallies), figures(tallies)) for value, tallies in members.items())
    return sorted(slices, key=lambda each: (_ORDER.get(each.value, 0), -each.posts, each.value))


def _register(annotation: Annotation) -> str:
    return annotation.register_ or "unknown"


def _length(annotation: Annotation) -> str:
    return next((name for most, name in _LENGTHS if len(annotation.text) <= most), _LONGEST)


def _dialect(annotation: Annotation) -> str:
    words = any(span.type == "dialect" for span in annotation.language)
    return "dialect" if words or annotation.register_ in ("dialect", "mixed") else "none"


def _evasion(annotation: Annotation) -> str:
    """Tell whether something is disguised, as the rules see it or as foreign letters in the annotation."""
    foreign = any(span.type == "foreign_letters" for span in annotation.language)
    return "disguised" if foreign or _is_disguised(annotation) else "none"


def _is_disguised(annotation: Annotation) -> bool:
    from khobar_moderation.checks.evasion import check  # with the rules: not loaded by who asks for no slices
    from khobar_moderation.document import Document
    from khobar_moderation.policy import load_policy

    document = Document(annotation.post, _rulebook(), load_policy("khobar"), datetime.now(UTC))
    return next(iter(check(document)), None) is not None


@cache
def _rulebook() -> Any:  # noqa: ANN401 - a Rulebook, whose module is loaded late
    from khobar_moderation.resources import RULES
    from khobar_moderation.rulepacks import Rulebook, load_rules

    return Rulebook(load_rules(RULES))


GROUPS: dict[str, Callable[[Annotation], str]] = {
    "register": _register,
    "dialect": _dialect,
    "channel": lambda annotation: str(annotation.post.channel),
    "length": _length,
    "names": genders,
    "origin": origin,
    "evasion": _evasion,
}
"""What posts are sliced by: register; dialect anywhere or not; channel; characters; whose names, twice; disguise."""
