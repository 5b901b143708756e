"""The web server: gunicorn with SHOUWANG_WEB_WORKERS processes on SHOUWANG_BIND.

The schema must be up to date; `shouwang up` sees to that and keeps the server running.
"""

from __future__ import annotations

import argparse
import os
import sys

from shouwang.config import cli, env

NEEDS = "nothing"
THREADS = "4"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare overrides of the environment."""
    surroundings = env.read()
    parser.add_argument("--bind", default=surroundings.bind, help="address:port to listen on")
    parser.add_argument("--workers", type=int, default=surroundings.web_workers)


def run(args: argparse.Namespace) -> int:
    """Become gunicorn; does not return."""
    cli.start_database()
    gunicorn = [sys.executable, "-m", "gunicorn", "shouwang.config.wsgi:application"]
    # Threads let a worker compute while the database commits: twice the reports on two cores.
    ways = ["--worker-class", "gthread", "--threads", THREADS]
    options = ["--bind", args.bind, "--workers", str(args.workers), *ways]
    # Heartbeats go to memory where there is a memory disk: a busy disk must not kill a worker.
    memory = ["--worker-tmp-dir", "/dev/shm"] if os.access("/dev/shm", os.W_OK) else []  # noqa: S108
    quiet = ["--log-level", "warning", "--timeout", "60", "--no-control-socket"]
    os.execv(sys.executable, [*gunicorn, *options, *memory, *quiet])  # noqa: S606 - ourselves
