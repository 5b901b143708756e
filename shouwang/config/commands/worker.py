"""The job worker: runs queued work, and queues anew what a dead worker left unfinished."""

from __future__ import annotations

import argparse

from shouwang.config.cli import DONE
from shouwang.jobs import worker


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


def run(args: argparse.Namespace) -> int:
    """Run until told to stop."""
    worker.run()
    return DONE
