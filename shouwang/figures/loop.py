"""The roll-up loop: its own process, so that totals never wait behind other work.

It looks for marks every 50 ms (a look costs one index probe) and rests as long as it worked, so
that at the peak it takes half a core at most and more reports share one sum. It opens the periods
of the day as they begin, and seals the audit trail. Only one settles at a time; a second loop
stands by.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from types import FrameType

from django.db import OperationalError, close_old_connections, connection

from shouwang.accounts.actions import seals
from shouwang.figures.actions import periods, rollups
from shouwang.kit import clock

log = logging.getLogger("shouwang.rollup")
LOOK_EVERY_S = 0.05
LONGEST_REST_S = 0.15
HOUSEKEEPING_EVERY_S = 2.0


def run(stop: threading.Event | None = None) -> None:
    """Settle marks until told to stop by ``stop``, SIGTERM or SIGINT."""
    stop = stop or _stop_on_signals()
    next_housekeeping = 0.0
    while not stop.is_set():
        began = time.monotonic()
        try:
            rollups.settle()
            worked = time.monotonic() - began
            if time.monotonic() >= next_housekeeping:
                periods.open_due(at=clock.now())
                seals.seal_pending(at=clock.now())
                next_housekeeping = time.monotonic() + HOUSEKEEPING_EVERY_S
        except OperationalError as problem:
            log.warning("database not reachable, trying again: %s", type(problem).__name__)
            connection.close()
            close_old_connections()
            stop.wait(0.5)
            continue
        stop.wait(min(max(worked, LOOK_EVERY_S), LONGEST_REST_S))


def _stop_on_signals() -> threading.Event:
    stop = threading.Event()

    def handle(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, handle)
    signal.signal(signal.SIGINT, handle)
    return stop
