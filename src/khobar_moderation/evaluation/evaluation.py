"""Score reports against annotated posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from khobar_moderation.errors import AnnotationError, InvalidPost, MissingReport
from khobar_moderation.evaluation.calibration import Calibration, calibrate
from khobar_moderation.evaluation.counting import Comparison, tallies
from khobar_moderation.evaluation.faults import judged_findings
from khobar_moderation.evaluation.figures import Figure, figures
from khobar_moderation.evaluation.gold import Annotation
from khobar_moderation.evaluation.measures import Tally
from khobar_moderation.evaluation.reports import Report
from khobar_moderation.evaluation.slices import Slice, slice_posts
from khobar_moderation.evaluation.worst import WrongDecision, wrong_decisions
from khobar_moderation.finding import Decision
from khobar_moderation.verdict import Verdict

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["Evaluation", "evaluate"]

_Record = TypeVar("_Record", Annotation, Report)


class Evaluation:
    """How well reports agree with annotations.

    Everything is worked out when first asked for. Only `table`, `to_html` and `slices` load more than the standard
    library needs; `to_html` asks for matplotlib.

    Args:
        comparisons: the posts, each with its report; at least one.
    """

    def __init__(self, comparisons: Sequence[Comparison]) -> None:
        self._comparisons = tuple(comparisons)

    def __len__(self) -> int:
        return len(self._comparisons)

    def __repr__(self) -> str:
        return f"Evaluation({len(self)} posts)"

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """The figure of each measure, such as `figures["decision.leak"]`, in the order in which they are told."""
        return figures(self._tallies)

    @cached_property
    def confusion(self) -> dict[tuple[Decision, Decision], int]:
        """How many posts there are of each pair of decisions (meant, given)."""
        counts = Counter((each.gold.decision, each.report.decision) for each in self._comparisons)
        return {(meant, given): counts[meant, given] for meant in Decision for given in Decision}

    @cached_property
    def slices(self) -> tuple[Slice, ...]:
        """The figures of parts of the posts: by register, dialect, channel, length, whose names, and disguise."""
        return slice_posts([(each.gold, counts) for each, counts in zip(self._comparisons, self._tallies, strict=True)])

    @cached_property
    def calibration(self) -> Calibration:
        """How far the scores of findings can be trusted."""
        judged = (found for each in self._comparisons for found in judged_findings(each))
        return calibrate((item.score, right) for item, right in judged)

    @cached_property
    def wrong(self) -> tuple[WrongDecision, ...]:
        """The posts that were decided wrongly, those that cost most first: leaks, false blocks, and so on."""
        return wrong_decisions(self._comparisons)

    @cached_property
    def blame(self) -> Counter[tuple[str, str]]:
        """How many wrong decisions there are by fault and check; one with two checks counts for both."""
        return Counter((each.fault, check) for each in self.wrong for check in each.checks)

    def table(self) -> Table:
        """Return the figures as a table for a terminal or a notebook."""
        from khobar_moderation.evaluation.tables import figure_table

        return figure_table(self)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as a JSON-ready object, without text of posts."""
        return {
            "posts": len(self),
            "measures": {name: each.to_dict() for name, each in self.figures.items()},
            "confusion": {f"{meant}→{given}": count for (meant, given), count in self.confusion.items()},
            "calibration": self.calibration.to_dict(),
            "wrong": [each.to_dict() for each in self.wrong],
            "slices": [each.to_dict() for each in self.slices],
        }

    def to_html(self, *, title: str = "", worst: int = 20, show_text: bool = False) -> str:
        """Return one self-contained page, in Arabic, right to left, without scripts.

        Args:
            title: stands above it, such as the name of the file.
            worst: how many wrong decisions are listed.
            show_text: whether they are listed with the text of the posts.

        Raises:
            MissingExtra: matplotlib is not installed, or older than 3.11.
        """
        from khobar_moderation.evaluation.page import page

        return page(self, title, worst, show_text)

    @cached_property
    def _tallies(self) -> list[dict[str, Tally]]:
        return [tallies(each) for each in self._comparisons]


def evaluate(
    gold: Iterable[Annotation | Mapping[str, Any]], reports: Iterable[Report | Verdict | Mapping[str, Any]]
) -> Evaluation:
    """Score reports against annotated posts.

    >>> from khobar_moderation import Moderator
    >>> post = {"id": 1, "text": "حضوركم يسرنا.", "decision": "allow", "personal": {"label": "work"},
    ...         "source": {"status": "first_party"}, "language": [], "soundness": [], "exposure": []}
    >>> evaluate([post], Moderator().check_many([post["text"]]))
    Evaluation(1 posts)

    Args:
        gold: annotated posts, as objects or as the fields of a line of `dev.jsonl`.
        reports: verdicts, reports, or the fields of a line that `check --jsonl` writes. When each has an id they are
            joined by it, in any order, and those on other posts are left out; when none has, there is one for each
            post, in the same order.

    Raises:
        AnnotationError: a post or a report cannot be used; its "file" is "gold" or "reports", its line the place.
        MissingReport: no report speaks of a post.
    """
    posts = _read("gold", gold, Annotation.of)
    if not posts:
        raise AnnotationError("gold", 0, "holds no post. Give at least one")
    found = _read("reports", reports, Report.of)
    return Evaluation([Comparison(*pair) for pair in _join(posts, found)])


def _read(name: str, items: Iterable[Any], make: Callable[[Any], _Record]) -> list[_Record]:
    records = []
    for number, item in enumerate(items, 1):
        try:
            records.append(make(item))
        except InvalidPost as error:
            raise AnnotationError(name, number, str(error)) from None
    return records


def _join(posts: Sequence[Annotation], reports: Sequence[Report]) -> Iterable[tuple[Annotation, Report]]:
    if any(report.id is not None for report in reports):
        found, asked = _by_id("reports", reports), _by_id("gold", posts)
        missing = [id_ for id_ in asked if id_ not in found]
        if missing:
            raise MissingReport(missing)
        return [(post, found[id_]) for id_, post in asked.items()]
    if len(reports) < len(posts):
        raise MissingReport([post.id for post in posts[len(reports) :]])
    if len(reports) > len(posts):
        raise AnnotationError(
            "reports", len(posts) + 1, "is one more than there are posts. Give each the id of its post"
        )
    return zip(posts, reports, strict=True)


def _by_id(name: str, records: Sequence[_Record]) -> dict[str | int, _Record]:
    by_id: dict[str | int, _Record] = {}
    for number, record in enumerate(records, 1):
        if record.id is None or record.id in by_id:
            problem = "is missing" if record.id is None else "comes twice"
            raise AnnotationError(name, number, f"id: {problem}. Give each post an id of its own")
        by_id[record.id] = record
    return by_id
