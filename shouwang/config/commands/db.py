"""The embedded database: start, stop, status, or a psql shell.

It starts by itself whenever a command needs it; stop it before moving or copying its folder.
"""

from __future__ import annotations

import argparse
import os

from shouwang.config import env, postgres
from shouwang.config.cli import DONE, UNUSABLE, WANTING

NEEDS = "nothing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to do with the database."""
    parser.add_argument("action", choices=["start", "stop", "status", "shell"])
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="for shell: arguments to psql")


def run(args: argparse.Namespace) -> int:
    """Do it; `status` answers 0 when the server runs and 1 when it does not."""
    surroundings = env.read()
    if surroundings.database_url is not None:
        print("DATABASE_URL is set: that server is not ours to start or stop")
        return UNUSABLE
    place = postgres.place_for(surroundings.data)
    match args.action:
        case "start":
            postgres.ensure_running(place)
            print(f"running, socket in {place.socket_dir}")
        case "stop":
            print("stopped" if postgres.stop(place) else "was not running")
        case "status":
            alive = postgres.is_alive(place)
            print(f"{'running' if alive else 'not running'}, cluster in {place.cluster}")
            return DONE if alive else WANTING
        case "shell":
            postgres.ensure_running(place)
            psql = str(place.tool("psql"))
            host = ["-h", str(place.socket_dir), "-U", postgres.DATABASE, "-d", postgres.DATABASE]
            os.execv(psql, [psql, *host, *args.rest])  # noqa: S606 - our own psql
    return DONE
