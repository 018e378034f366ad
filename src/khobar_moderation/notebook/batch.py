"""Drafts in a table: load, score, look, and take away as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from tqdm.auto import tqdm

from khobar_moderation.errors import InvalidPost, KhobarModerationError
from khobar_moderation.finding import CheckFailure, Decision, Finding
from khobar_moderation.moderator import Moderator
from khobar_moderation.notebook.sources import read_post
from khobar_moderation.verdict import Verdict
from khobar_moderation.wording import Language, term

__all__ = ["by_check", "by_day", "export", "load", "score"]

_READERS = {
    ".csv": pd.read_csv,
    ".xlsx": pd.read_excel,
    ".jsonl": partial(pd.read_json, lines=True, dtype=False),
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet; a draft must not be one."""
_ORDER = {str(decision): decision.severity for decision in Decision}


def load(path: str | Path) -> pd.DataFrame:
    """Return the drafts of a file (.csv, .xlsx or .jsonl) with at least a column `text`.

    Raises:
        KhobarModerationError: no such kind of file, or no such column; names the remedy.
        OSError: it cannot be read.
    """
    reader = _READERS.get(Path(path).suffix.lower())
    if reader is None:
        raise KhobarModerationError(f"{path}: give a file that ends in {', '.join(_READERS)}")
    try:
        frame: pd.DataFrame = reader(path)
    except ValueError as error:
        raise KhobarModerationError(
            f"{path}: cannot be read ({type(error).__name__}). Save it again as UTF-8"
        ) from None
    if "text" not in frame.columns:
        raise KhobarModerationError(f"{path}: has no column named text. Name the column of the drafts so")
    return frame


def score(frame: pd.DataFrame, moderator: Moderator, lang: Language = "ar") -> pd.DataFrame:
    """Return the drafts with their verdicts, worst first.

    New columns: `decision`, `checks` (those that found something), `reasons`, `findings` (how many), `corrected`, and
    `error` for a row that holds no post: it is reviewed, as nobody could judge it.
    """
    rows = list(_rows(frame, moderator, lang))
    scored = frame.assign(**{name: [row[name] for row in rows] for name in rows[0]}) if rows else frame
    if not rows:
        return scored
    worst = scored["decision"].map(_ORDER) * 1_000 + scored["findings"]
    return scored.loc[worst.sort_values(ascending=False, kind="stable").index]


def by_check(scored: pd.DataFrame, lang: Language = "ar") -> pd.DataFrame:
    """Return how many drafts each check found something in, by decision, most first."""
    each = scored.assign(check=scored["checks"].str.split(" · ")).explode("check")
    each = each[each["check"].fillna("") != ""]
    counts = each.groupby(["check", "decision"]).size().reset_index(name="count")
    return counts.assign(decision=[term("decisions", name, lang) for name in counts["decision"]])


def by_day(scored: pd.DataFrame, lang: Language = "ar") -> pd.DataFrame:
    """Return how many drafts there are a day of `sent_at` (Riyadh time), by decision, in the order of the days."""
    days = pd.to_datetime(scored["sent_at"], utc=True).dt.tz_convert("Asia/Riyadh").dt.strftime("%Y-%m-%d")
    counts = scored.assign(day=days).groupby(["day", "decision"]).size().reset_index(name="count")
    return counts.assign(decision=[term("decisions", name, lang) for name in counts["decision"]])


def export(scored: pd.DataFrame, path: str | Path) -> Path:
    """Write a table as a spreadsheet (.xlsx, right to left) or as .csv that spreadsheets read; return the path.

    Cells that would be formulas get an apostrophe before them.

    Raises:
        KhobarModerationError: no such kind of file.
        OSError: it cannot be written.
    """
    target = Path(path)
    tame = scored.map(_tamed)
    if target.suffix == ".csv":
        tame.to_csv(target, index=False, encoding="utf-8-sig")
    elif target.suffix == ".xlsx":
        with pd.ExcelWriter(target, engine="openpyxl") as writer:
            tame.to_excel(writer, index=False, sheet_name="drafts")
            sheet = writer.sheets["drafts"]
            sheet.sheet_view.rightToLeft = True
            sheet.freeze_panes = "A2"
    else:
        raise KhobarModerationError(f"{target}: give a name that ends in .xlsx or .csv")
    return target


def _rows(frame: pd.DataFrame, moderator: Moderator, lang: Language) -> Iterator[dict[str, Any]]:
    for fields in tqdm(frame.to_dict("records"), desc=term("headings", "decision", lang), leave=False):
        try:
            post, _ = read_post(fields)
        except InvalidPost as error:
            yield _row(str(Decision.REVIEW), [], [], 0, "", str(error))
            continue
        verdict = moderator.check(post)
        counted = [finding for finding in verdict.findings if finding.decision is not Decision.ALLOW]
        told: list[Finding | CheckFailure] = [*counted, *verdict.failures]
        checks = [term("checks", each.check, lang) for each in told]
        reasons = [str(getattr(each.message, lang)) for each in told]
        yield _row(str(verdict.decision), checks, reasons, len(counted), _corrected(verdict), "")


def _row(
    decision: str, checks: list[str], reasons: list[str], findings: int, corrected: str, error: str
) -> dict[str, Any]:
    return {
        "decision": decision,
        "checks": " · ".join(dict.fromkeys(checks)),
        "reasons": "\n".join(dict.fromkeys(reasons)),
        "findings": findings,
        "corrected": corrected,
        "error": error,
    }


def _corrected(verdict: Verdict) -> str:
    corrected = verdict.corrected()
    return corrected if corrected != verdict.text else ""


def _tamed(cell: object) -> object:
    if isinstance(cell, pd.Timestamp):  # spreadsheets know no time zones
        return cell.isoformat()
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
