"""Plots of an evaluation as SVG that stands in a page: Arabic, right to left, in the colours of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from io import StringIO
from typing import TYPE_CHECKING

from khobar_moderation.errors import MissingExtra
from khobar_moderation.evaluation.measures import Kind
from khobar_moderation.evaluation.phrases import phrase
from khobar_moderation.explanation import visible
from khobar_moderation.finding import Decision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from khobar_moderation.evaluation.calibration import Calibration
    from khobar_moderation.evaluation.evaluation import Evaluation
    from khobar_moderation.evaluation.figures import Figure
    from khobar_moderation.evaluation.slices import Slice

__all__ = ["plot_calibration", "plot_confusion", "plot_figures", "plot_slices", "require_matplotlib"]

# Colours that stand for those of the page, which is light or dark; they are replaced in the SVG.
INK, MUTED, GRID, GOOD, BAD = "#010101", "#020202", "#030303", "#040404", "#050505"
_VARIABLES = {INK: "--ink", MUTED: "--muted", GRID: "--line", GOOD: "--good", BAD: "--bad"}
_PROLOGUE = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_NOT_DRAWN = re.compile(r"<metadata>.*?</metadata>|<!--.*?-->", re.DOTALL)  # a comment repeats each text
_REFERENCE = re.compile(r"""(\bid="|href="#|url\(#)""")
_STYLE = {
    "font.family": "DejaVu Sans",  # comes with matplotlib and holds Arabic
    "font.size": 9,
    "text.parse_math": False,  # a register may hold a dollar sign
    "svg.fonttype": "path",
    "svg.hashsalt": "khobar_moderation",  # the same ids each time
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.edgecolor": GRID,
    "grid.color": GRID,
}
_WIDTH = 7.2  # inches
_LONGEST = 30  # characters of a register that no list knows


def require_matplotlib() -> None:
    """Tell whether plots can be drawn: matplotlib shapes Arabic by itself from 3.11 on.

    Raises:
        MissingExtra: it is not installed, or older.
    """
    try:
        import matplotlib
    except ImportError:
        raise MissingExtra("matplotlib", "evaluation") from None
    if tuple(matplotlib.__version_info__[:2]) < (3, 11):
        raise MissingExtra("matplotlib >= 3.11", "evaluation")


@contextmanager
def _style() -> Iterator[None]:
    """Draw in the style of the page, and leave other drawings of the process alone."""
    require_matplotlib()
    from matplotlib import rc_context

    with rc_context(_STYLE):
        yield


@_style()
def plot_figures(figures: Sequence[Figure], name: str, label: str) -> str:
    """Return bars of figures with their intervals; rates, where less is better, in another colour."""
    drawing, axes = _canvas(0.3 * len(figures) + 0.7)
    places = range(len(figures))
    colours = [BAD if each.kind is Kind.RATE else GOOD for each in figures]
    axes.barh(places, [each.value for each in figures], color=colours, height=0.62, alpha=0.75)
    _intervals(axes, figures)
    for place, each in zip(places, figures, strict=True):
        axes.text(max(each.high, each.value) + 0.012, place, f"{each.value:.2f}", va="center", ha="right", fontsize=8)
    _name_rows(axes, [phrase("measures", each.name) for each in figures])
    return _svg(drawing, name, label)


@_style()
def plot_slices(slices: Sequence[Slice], measure: str, name: str, label: str) -> str:
    """Return a point with its interval for each slice that has something to measure; one at least must."""
    told = [each for each in slices if each.figures[measure].n]
    figures = [each.figures[measure] for each in told]
    drawing, axes = _canvas(0.27 * len(told) + 0.7)
    colour = BAD if figures[0].kind is Kind.RATE else GOOD
    axes.scatter([each.value for each in figures], range(len(told)), color=colour, s=28, zorder=3, clip_on=False)
    _intervals(axes, figures)
    for place in (place for place, each in enumerate(told[1:], 1) if each.group != told[place - 1].group):
        axes.axhline(place - 0.5, color=GRID, linewidth=0.8)
    _name_rows(axes, [f"{slice_name(each)} ({each.posts})" for each in told])
    return _svg(drawing, name, label)


def slice_name(each: Slice) -> str:
    """Return the Arabic of a slice."""
    arabic = phrase("slices", f"{each.group}.{each.value}")
    return visible(each.value)[:_LONGEST] if arabic == f"{each.group}.{each.value}" else arabic


@_style()
def plot_confusion(evaluation: Evaluation, name: str, label: str) -> str:
    """Return how decisions were meant (rows) and given (columns, from right to left), shaded by the share of a row."""
    drawing, axes = _canvas(2.6, width=4.2)
    decisions = list(Decision)
    for row, meant in enumerate(decisions):
        total = sum(evaluation.confusion[meant, given] for given in decisions) or 1
        for column, given in enumerate(decisions):
            count = evaluation.confusion[meant, given]
            _cell(axes, column, row, count / total, GOOD if meant is given else BAD)
            axes.text(column, row, str(count), ha="center", va="center", fontsize=12)
    names = [phrase("decisions", decision) for decision in decisions]
    axes.set(xlim=(2.5, -0.5), ylim=(2.5, -0.5), xlabel=phrase("columns", "given"), ylabel=phrase("columns", "meant"))
    axes.set_xticks(range(3), names)
    axes.set_yticks(range(3), names)
    axes.yaxis.set_label_position("right")
    axes.yaxis.tick_right()
    axes.tick_params(length=0)
    return _svg(drawing, name, label)


@_style()
def plot_calibration(calibration: Calibration, name: str, label: str) -> str:
    """Return the share of findings that are right against their score; on the dotted line scores mean what they say."""
    drawing, axes = _canvas(3.6, width=4.2)
    bins = calibration.bins
    axes.plot((0, 1), (0, 1), color=MUTED, linestyle=":", linewidth=1)
    most = max((each.count for each in bins), default=1)
    sizes = [20 + 160 * each.count / most for each in bins]
    axes.plot([each.score for each in bins], [each.right for each in bins], color=GOOD, linewidth=1)
    axes.scatter([each.score for each in bins], [each.right for each in bins], s=sizes, color=GOOD, alpha=0.8, zorder=3)
    for each in bins:
        below = -13 if each.right > 0.1 else 7
        axes.annotate(str(each.count), (each.score, each.right), (0, below), textcoords="offset points", ha="center")
    axes.set(xlim=(0, 1.04), ylim=(0, 1.06), xlabel=phrase("columns", "score"), ylabel=phrase("columns", "right"))
    axes.grid(linewidth=0.6)
    return _svg(drawing, name, label)


def _canvas(height: float, width: float = _WIDTH) -> tuple[Drawing, Axes]:
    from matplotlib.figure import Figure

    drawing = Figure(figsize=(width, height), layout="constrained")
    axes = drawing.add_subplot()
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return drawing, axes


def _intervals(axes: Axes, figures: Sequence[Figure]) -> None:
    for place, each in enumerate(figures):
        axes.plot((each.low, each.high), (place, place), color=INK, linewidth=1.1, solid_capstyle="butt")


def _name_rows(axes: Axes, names: Sequence[str]) -> None:
    """Name the rows on the right, from above; values grow leftwards, as an Arabic page reads."""
    axes.set(xlim=(1.08, 0), ylim=(len(names) - 0.5, -0.5))
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    axes.set_yticks(range(len(names)), names)
    axes.yaxis.tick_right()
    axes.tick_params(length=0)
    axes.tick_params(axis="y", pad=8)
    axes.grid(axis="x", linewidth=0.6)


def _cell(axes: Axes, column: int, row: int, share: float, colour: str) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(
        Rectangle((column - 0.48, row - 0.48), 0.96, 0.96, color=colour, alpha=0.06 + 0.6 * share, linewidth=0)
    )


def _svg(drawing: Drawing, name: str, label: str) -> str:
    """Return the drawing as an element: its ids begin with `name`, its colours are those of the page."""
    out = StringIO()
    drawing.savefig(out, format="svg", transparent=True, metadata={"Date": None})
    svg = _REFERENCE.sub(rf"\g<1>{name}-", _NOT_DRAWN.sub("", _PROLOGUE.sub("", out.getvalue())))
    for colour, variable in _VARIABLES.items():
        svg = svg.replace(colour, f"var({variable})")
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)
