"""What the notebooks are made of: tables, agreement, thresholds."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from drafts import DOUBTFUL, FORBIDDEN, INNOCENT
from khobar_moderation import Moderator, load_policy
from khobar_moderation.errors import KhobarModerationError, PolicyError
from khobar_moderation.notebook import batch, charts, thresholds
from khobar_moderation.notebook.agreement import agreement, confusion

FORMULA = '=HYPERLINK("http://x.example","اجتماع المعلمات يوم الأحد")'


@pytest.fixture
def frame() -> pd.DataFrame:
    texts = [INNOCENT, DOUBTFUL, FORBIDDEN, None, FORMULA]
    return pd.DataFrame({"id": list("abcde"), "text": texts, "sent_at": ["2026-11-23T22:30:00+03:00"] * 5})


def test_drafts_are_scored_worst_first_and_none_is_lost(frame: pd.DataFrame, moderator: Moderator) -> None:
    scored = batch.score(frame.drop(columns="sent_at"), moderator)
    assert sorted(scored["id"]) == list("abcde")
    assert scored["id"].iloc[0] == "c"
    assert dict(zip(scored["id"], scored["decision"], strict=True))["a"] == "allow"
    unread = scored.set_index("id").loc["d"]
    assert (unread["decision"], unread["error"]) == ("review", "text: is missing. Give the text of the post as a str")


def test_drafts_are_counted_by_check_and_day(frame: pd.DataFrame, moderator: Moderator) -> None:
    scored = batch.score(frame.head(3), moderator)
    assert batch.by_day(scored)["day"].unique().tolist() == ["2026-11-23"]
    assert batch.by_check(scored)["count"].sum() >= 3
    picture = charts.decisions_by(batch.by_day(scored), "day", "اليوم").to_dict()
    assert picture["encoding"]["y"]["axis"]["orient"] == "right"


@pytest.mark.parametrize("name", ["drafts.xlsx", "drafts.csv"])
def test_a_table_comes_back_as_it_was_and_holds_no_formula(
    frame: pd.DataFrame, moderator: Moderator, tmp_path: Path, name: str
) -> None:
    scored = batch.score(frame, moderator)
    read = batch.load(batch.export(scored, tmp_path / name)).set_index("id")
    assert read.loc["a", "text"] == INNOCENT
    assert read.loc["e", "text"] == f"'{FORMULA}"
    if name.endswith("xlsx"):
        assert openpyxl.load_workbook(tmp_path / name)["drafts"].sheet_view.rightToLeft


@pytest.mark.parametrize(("name", "content"), [("a.pdf", "x"), ("a.csv", "a,b\n1,2\n"), ("a.jsonl", "{broken")])
def test_a_file_that_cannot_be_used_is_told(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(KhobarModerationError, match=r"give a file|no column|cannot be read"):
        batch.load(tmp_path / name)


def test_judges_who_agree_have_a_kappa_of_one() -> None:
    decisions = ["allow", "review", "block"] * 20
    found = agreement(decisions, decisions)
    assert (found.kappa, found.low, found.same, found.drafts) == (1.0, 1.0, 1.0, 60)
    turned = agreement(decisions, decisions[1:] + decisions[:1])
    assert turned.kappa < 0
    assert turned.low < turned.kappa < turned.high
    assert confusion(decisions, decisions).to_numpy().trace() == 60
    with pytest.raises(ValueError, match="same drafts"):
        agreement(decisions, [])


def test_a_threshold_tried_is_the_threshold_kept(full_moderator: Moderator, tmp_path: Path) -> None:
    """What `at` foretells is what a moderator with that policy decides."""
    texts = [
        INNOCENT,
        FORBIDDEN,
        "يا بنات من تعرف خياطة زينة؟ عندي زواج أختي الأسبوع الجاي.",
        "أفطرنا اليوم مع العائلة في البر.",
    ]
    reports = [verdict.to_dict() for verdict in full_moderator.check_many(texts)]
    wanted = {"personal": 1.0}
    policy = thresholds.write_policy(tmp_path / "office.yaml", wanted)
    after = [str(verdict.decision) for verdict in Moderator(policy).check_many(texts)]
    assert thresholds.at(reports, wanted) == after
    assert after != [report["decision"] for report in reports]


def test_a_sweep_trades_false_stops_for_leaks(full_moderator: Moderator) -> None:
    texts = ["يا بنات من تعرف خياطة زينة؟ عندي زواج أختي الأسبوع الجاي.", INNOCENT]
    reports = [verdict.to_dict() for verdict in full_moderator.check_many(texts)]
    posts = [
        {"decision": "block", "personal": {"label": "personal"}, "source": {"status": "hearsay"}},
        {"decision": "allow", "personal": {"label": "work"}, "source": {"status": "none"}},
    ]
    swept = thresholds.sweep(posts, reports, "personal")
    assert swept["leak"].iloc[0] == 0
    assert swept["leak"].is_monotonic_increasing
    assert (swept["precision"].iloc[0], swept["recall"].iloc[0]) == (1, 1)
    assert swept["recall"].is_monotonic_decreasing
    of_sources = thresholds.sweep(posts, reports, "source.hearsay")
    assert (of_sources["recall"].iloc[0], of_sources["precision"].isna().all()) == (0, True)
    assert charts.curves(swept).to_dict()["encoding"]["x"]["title"]


@pytest.mark.parametrize("name", ["exposure", "exposure.phone", "evasion.arabizi", "failure"])
def test_numbers_addresses_and_disguises_have_no_threshold(tmp_path: Path, name: str) -> None:
    with pytest.raises(PolicyError, match="never overlooked"):
        thresholds.write_policy(tmp_path / "office.yaml", {name: 0.5})
    assert list(tmp_path.iterdir()) == []


def test_the_office_has_no_thresholds() -> None:
    assert load_policy("khobar").thresholds == {}
