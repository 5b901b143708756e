"""Where the benchmarks run: a data folder and an embedded PostgreSQL of their own, one database
for each size, and the real processes beside it.

Settings are read when Django is first touched, so ``prepare`` must come before anything else.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import psycopg

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "var" / "bench"
EMPTY = "bench_empty"
PATIENCE_S = 30.0


def prepare() -> None:
    """Arrange the surroundings, start the database, set Django up, collect what pages load."""
    os.environ["SHOUWANG_DATA"] = str(DATA)
    os.environ["DJANGO_SETTINGS_MODULE"] = "shouwang.config.settings"
    for name in ("DATABASE_URL", "SHOUWANG_HTTPS", "SHOUWANG_DEBUG"):
        os.environ.pop(name, None)
    from shouwang.config import postgres

    postgres.ensure_running(postgres.place_for(DATA))
    import django

    django.setup()
    from shouwang.config import assets

    assets.collect()


def stop() -> None:
    """Stop the database unless another run uses it; what it holds stays."""
    from django.db import connections

    from shouwang.config import postgres

    connections.close_all()
    with connect("shouwang") as found:
        others = found.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchone()
    if others == (0,):
        postgres.stop(postgres.place_for(DATA))


def socket_dir() -> str:
    """Return the folder of the database's socket."""
    from shouwang.config import postgres

    return str(postgres.place_for(DATA).socket_dir)


def connect(database: str, *, user: str = "shouwang") -> psycopg.Connection:
    """Return a plain connection that commits every statement. ``postgres`` is the superuser."""
    return psycopg.connect(
        host=socket_dir(), port=5432, user=user, dbname=database, autocommit=True
    )


def use(database: str) -> None:
    """Let Django in this process work on a database, its schema brought up to date."""
    from django.conf import settings
    from django.db import connection, connections

    from shouwang.config import schema
    from shouwang.reporting import versions

    connections.close_all()
    connection.settings_dict["NAME"] = database
    # a clock that the demonstration set holds for its own database only
    (DATA / "demo-clock").unlink(missing_ok=True)
    settings.CLOCK_SHIFT = timedelta()
    # form versions kept in memory are those of the database before
    versions._kept.clear()
    schema.bring_up_to_date()


def exists(database: str) -> bool:
    """Say whether there is such a database."""
    with connect("shouwang") as found:
        return bool(
            found.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        )


def copy_of_empty(database: str) -> None:
    """Make a database with all tables and nothing in it, in place of any of that name."""
    if not exists(EMPTY):
        run_sql(f'CREATE DATABASE "{EMPTY}" OWNER shouwang TEMPLATE template0')
    use(EMPTY)
    from django.db import connections

    connections.close_all()
    run_sql(
        f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)',
        f'CREATE DATABASE "{database}" OWNER shouwang TEMPLATE "{EMPTY}"',
    )


def run_sql(*statements: str) -> None:
    """Run statements outside any database of ours, as the superuser: autovacuum may be in one."""
    with connect("shouwang", user="postgres") as found:
        for statement in statements:
            found.execute(statement)


def surroundings(database: str) -> dict[str, str]:
    """Return the environment in which another process works on a database."""
    query = urlencode({"host": socket_dir()})
    return {**os.environ, "DATABASE_URL": f"postgres://shouwang@/{database}?{query}"}


@dataclass(frozen=True)
class Site:
    """A site that runs: its web server's port."""

    database: str
    port: int


@contextmanager
def site(database: str, *, workers: int = 2, rollup: bool = True) -> Iterator[Site]:
    """Run web server and roll-up loop as `shouwang up` does, on a database; stop them after."""
    port = _free_port()
    ourselves = [sys.executable, "-m", "shouwang.config.cli"]
    commands = [[*ourselves, "web", "--bind", f"127.0.0.1:{port}", "--workers", str(workers)]]
    if rollup:
        commands.append([*ourselves, "rollup"])
    env = surroundings(database)
    with (DATA / "site.log").open("ab") as log:
        started = [
            subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            for command in commands
        ]
    try:
        _await(port)
        yield Site(database, port)
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(PATIENCE_S)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int) -> None:
    """Wait until every worker has surely loaded the site."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            for _ in range(4):
                urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=10).read()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
