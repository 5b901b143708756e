"""The job worker: the queue's own; beside it what is due by the clock is started, and the leases
of dead workers are taken back."""

from __future__ import annotations

import logging
import threading

from django.db import OperationalError, connection
from django_tasks_db.management.commands.db_worker import Worker

from shouwang.jobs.actions import firing, works
from shouwang.kit import clock
from shouwang.kit.ids import uuid7

log = logging.getLogger("shouwang.jobs")
REAP_EVERY_S = 10.0


def run() -> None:
    """Work until told to stop by SIGTERM or SIGINT."""
    stop = threading.Event()
    reaper = threading.Thread(target=_reap, args=(stop,), daemon=True)
    reaper.start()
    worker = Worker(
        queue_names=["*"],
        interval=0.3,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=uuid7().hex,
        excluded_queue_names=[],
    )
    worker.configure_signals()
    try:
        worker.run()
    finally:
        stop.set()


def _reap(stop: threading.Event) -> None:
    while not stop.wait(REAP_EVERY_S):
        try:
            works.reap(at=clock.now())
            firing.fire(at=clock.now())
        except OperationalError as problem:
            log.warning("database not reachable, trying again: %s", type(problem).__name__)
        except Exception:
            log.exception("a plan failed; the others and the leases are looked at again")
        finally:
            connection.close()
