"""Show drafts of the review queue on a terminal, right to left in Arabic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from khobar_moderation.explanation import isolate, visible
from khobar_moderation.wording import Language, term

if TYPE_CHECKING:
    from rich.table import Table

    from khobar_moderation.hooks import Change, Draft, State

__all__ = ["SHORT", "details", "record", "stats_table", "table"]

SHORT = 8
"""How much of an id is shown; more than enough to tell drafts apart."""

_ZONE = ZoneInfo("Asia/Riyadh")


def table(drafts: Sequence[Draft], lang: Language) -> Table:
    """Return drafts as a table; in Arabic its first column stands at the right."""
    rows = [
        (
            draft.id[:SHORT],
            term("states", draft.state, lang),
            _moment(draft.created),
            _moment(draft.due),
            isolate(draft.outgoing.target),
            isolate(draft.outgoing.post.text),
        )
        for draft in drafts
    ]
    return _table(("draft", "state", "created", "due", "target", "text"), rows, lang)


def stats_table(stats: Counter[State], lang: Language) -> Table:
    """Return how many drafts stand where."""
    rows = [(term("states", state, lang), f"{count:,}") for state, count in sorted(stats.items())]
    return _table(("state", "count"), rows, lang)


def details(draft: Draft, history: Sequence[Change], lang: Language) -> Iterator[str]:
    """Yield a draft in lines: its text, what speaks against it, and what happened to it."""
    state, outgoing = term("states", draft.state, lang), draft.outgoing
    yield f"{draft.id} · {state} · {outgoing.adapter} · {isolate(outgoing.target)}"
    yield ""
    yield from (f"  \N{FIRST STRONG ISOLATE}{visible(line)}\N{POP DIRECTIONAL ISOLATE}" for line in _lines(draft))
    yield ""
    verdict = draft.verdict or {"findings": [], "failures": []}
    if not draft.verdict:
        yield term("hook", "not_judged", lang)
    for finding in verdict["findings"]:
        yield from _finding(finding, draft.outgoing.post.text, lang)
    for failure in verdict["failures"]:
        yield f"• {failure['message'][lang]}"
    yield f"{term('queue', 'history', lang)}:"
    for change in history:
        yield f"  {_moment(change.at)}  {term('states', change.after, lang)}  {isolate(change.who)}"


def record(draft: Draft) -> dict[str, Any]:
    """Return a draft as JSON: with its text, so only where it is asked for."""
    return {
        "id": draft.id,
        "state": str(draft.state),
        "created": draft.created.isoformat(),
        "due": draft.due.isoformat() if draft.due else None,
        "approver": draft.approver,
        "adapter": draft.outgoing.adapter,
        "target": draft.outgoing.target,
        "text": draft.outgoing.post.text,
        "verdict": draft.verdict,
    }


def _finding(finding: dict[str, Any], text: str, lang: Language) -> Iterator[str]:
    where = (
        isolate(text[finding["start"] : finding["end"]]) if "start" in finding else term("headings", "whole_post", lang)
    )
    yield f"• {where}: {finding['message'][lang]} ({term('headings', 'clause', lang)} {finding['clause'] or '—'})"
    if finding.get("replacement") is not None:
        yield f"   {term('headings', 'replacement', lang)}: {isolate(finding['replacement'])}"


def _lines(draft: Draft) -> list[str]:
    return draft.outgoing.post.text.splitlines()


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(_ZONE).strftime("%Y-%m-%d %H:%M") if moment else ""


def _table(names: Sequence[str], rows: Sequence[Sequence[str]], lang: Language) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    order = -1 if lang == "ar" else 1
    shown = Table(box=box.SIMPLE_HEAD, show_edge=False)
    for name in names[::order]:
        shown.add_column(
            term("queue", name, lang), justify="right" if lang == "ar" else "left", no_wrap=name != "text",
            overflow="fold",
        )  # fmt: skip
    for row in rows:
        shown.add_row(*(Text(cell) for cell in row[::order]))
    return shown
