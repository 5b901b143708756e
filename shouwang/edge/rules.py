"""When an entry from a phone happened, by our clock: pure."""

from __future__ import annotations

from datetime import datetime, timedelta

# a phone that is wrong by less is left as it is: the line itself takes seconds
TOLERANCE = timedelta(minutes=1)


def skew(*, device_now: datetime | None, now: datetime) -> timedelta:
    """Return what has to be added to a phone's times: it told its clock when it sent.

    Nothing for a phone that told no clock or is right to a minute.
    """
    if device_now is None:
        return timedelta()
    off = now - device_now
    return off if abs(off) > TOLERANCE else timedelta()


def happened_at(device_at: datetime, *, off: timedelta, now: datetime) -> datetime:
    """Return the moment of an entry by our clock: never after it came.

    A clock that was set right between the entry and the sending cannot be seen; what it told is
    then bounded by the moment of arrival.
    """
    return min(device_at + off, now)
