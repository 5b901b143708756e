"""The two moments of a report in words: as of when its numbers hold, until when it is filed.

The server's Asia/Shanghai decides what is today, whatever the phone says.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from shouwang.kit import clock
from shouwang.reporting.versions import PlainVersion


def of_day(day: date, *, today: date) -> str:
    """Return a day as it is spoken of: 今日, 昨日, 明日, or its date."""
    near = {-1: _("昨日"), 0: _("今日"), 1: _("明日")}.get((day - today).days)
    return near or _("%(month)d 月 %(day)d 日") % {"month": day.month, "day": day.day}


def spoken(moment: datetime, *, today: date) -> str:
    """Return a moment as it is spoken of; midnight is 24:00 of the day that it ends."""
    local = clock.local(moment)
    if local.time() == time.min:
        return f"{of_day(local.date() - timedelta(days=1), today=today)} 24:00"
    return f"{of_day(local.date(), today=today)} {local:%H:%M}"


def statistics(version: PlainVersion, day: date, *, today: date) -> str:
    """Return the statistics moment (统计时点) of a period in words, empty where none is set."""
    moment = version.statistics_at(day)
    return spoken(moment, today=today) if moment else ""


def due(version: PlainVersion, day: date, *, today: date) -> str:
    """Return the filing time (报送时限) of a period in words, empty where none is set."""
    moment = version.due_at(day)
    return spoken(moment, today=today) if moment else ""
