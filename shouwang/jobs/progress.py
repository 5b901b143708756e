"""How far long work is: told through a connection of its own, so that it shows at once."""

from __future__ import annotations

import time
from datetime import timedelta

from django.db import connection

from shouwang.kit import clock

LEASE = timedelta(seconds=60)
_TELL_EVERY_S = 0.3


class Cancelled(Exception):
    """Someone asked the work to stop; the transaction under way is rolled back."""


class Progress:
    """Tells how far a work is, prolongs its lease, and hears of a wish to stop."""

    def __init__(self, work_id: int) -> None:
        self._work_id = work_id
        self._told = 0.0
        self._own = connection.copy()

    def step(self, done: int, total: int, message: str = "") -> None:
        """Tell progress, at most a few times a second; raises ``Cancelled`` when asked to stop."""
        now = time.monotonic()
        if now - self._told < _TELL_EVERY_S and done < total:
            return
        self._told = now
        with self._own.cursor() as cursor:
            cursor.execute(
                "UPDATE jobs_work SET done = %s, total = %s, message = %s, lease_until = %s"
                " WHERE id = %s RETURNING cancel_asked",
                [done, total, message[:200], clock.now() + LEASE, self._work_id],
            )
            row = cursor.fetchone()
        if row and row[0]:
            raise Cancelled

    def close(self) -> None:
        """Give the connection back."""
        self._own.close()
