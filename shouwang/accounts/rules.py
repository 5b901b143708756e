"""Pure decisions of accounts."""

from __future__ import annotations

from datetime import datetime, timedelta

# GB/T 22239-2019 8.1.4.1 asks for limits and gives no numbers; these are the assessors' custom.
MOST_FAILURES = 5
LOCK = timedelta(minutes=10)


def is_locked(*, locked_until: datetime | None, now: datetime) -> bool:
    """Return whether a sign-in name is locked at ``now``."""
    return locked_until is not None and now < locked_until


def lock_after(*, failures: int, now: datetime) -> datetime | None:
    """Return until when the name is locked after ``failures`` wrong passwords in a row."""
    return now + LOCK if failures >= MOST_FAILURES else None
