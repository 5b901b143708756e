"""The job worker: runs queued work one by one, and frees the jobs of workers that died."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import logging
import threading

from django.core.management import call_command
from django.db import close_old_connections

from shouwang.config.cli import DONE

log = logging.getLogger("shouwang.worker")
REAP_EVERY_S = 15.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare which queues this worker serves."""
    parser.add_argument("--queues", default="*", help="comma-separated; all by default")


def run(args: argparse.Namespace) -> int:
    """Run until told to stop."""
    logging.getLogger("django_tasks").setLevel(logging.WARNING)
    logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
    stop = threading.Event()
    threading.Thread(target=_reap, args=(stop,), daemon=True, name="reaper").start()
    try:
        call_command("db_worker", queue_name=args.queues, interval=0.5, verbosity=1)
    finally:
        stop.set()
    return DONE


def _reap(stop: threading.Event) -> None:
    """Give the jobs of dead workers back to the queue, from time to time."""
    if importlib.util.find_spec("shouwang.jobs.leases") is None:
        return
    leases = importlib.import_module("shouwang.jobs.leases")
    while not stop.wait(REAP_EVERY_S):
        try:
            close_old_connections()
            leases.reap()
        except Exception:
            log.exception("freeing the jobs of dead workers failed; trying again")
