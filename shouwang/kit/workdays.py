"""Work days with the holidays and make-up days that the State Council announces for each year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import chinese_calendar

_SATURDAY = 5
_FARTHEST_DAYS = 3660
# the duty officer takes over when they end (content.md, Clock: handover at 08:30)
OFFICE_HOURS = (dt.time(8, 30), dt.time(17, 30))

Overrides = Mapping[dt.date, bool]
"""Days that a bureau's own table settles: True a work day, False a day off."""


def is_workday(day: dt.date, *, overrides: Overrides | None = None) -> bool:
    """Say whether people work on that day.

    `overrides` come first (next year's calendar appears in November, and 2020 showed that it may
    change overnight); then the announced calendar; for years it does not know, Monday to Friday.
    """
    if overrides and day in overrides:
        return overrides[day]
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY


def is_office_time(
    moment: dt.datetime,
    *,
    hours: tuple[dt.time, dt.time] = OFFICE_HOURS,
    overrides: Overrides | None = None,
) -> bool:
    """Say whether offices are staffed at a local moment: a work day, from the first hour until the
    last, which no longer belongs to it."""
    first, last = hours
    return is_workday(moment.date(), overrides=overrides) and first <= moment.time() < last


def add_workdays(day: dt.date, count: int, *, overrides: Overrides | None = None) -> dt.date:
    """Return the day that is `count` work days after `day` (before it, if negative).

    Deadlines of the law are counted so (政府信息公开条例 art. 33: 20 工作日). 0 gives the day
    itself when it is a work day, else the next one. Raises ValueError when ten years do not hold
    that many.
    """
    step = dt.timedelta(days=-1 if count < 0 else 1)
    left = abs(count)
    at = day
    for _index in range(_FARTHEST_DAYS):
        if left == 0 and (count or is_workday(at, overrides=overrides)):
            return at
        at += step
        if left and is_workday(at, overrides=overrides):
            left -= 1
    raise ValueError("too many work days")


def workdays_between(first: dt.date, last: dt.date, *, overrides: Overrides | None = None) -> int:
    """Count the work days from `first` to `last`, both included; 0 if they are the wrong way."""
    days = (first + dt.timedelta(days=index) for index in range((last - first).days + 1))
    return sum(is_workday(day, overrides=overrides) for day in days)
