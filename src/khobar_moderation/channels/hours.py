"""When a channel may be used.

Both ends of the hours are still allowed, to the minute: with 07:00 to 21:00, a post of 21:00:59 may go out and one of
21:01:00 may not. Hours that close before they open run over midnight (20:00 to 02:00, as in Ramadan).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from khobar_moderation.policy import Hours

__all__ = ["is_open", "next_opening"]


def is_open(hours: Hours, moment: datetime) -> bool:
    """Return whether the hours allow a post at `moment`, in the time zone of the hours."""
    minute = moment.time().replace(second=0, microsecond=0)
    if hours.opens <= hours.closes:
        return hours.opens <= minute <= hours.closes
    return minute >= hours.opens or minute <= hours.closes


def next_opening(hours: Hours, moment: datetime) -> datetime:
    """Return when the hours next begin after `moment`, in the time zone of `moment`."""
    today = datetime.combine(moment.date(), hours.opens, tzinfo=moment.tzinfo)
    tomorrow = datetime.combine(moment.date() + timedelta(days=1), hours.opens, tzinfo=moment.tzinfo)
    return today if today > moment else tomorrow
