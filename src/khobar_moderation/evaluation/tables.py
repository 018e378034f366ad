"""An evaluation as tables for a terminal; none of them holds text of a post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from khobar_moderation.evaluation.worst import FAULTS
from khobar_moderation.explanation import isolate, visible
from khobar_moderation.finding import Decision

if TYPE_CHECKING:
    from khobar_moderation.evaluation.evaluation import Evaluation
    from khobar_moderation.evaluation.figures import Figure
    from khobar_moderation.evaluation.worst import WrongDecision

__all__ = [
    "SLICED",
    "blame_table",
    "comparison_table",
    "confusion_table",
    "figure_table",
    "persons_table",
    "slice_table",
    "worst_table",
]

SLICED = (
    "decision.exact",
    "decision.leak",
    "decision.false_stop",
    "personal.any",
    "source.exact",
    "exposure.person_any_role",
    "language.word",
)
"""The measures that are told of slices."""

_COLUMNS = ("measure", "accuracy", "rate", "precision", "recall", "F1", "F0.5", "95 %", "n")


def figure_table(evaluation: Evaluation) -> Table:
    """Return every measure with its interval."""
    title = f"{len(evaluation)} posts; in brackets 95 % bootstrap intervals of accuracy, rate or F1"
    return _table(title, _COLUMNS, _figure_rows(evaluation.figures.values()))


def _figure_rows(figures: Iterable[Figure]) -> Iterable[Sequence[str]]:
    for each in figures:
        values = {str(each.kind): each.value}
        yield (
            each.name,
            _number(values.get("accuracy")),
            _number(values.get("rate")),
            _number(each.precision),
            _number(each.recall),
            _number(values.get("f1")),
            _number(each.half),
            _range(each),
            str(each.n),
        )


def comparison_table(evaluations: Mapping[str, Evaluation]) -> Table:
    """Return the accuracy, rate or F1 of every measure, with its interval, for several evaluations of the same posts.

    Args:
        evaluations: by the name that stands above the column, such as "rules only"; at least one.
    """
    measures = next(iter(evaluations.values())).figures
    rows = ((name, *(_interval(each.figures[name]) for each in evaluations.values())) for name in measures)
    return _table("accuracy, rate or F1, with 95 % bootstrap intervals", ("measure", *evaluations), rows)


def persons_table(figure: Figure, sentences: int) -> Table:
    """Return the figure of persons in a corpus of tokens with tags."""
    title = f"{sentences} sentences; persons with exactly the tokens of the corpus, in any role"
    return _table(title, _COLUMNS, _figure_rows([figure]))


def confusion_table(evaluation: Evaluation) -> Table:
    """Return how decisions were meant (rows) and given (columns)."""
    rows = ((str(meant), *(str(evaluation.confusion[meant, given]) for given in Decision)) for meant in Decision)
    return _table("decisions, rows as meant", ("meant", *map(str, Decision)), rows)


def slice_table(evaluation: Evaluation) -> Table:
    """Return a few measures of each slice; – stands where a slice holds nothing to measure."""
    rows = (
        (each.group, visible(each.value), str(each.posts), *(_number(_told(each.figures[name])) for name in SLICED))
        for each in evaluation.slices
    )
    return _table("parts of the posts", ("by", "which", "posts", *SLICED), rows)


def blame_table(evaluation: Evaluation) -> Table:
    """Return how many wrong decisions each check has a part in, by fault."""
    checks = sorted({check for _, check in evaluation.blame})
    faults = [fault for fault in FAULTS.values() if any(wrong.fault == fault for wrong in evaluation.wrong)]
    rows = ((fault, *(str(evaluation.blame[fault, check] or "") for check in checks)) for fault in faults)
    return _table("wrong decisions by check", ("fault", *checks), rows)


def worst_table(wrong: Iterable[WrongDecision], show_text: bool = False) -> Table:
    """Return wrong decisions by id, with their text only when asked for."""
    columns = ("id", "fault", "checks", "missed", "wrong", *(("text",) if show_text else ()))
    rows = (
        (
            visible(str(each.id)),
            each.fault,
            " ".join(each.checks),
            counted(each.missed),
            counted(each.wrong),
            *((isolate(each.text),) if show_text else ()),
        )
        for each in wrong
    )
    return _table("wrong decisions, those that cost most first", columns, rows)


def counted(names: dict[str, int]) -> str:
    """Return names with how often they come.

    >>> counted({"exposure.phone": 2, "language.hamza": 1})
    'exposure.phone × 2, language.hamza'
    """
    return ", ".join(name if count == 1 else f"{name} × {count}" for name, count in sorted(names.items()))


def _range(figure: Figure) -> str:
    return f"[{figure.low:.2f}–{figure.high:.2f}]"


def _interval(figure: Figure) -> str:
    return f"{figure.value:.3f} {_range(figure)}"


def _told(figure: Figure) -> float | None:
    return figure.value if figure.n else None


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Return a table of plain text: what stands in it is no markup."""
    table = Table(title=Text(title), title_justify="left", title_style="bold")
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
