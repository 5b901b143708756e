"""The one source of "now" and "today".

All local days are Asia/Shanghai, whatever the zone of the server or of the browser. A
demonstration runs on a shifted clock, so that its last day is under way whenever it is opened:
the shift is a setting read once, never changed by code.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

SHANGHAI = ZoneInfo("Asia/Shanghai")
# at the ends of the calendar a day has none beside it, and a moment no other zone
_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)


def now() -> datetime:
    """Return the present moment, aware, in Asia/Shanghai."""
    shift: timedelta = getattr(settings, "CLOCK_SHIFT", timedelta())
    return machine_now() + shift


def machine_now() -> datetime:
    """Return the machine's own moment, unshifted: for what the machine itself stamps."""
    return datetime.now(UTC).astimezone(SHANGHAI)


def today() -> date:
    """Return the present day in Asia/Shanghai."""
    return now().date()


def local(moment: datetime) -> datetime:
    """Return an aware moment as wall time in Asia/Shanghai."""
    return moment.astimezone(SHANGHAI)


def local_day(moment: datetime) -> date:
    """Return the Asia/Shanghai day on which an aware moment falls."""
    return local(moment).date()


def is_known(day: date) -> bool:
    """Return whether a day is one that a report, or anybody's clock, can mean."""
    return _FIRST <= day <= _LAST


def at(day: date, hour_minute: time) -> datetime:
    """Return the aware moment of a wall time on a local day."""
    return datetime.combine(day, hour_minute, SHANGHAI)


def start_of(day: date) -> datetime:
    """Return midnight, the first moment of a local day."""
    return at(day, time.min)
