"""The review in a notebook: a widget that is worked with the keyboard, right to left.

Needs `pip install 'khobar-moderation[notebooks]'`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

try:
    import anywidget
    import traitlets
except ModuleNotFoundError as error:
    from khobar_moderation.errors import MissingExtra

    raise MissingExtra(str(error.name), "notebooks") from None

from khobar_moderation.errors import KhobarModerationError
from khobar_moderation.explanation import headline, name_of
from khobar_moderation.finding import Role
from khobar_moderation.moderator import Moderator
from khobar_moderation.notebook.review import MARKS, Mark, Review
from khobar_moderation.notebook.session import ReviewSession
from khobar_moderation.verdict import Verdict
from khobar_moderation.wording import Language, term, terms

__all__ = ["ReviewWidget", "review"]

_FOLDER = Path(__file__).parent


def review(
    source: Any,  # noqa: ANN401 - any that `drafts_of` reads
    moderator: Moderator | None = None,
    *,
    reviewer: str,
    journal: str | Path = "review.jsonl",
    lang: Language = "ar",
) -> ReviewWidget:
    """Return a widget that goes through drafts; begun again with the same journal, it goes on where it stopped.

    Args:
        source: a review queue, the path of a JSON lines file, a data frame, or posts.
        moderator: judges the drafts; None for that of the office.
        reviewer: whose decisions these are.
        journal: file that keeps each action before it is answered.
        lang: language of the widget.

    Raises:
        KhobarModerationError: the source cannot be used, or the journal is none.
    """
    return ReviewWidget(ReviewSession(source, moderator or Moderator(), reviewer=reviewer, journal=journal), lang)


class ReviewWidget(anywidget.AnyWidget):
    """What a reviewer sees of a session.

    Args:
        session: what it shows and acts on.
        lang: language of everything but the drafts.
    """

    _esm = _FOLDER / "review.js"
    _css = _FOLDER / "review.css"
    shown = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    kinds: traitlets.List[Any] = traitlets.List().tag(sync=True)

    def __init__(self, session: ReviewSession, lang: Language = "ar") -> None:
        self.session = session
        self._lang: Language = lang
        super().__init__(words={**terms("review", lang), "lang": lang}, kinds=list(_kinds(lang)), shown=self._show())
        self.on_msg(self._on_message)
        session.look_ahead()

    def _on_message(self, _: object, message: dict[str, Any], __: object) -> None:
        problem = ""
        try:
            self._do(message["kind"], message.get("value"))
        except (ValueError, KhobarModerationError) as error:
            problem = str(error)
        self.shown = self._show(problem) | {"answers": message.get("number", 0)}

    def _do(self, kind: str, value: Any) -> None:  # noqa: ANN401 - as the browser sent it
        session = self.session
        if kind in ("decide", "accept"):
            machine = session.verdict(session.current).decision
            session.act("decide", str(value if kind == "decide" else machine))
            session.go(1)
        elif kind == "go":
            session.go(int(value))
        elif kind == "undo":
            session.undo()
        elif kind == "correct":
            session.act("edit", session.verdict(session.current).corrected())
        else:
            session.act(kind, value)

    def _show(self, problem: str = "") -> dict[str, Any]:
        session = self.session
        progress = {"place": session.place, "total": len(session), "done": session.done, "problem": problem}
        unread = {"unread": list(session.problems[:20])}
        if not len(session):
            return progress | unread
        current = session.current
        return progress | unread | _draft(current, session.verdict(current), self._lang)


def _draft(review: Review, verdict: Verdict, lang: Language) -> dict[str, Any]:
    marks = review.marks_with(verdict)
    return {
        "id": review.id,
        "text": review.post.text,
        "machine": str(verdict.decision),
        "headline": headline(verdict, lang),
        "decision": str(review.decision or ""),
        "note": review.note,
        "marks": [_mark(mark, lang) for mark in marks],
        "reasons": [_reason(verdict, number, lang) for number in range(len(verdict.findings))],
        "failures": [str(getattr(failure.message, lang)) for failure in verdict.failures],
    }


def _mark(mark: Mark, lang: Language) -> dict[str, Any]:
    fields = {"check": mark.check, "type": mark.type, "start": mark.start, "end": mark.end, "role": mark.role}
    return fields | {"pupil": mark.pupil, "correction": mark.correction, "name": _name(mark.check, mark.type, lang)}


def _reason(verdict: Verdict, number: int, lang: Language) -> dict[str, Any]:
    finding = verdict.findings[number]
    old = verdict.text[slice(*finding.span)] if finding.span else ""
    return {
        "name": name_of(finding, lang),
        "decision": str(finding.decision),
        "message": str(getattr(finding.message, lang)),
        "clause": finding.clause,
        "old": old,
        "new": finding.replacement,
    }


def _kinds(lang: Language) -> list[dict[str, Any]]:
    """Return what may be marked; persons by role."""
    persons = [
        {"check": "exposure", "type": "person", "role": str(role), "name": term("roles", role, lang)} for role in Role
    ]
    others = [
        {"check": check, "type": type_, "role": None, "name": _name(check, type_, lang)}
        for check, types in MARKS.items()
        for type_ in types
        if type_ != "person"
    ]
    return persons + others


def _name(check: str, type_: str, lang: Language) -> str:
    if check == "source" and type_ in ("named", "organization"):
        return term("evidence", f"source.{type_}", lang)
    return term("types", f"{check}.{type_}", lang)
