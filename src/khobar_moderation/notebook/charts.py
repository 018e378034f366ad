"""Charts for reviewers, with Arabic that reads from right to left in the browser and in pictures."""

from __future__ import annotations

import base64
from typing import Any

import altair as alt
import pandas as pd

__all__ = ["curves", "decisions_by", "precision_recall", "show_everywhere"]

_COLOURS = alt.Scale(domain=["يُسمح بالنشر", "يحتاج إلى مراجعة", "يُمنع النشر"], range=["#1a7f37", "#bf8700", "#c1121f"])


def show_everywhere() -> None:
    """Have charts drawn by JupyterLab, and as pictures where it is not there; nothing is fetched."""
    alt.renderers.register("khobar", _render)
    alt.renderers.enable("khobar")


def decisions_by(counts: pd.DataFrame, column: str, title: str) -> alt.Chart:
    """Return bars of how many drafts there are by a column, in the colours of their decisions.

    Args:
        counts: columns `column`, `decision` (in Arabic) and `count`.
        column: for the vertical axis.
        title: of that axis.
    """
    chart = alt.Chart(counts).mark_bar()
    return chart.encode(
        x=alt.X("count:Q", title="عدد المسودات", scale=alt.Scale(reverse=True), axis=alt.Axis(tickMinStep=1)),
        y=alt.Y(f"{column}:N", title=title, sort="-x", axis=alt.Axis(orient="right", labelLimit=300)),
        color=alt.Color("decision:N", title="القرار", scale=_COLOURS, legend=alt.Legend(orient="top")),
        order=alt.Order("decision:N"),
    ).properties(width=480)


def curves(sweep: pd.DataFrame) -> alt.Chart:
    """Return leaks, false stops and cost by threshold, of `thresholds.sweep`."""
    names = {"leak": "نسبة ما تسرّب", "false_stop": "نسبة ما أُوقف خطأ", "cost": "الكلفة"}
    long = sweep.rename(columns=names).melt("threshold", list(names.values()), var_name="measure")
    chart = alt.Chart(long).mark_line(point=True)
    return chart.encode(
        x=alt.X("threshold:Q", title="الحد الأدنى للثقة"),
        y=alt.Y("value:Q", title="النسبة", axis=alt.Axis(format="%")),
        color=alt.Color("measure:N", title="المقياس", legend=alt.Legend(orient="top")),
        strokeDash="measure:N",
    ).properties(width=480)


def precision_recall(sweep: pd.DataFrame) -> alt.Chart:
    """Return precision over recall of stopping a draft at all, of `thresholds.sweep`."""
    chart = alt.Chart(sweep).mark_line(point=True)
    return chart.encode(
        x=alt.X("recall:Q", title="ما أُوقف مما يجب إيقافه", axis=alt.Axis(format="%"), scale=alt.Scale(zero=False)),
        y=alt.Y("precision:Q", title="ما أصاب مما أُوقف", axis=alt.Axis(format="%"), scale=alt.Scale(zero=False)),
        order="threshold:Q",
    ).properties(width=360)


def _render(spec: dict[str, Any], **_: Any) -> dict[str, Any]:  # noqa: ANN401 - as Altair calls it
    import vl_convert

    picture = vl_convert.vegalite_to_png(spec, scale=1.5)
    return {"application/vnd.vegalite.v6+json": spec, "image/png": base64.b64encode(picture).decode()}
