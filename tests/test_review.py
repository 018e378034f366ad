"""A review without a browser: what is kept, taken back, resumed, saved, and brought to the queue."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from drafts import DOUBTFUL, FORBIDDEN, INNOCENT, NOON, Clock, message
from khobar_moderation import Decision, Moderator, Post
from khobar_moderation.errors import InvalidPost, KhobarModerationError, SourceFileError
from khobar_moderation.evaluation import evaluate
from khobar_moderation.hooks import ReviewQueue, State
from khobar_moderation.notebook.session import ReviewSession
from khobar_moderation.notebook.sources import drafts_of

TEXTS = [INNOCENT, DOUBTFUL, FORBIDDEN]
Open = Callable[..., ReviewSession]


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"


@pytest.fixture
def open_session(moderator: Moderator, journal: Path) -> Iterator[Open]:
    opened: list[ReviewSession] = []

    def open_session(source: object = TEXTS) -> ReviewSession:
        opened.append(ReviewSession(source, moderator, reviewer="sara", journal=journal, clock=lambda: NOON))
        return opened[-1]

    yield open_session
    for session in opened:
        session.close()


def test_a_review_goes_on_where_it_stopped(open_session: Open, journal: Path) -> None:
    session = open_session()
    session.act("decide", "allow")
    session.go(1)
    session.act("note", "تُراجع مع المعلمة")
    again = open_session()  # the first one was never closed, as when a kernel dies
    assert (again.place, again.done) == (1, 1)
    assert again.current.note == "تُراجع مع المعلمة"
    assert again.review(again.ids[0]).decision is Decision.ALLOW
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600


def test_a_line_broken_off_by_a_crash_is_dropped(open_session: Open, journal: Path) -> None:
    open_session().act("decide", "block")
    whole = journal.read_bytes()
    journal.write_bytes(whole + b'{"draft": "draft 2", "kind": "dec')
    session = open_session()
    assert session.done == 1
    assert journal.read_bytes() == whole
    session.act("decide", "allow")
    assert open_session().done == 2


def test_another_file_is_no_journal(open_session: Open, journal: Path) -> None:
    journal.write_text('{"text": "…"}\n', encoding="utf-8")
    with pytest.raises(SourceFileError, match="no action of a review"):
        open_session()


def test_every_action_can_be_taken_back(open_session: Open) -> None:
    session = open_session()
    before = session.current
    mark = {"check": "exposure", "type": "person", "role": "official", "start": 0, "end": 4}
    for kind, value in (("note", "…"), ("edit", DOUBTFUL), ("decide", "block"), ("mark", mark)):
        session.act(kind, value)
    session.go(2)
    for _ in range(4):
        session.undo()
    assert session.current == before
    assert session.place == 0
    assert session.undo() is None
    assert open_session().current == before


def test_an_edited_text_is_judged_anew_and_needs_a_decision(open_session: Open) -> None:
    session = open_session()
    session.act("decide", "allow")
    session.act("edit", FORBIDDEN)
    assert session.verdict(session.current).decision is Decision.BLOCK
    assert session.done == 0
    with pytest.raises(InvalidPost):
        session.act("edit", " ")
    assert session.current.post.text == FORBIDDEN


def test_marks_are_set_and_removed(open_session: Open) -> None:
    session = open_session()
    session.go(2)
    found = session.current.marks_with(session.verdict(session.current))
    assert {mark.type for mark in found} >= {"person", "phone"}
    phone = next(mark for mark in found if mark.type == "phone")
    session.act("unmark", {"check": "exposure", "type": "phone", "start": phone.start, "end": phone.end})
    session.act("mark", {"check": "soundness", "type": "offensive", "start": 0, "end": 4})
    session.act("decide", "block")
    (fields,) = session.annotations()
    assert [span["type"] for span in fields["exposure"]] == ["person"]
    assert [span["text"] for span in fields["soundness"]] == [FORBIDDEN[:4]]


@pytest.mark.parametrize(
    "mark",
    [
        {"check": "exposure", "type": "shoe", "start": 0, "end": 4},
        {"check": "exposure", "type": "phone", "start": 4, "end": 4},
        {"check": "exposure", "type": "phone", "start": 0, "end": 10_000},
        {"check": "exposure", "type": "person", "start": 0, "end": 4},
    ],
)
def test_a_mark_that_cannot_be_is_refused_and_not_kept(
    open_session: Open, journal: Path, mark: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match=r"mark|role"):
        open_session().act("mark", mark)
    assert journal.read_bytes() == b""


def test_decisions_are_saved_as_annotated_posts(open_session: Open, moderator: Moderator, tmp_path: Path) -> None:
    session = open_session()
    for decision in ("allow", "review", "block"):
        session.act("decide", decision)
        session.go(1)
    assert session.save(tmp_path / "gold.jsonl") == 3
    gold = [json.loads(line) for line in (tmp_path / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {(fields["reviewer"], fields["reviewed_at"]) for fields in gold} == {("sara", NOON.isoformat())}
    reports = [
        verdict.to_dict() | {"id": fields["id"]}
        for fields, verdict in zip(gold, moderator.check_many(TEXTS), strict=True)
    ]
    assert evaluate(gold, reports).figures["decision.exact"].value == 1.0


def test_rows_that_cannot_be_read_are_told_and_the_rest_reviewed(open_session: Open, tmp_path: Path) -> None:
    path = tmp_path / "drafts.jsonl"
    rows = [
        '{"id": 1, "text": "نص"}',
        "{broken",
        '{"id": 1, "text": "نص آخر"}',
        '{"text": 5}',
        "",
        '{"id": "b", "text": "<b>"}',
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    session = open_session(path)
    assert session.ids == ("1", "b")
    assert [problem.partition(":")[0] for problem in session.problems] == ["line 2", "line 3", "line 4"]
    assert "نص آخر" not in str(session.problems)


def test_a_data_frame_is_read_with_its_empty_cells() -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "text": [INNOCENT, None], "account": [None, "@x"], "score": [1, 2]})
    drafts = drafts_of(frame)
    assert list(drafts.posts) == ["a"]
    assert drafts.problems == ["row 2: text: is missing. Give the text of the post as a str"]


def test_what_is_no_source_is_refused() -> None:
    with pytest.raises(KhobarModerationError, match="give a queue"):
        drafts_of(5)


def test_thousands_of_drafts_are_opened_without_judging_them(open_session: Open) -> None:
    session = open_session([Post(text=f"اجتماع {number}", id=str(number)) for number in range(5_000)])
    assert len(session) == 5_000
    assert session._verdicts == {}


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'queue.db'}"


def test_decisions_reach_the_queue(open_session: Open, queue: ReviewQueue, moderator: Moderator, clock: Clock) -> None:
    drafts = []
    for text in TEXTS:
        drafts.append(queue.hold(message(text), moderator.check(text), "bot"))
        clock.pass_(seconds=1)
    session = open_session(queue)
    for decision, edit in (("allow", None), ("allow", INNOCENT + " وشكرًا."), ("block", None)):
        if edit:
            session.act("edit", edit)
        session.act("decide", decision)
        session.go(1)
    assert session.submit() == []
    assert [queue.get(draft).state for draft in drafts] == [State.APPROVED, State.REJECTED, State.REJECTED]
    (edited,) = (draft for draft in queue.drafts([State.APPROVED]) if draft.id not in drafts)
    assert edited.outgoing.request == {"text": INNOCENT + " وشكرًا."}
    assert edited.approver == "sara"


def test_what_somebody_else_decided_meanwhile_is_told_and_left(
    open_session: Open, queue: ReviewQueue, moderator: Moderator
) -> None:
    draft = queue.hold(message(DOUBTFUL), moderator.check(DOUBTFUL), "bot")
    session = open_session(queue)
    session.act("decide", "allow")
    queue.reject(draft, "huda")
    assert session.submit() == [f"{draft}: rejected"]
    assert queue.get(draft).state is State.REJECTED
