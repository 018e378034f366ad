"""An evaluation as one page of HTML: Arabic, right to left, light or dark, without scripts or anything from elsewhere.

Ids, file names and texts of posts come from users: each is escaped and stands in an isolate (`bdi`, or a block with
`dir="auto"`), so that it can neither become markup nor turn the words around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING

from khobar_moderation.evaluation import plots
from khobar_moderation.evaluation.phrases import phrase
from khobar_moderation.evaluation.tables import SLICED, counted
from khobar_moderation.evaluation.worst import FAULTS

if TYPE_CHECKING:
    from khobar_moderation.evaluation.evaluation import Evaluation
    from khobar_moderation.evaluation.figures import Figure
    from khobar_moderation.evaluation.slices import Slice
    from khobar_moderation.evaluation.worst import WrongDecision

__all__ = ["page"]

_TILES = ("decision.exact", "decision.leak", "decision.false_stop", "decision.false_block", "decision.block")
_COLUMNS = ("measure", "accuracy", "rate", "precision", "recall", "f1", "half", "interval", "n")


def page(evaluation: Evaluation, title: str, worst: int, show_text: bool) -> str:
    """Return the page; see `Evaluation.to_html`."""
    plots.require_matplotlib()
    css = Path(__file__).with_name("page.css").read_text("utf-8")
    parts = (
        _head(evaluation, title),
        _measures(evaluation),
        _decisions(evaluation),
        _slices(evaluation),
        _wrong(evaluation, worst, show_text),
    )
    return (
        '<!DOCTYPE html>\n<html dir="rtl" lang="ar">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{phrase('headings', 'title')}</title>\n<style>\n{css}</style>\n</head>\n<body>\n"
        f"{''.join(parts)}</body>\n</html>\n"
    )


def _head(evaluation: Evaluation, title: str) -> str:
    name = f" · {_isolated(title)}" if title else ""
    tiles = "".join(_tile(evaluation.figures[measure]) for measure in _TILES)
    about = f"<p>{phrase('notes', 'posts')}: {len(evaluation)}{name}</p>"
    return f'<h1>{phrase("headings", "title")}</h1>\n{about}\n<div class="tiles">{tiles}</div>\n'


def _tile(figure: Figure) -> str:
    return (
        f'<div class="tile"><span>{phrase("measures", figure.name)}</span>'
        f"<strong><bdi>{figure.value:.2f}</bdi></strong><span><bdi>[{figure.low:.2f}–{figure.high:.2f}]</bdi></span></div>"
    )


def _measures(evaluation: Evaluation) -> str:
    figures = list(evaluation.figures.values())
    head = phrase("headings", "measures")
    plot = plots.plot_figures(figures, "measures", head)
    note = f'<p>{phrase("notes", "measures")} <span class="bad">{phrase("notes", "rates")}</span></p>'
    return f"<h2>{head}</h2>\n{note}\n{plot}\n{_table(_named(_COLUMNS), map(_figure_row, figures))}"


def _figure_row(figure: Figure) -> list[str]:
    values = {str(figure.kind): figure.value}
    numbers = [
        values.get("accuracy"),
        values.get("rate"),
        figure.precision,
        figure.recall,
        values.get("f1"),
        figure.half,
    ]
    name = f"{phrase('measures', figure.name)} <small><bdi>{figure.name}</bdi></small>"
    interval = f'<td class="number">[{figure.low:.2f}–{figure.high:.2f}]</td>'
    return [f"<td>{name}</td>", *map(_number, numbers), interval, f'<td class="number">{figure.n}</td>']


def _decisions(evaluation: Evaluation) -> str:
    confusion, calibration = phrase("headings", "confusion"), phrase("headings", "calibration")
    scores = evaluation.calibration
    told = (
        f"{phrase('columns', 'findings')}: {scores.count} · {phrase('columns', 'error')}: <bdi>{scores.error:.3f}</bdi>"
        f" · {phrase('columns', 'brier')}: <bdi>{scores.brier:.3f}</bdi>"
    )
    return (
        f'<div class="side">\n<section><h2>{confusion}</h2><p>{phrase("notes", "confusion")}</p>\n'
        f"{plots.plot_confusion(evaluation, 'confusion', confusion)}</section>\n"
        f"<section><h2>{calibration}</h2><p>{phrase('notes', 'calibration')}<br>{told}</p>\n"
        f"{plots.plot_calibration(scores, 'calibration', calibration)}</section>\n</div>\n"
    )


def _slices(evaluation: Evaluation) -> str:
    drawn = (
        f"<h3>{phrase('measures', measure)}</h3>\n"
        + plots.plot_slices(evaluation.slices, measure, f"slices-{number}", phrase("measures", measure))
        for number, measure in enumerate(("decision.exact", "decision.leak"))
        if evaluation.figures[measure].n
    )
    columns = [*_named(("group", "slice", "posts")), *(phrase("measures", measure) for measure in SLICED)]
    head = f"<h2>{phrase('headings', 'slices')}</h2>\n<p>{phrase('notes', 'slices')}</p>\n"
    return f"{head}{''.join(drawn)}\n{_table(columns, _slice_rows(evaluation.slices))}"


def _slice_rows(slices: Iterable[Slice]) -> Iterator[Iterator[str]]:
    for group, members in groupby(slices, lambda each: each.group):
        rows = list(members)
        for number, each in enumerate(rows):
            yield chain(
                (f'<td rowspan="{len(rows)}">{phrase("groups", group)}</td>',) if not number else (), _slice_row(each)
            )


def _slice_row(each: Slice) -> Iterator[str]:
    yield f'<td>{_isolated(plots.slice_name(each))}</td><td class="number">{each.posts}</td>'
    figures = (each.figures[name] for name in SLICED)
    yield from (_number(figure.value if figure.n else None) for figure in figures)


def _wrong(evaluation: Evaluation, worst: int, show_text: bool) -> str:
    head = f"<h2>{phrase('headings', 'wrong')}</h2>\n"
    if not evaluation.wrong:
        return f"{head}<p>{phrase('notes', 'nothing_wrong')}</p>\n"
    note = phrase("notes", "wrong")
    if not show_text:
        note += f' {phrase("notes", "no_text")} <bdi dir="ltr">--show-text</bdi>.'
    columns = _named(("id", "fault", "checks", "missed", "wrong", *(("text",) if show_text else ())))
    rows = (_wrong_row(each, show_text) for each in evaluation.wrong[:worst])
    return f"{_blame(evaluation)}{head}<p>{note}</p>\n{_table(columns, rows)}"


def _wrong_row(wrong: WrongDecision, show_text: bool) -> Iterator[str]:
    yield f'<td class="id">{_isolated(str(wrong.id))}</td><td>{phrase("faults", wrong.fault)}</td>'
    for names in (" ".join(wrong.checks), counted(wrong.missed), counted(wrong.wrong)):
        yield f"<td>{_isolated(names)}</td>"
    if show_text:
        yield f'<td><div class="post" dir="auto">{escape(wrong.text)}</div></td>'


def _blame(evaluation: Evaluation) -> str:
    checks = sorted({check for _, check in evaluation.blame})
    faults = [fault for fault in FAULTS.values() if any(wrong.fault == fault for wrong in evaluation.wrong)]
    counts = evaluation.blame
    rows = (
        [
            f"<td>{phrase('faults', fault)}</td>",
            *(f'<td class="number">{counts[fault, each] or ""}</td>' for each in checks),
        ]
        for fault in faults
    )
    columns = [phrase("columns", "fault"), *map(_isolated, checks)]
    return f"<h2>{phrase('headings', 'blame')}</h2>\n{_table(columns, rows)}"


def _named(columns: Iterable[str]) -> list[str]:
    return [phrase("columns", column) for column in columns]


def _table(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f"<th>{column}</th>" for column in columns)
    body = "\n".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f'<div class="wide"><table>\n<tr>{head}</tr>\n{body}\n</table></div>\n'


def _number(value: float | None) -> str:
    return f'<td class="number">{"–" if value is None else f"{value:.2f}"}</td>'


def _isolated(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>"
