"""The job worker: runs queued work one by one, and takes over the work of workers that died."""

from __future__ import annotations

import argparse
import logging

from shouwang.config.cli import DONE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take no arguments: a worker serves every queue."""


def run(args: argparse.Namespace) -> int:
    """Run until told to stop."""
    from shouwang.jobs import worker

    logging.getLogger("django_tasks").setLevel(logging.WARNING)
    logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
    worker.run()
    return DONE
