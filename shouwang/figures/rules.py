"""Pure decisions of figures: periods and how figures add up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

Number = int | Decimal

DAILY = "daily"
WEEKLY = "weekly"
# asked for once: whoever knows the series holds to the one day; here it is a day like another
ONCE = "once"


def period_start(period: str, day: date) -> date:
    """Return the first day of the period that ``day`` falls in; weeks are ISO weeks.

    A day between two report days answers for its own period: nothing is carried forward.
    """
    if period in (DAILY, ONCE):
        return day
    if period == WEEKLY:
        return day - timedelta(days=day.weekday())
    raise ValueError(f"unknown period {period!r}")


def period_end(period: str, start: date) -> date:
    """Return the last day of the period that starts on ``start``."""
    return start + timedelta(days=6) if period == WEEKLY else start


def previous_start(period: str, start: date) -> date:
    """Return the first day of the period before."""
    return start - timedelta(days=7 if period == WEEKLY else 1)


def next_start(period: str, start: date) -> date:
    """Return the first day of the period after."""
    return start + timedelta(days=7 if period == WEEKLY else 1)


def add_up(values: Iterable[Number | None], aggregate: str) -> Number | None:
    """Return the aggregate of what is stated: a blank is absent, never 0; nothing gives None."""
    stated = [v for v in values if v is not None]
    if not stated:
        return None
    return min(stated) if aggregate == "min" else sum(stated)
