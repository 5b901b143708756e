"""Start everything: database, schema, web server, roll-up loop and job worker, kept alive.

Ctrl-C or SIGTERM stops it all in good order. With --demo an empty database is filled with the
demonstration prefecture first, and one account per role is shown.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection

from shouwang.config import assets, cli, env, postgres, processes, schema
from shouwang.demo import clock as demo_clock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to start with."""
    surroundings = env.read()
    parser.add_argument("--demo", action="store_true", help="fill an empty database")
    parser.add_argument("--bind", default=surroundings.bind, help="address:port to listen on")
    parser.add_argument("--workers", type=int, default=surroundings.web_workers)


def run(args: argparse.Namespace) -> int:
    """Run until told to stop."""
    with _alone(Path(settings.DATA_DIR)) as alone:
        if not alone:
            _say("already running on this data folder; stop it first or use another SHOUWANG_DATA")
            return cli.UNUSABLE
        taken = _taken(args.bind)
        if taken:
            _say(f"{args.bind} cannot be used ({taken}); choose another with SHOUWANG_BIND")
            return cli.UNUSABLE
        if args.demo and schema.is_empty():
            from shouwang.demo import load

            _say("loading the demonstration, once …")
            load.load(say=_say)
        demo_clock.anchor()
        assets.collect()
        connection.close()
        return _supervise(args)


def _supervise(args: argparse.Namespace) -> int:
    """Start the processes, announce them once the web server answers, keep them alive."""
    ourselves = [sys.executable, "-m", "shouwang.config.cli"]
    web = ["web", "--bind", args.bind, "--workers", str(args.workers)]
    children = [
        processes.Child("web", [*ourselves, *web]),
        processes.Child("roll-up", [*ourselves, "rollup"]),
        processes.Child("worker", [*ourselves, "worker"]),
    ]
    announced = False

    def watch() -> None:
        nonlocal announced
        cli.start_database()
        if not announced and _answers(args.bind):
            announced = True
            _announce(args.bind)

    code = processes.supervise(children, also=watch)
    _stop_database()
    return code


def _stop_database() -> None:
    """Stop the embedded database unless another command is using it."""
    surroundings = env.read()
    if surroundings.database_url is not None:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            (others,) = cursor.fetchone()
    except OperationalError:
        others = 0  # it is being stopped already: a signal to the whole group reached it too
    connection.close()
    if not others:
        postgres.stop(postgres.place_for(surroundings.data))


def _announce(bind: str) -> None:
    """Print where it runs and, for a demonstration, who can sign in."""
    _say(f"running on http://{bind}/ (Ctrl-C stops it)")
    from shouwang.demo import accounts

    for line in accounts.listing():
        _say(f"  {line}")


@contextmanager
def _alone(data: Path) -> Iterator[bool]:
    """Hold the data folder's lock; yield False when another `up` holds it."""
    handle = os.open(data / "up.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)


def _host_port(bind: str) -> tuple[str, int]:
    host, _, port = bind.rpartition(":")
    return host.strip("[]") or "127.0.0.1", int(port)


def _taken(bind: str) -> str:
    """Return why the address cannot be listened on, or nothing."""
    host, port = _host_port(bind)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror or str(error)
    return ""


def _answers(bind: str) -> bool:
    """Say whether something accepts connections there."""
    host, port = _host_port(bind)
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def _say(line: str) -> None:
    print(line, flush=True)
