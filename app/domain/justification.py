"""Until when an absence can be justified."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import assert_never

from app.domain import holidays
from app.domain.group_rules import JustifyBy


def last_day(absent: datetime, by: JustifyBy, meetings: Iterable[datetime]) -> date | None:
    """Return the last day on which an absence from a meeting can be justified, counted from the day after it.

    `meetings` are the group's, of which the next one may be needed. None where there is no last day, or the next
    meeting is not known.
    """
    match by:
        case JustifyBy.WORKING_DAYS_7:
            return holidays.after_working_days(absent.date(), 7)
        case JustifyBy.DAYS_14:
            return absent.date() + timedelta(days=14)
        case JustifyBy.NEXT_CLASS:
            following = min((one for one in meetings if one > absent), default=None)
            return following.date() if following else None
        case JustifyBy.ANY_TIME:
            return None
        case _:
            assert_never(by)
