"""Messages to send, and a clock to send them by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from khobar_moderation import Post
from khobar_moderation.hooks import Outgoing

INNOCENT = "يبدأ البرنامج التدريبي لمعلمات الصفوف الأولية يوم الأحد في قاعة التدريب."
DOUBTFUL = "نأمل حضور الاجتماع يوم الاحد في قاعه التدريب."
FORBIDDEN = "كما وصلني: يرجى التواصل مع ولي أمر الطالب سالم القحطاني 0551234567"
NOON = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)  # 22:30 in Khobar


class Clock:
    """A clock that a test moves."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


def message(text: str, *, key: str | None = None, adapter: str = "call") -> Outgoing:
    return Outgoing(post=Post(text=text), target="group", request={"text": text}, adapter=adapter, key=key)
