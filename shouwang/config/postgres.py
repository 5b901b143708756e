"""Our supervisor of the embedded PostgreSQL: make it, start it, find it again, stop it.

Several commands may start at once, the server outlives whoever started it, and after a kill -9
of any part of it the next command brings it back with everything that was committed. Whether it
is alive is decided by connecting, never by a process id that a file remembers.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg import pq

from shouwang.config.place import (
    SERVICE_ACCOUNT,
    Place,
    PostgresError,
    place_for,
    prepare,
    service_account,
)

__all__ = [
    "Place",
    "PostgresError",
    "discard",
    "ensure_running",
    "is_alive",
    "place_for",
    "stop",
]

PATIENCE = 300.0
"""Seconds a start or stop may take: replaying the journal after a crash can be slow."""

DATABASE = "shouwang"
SUPERUSER = "postgres"
SETTINGS = {
    # Sized for two cores and 4 GB; an administrator changes postgresql.conf in the cluster.
    "shared_buffers": "256MB",
    "max_connections": "200",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    "jit": "off",  # our statements are short; compiling them costs more than it saves
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    # A receipt is a promise: what was answered must survive a power cut.
    "fsync": "on",
    "synchronous_commit": "on",
}
LARGEST_LOG = 10_000_000


def is_alive(place: Place) -> bool:
    """Say whether the server of this place answers and accepts connections."""
    return _ping(place) == pq.Ping.OK


def ensure_running(place: Place) -> None:
    """Return when the server of this place accepts connections, starting it if need be.

    Makes the cluster, the role and the database ``shouwang`` on first use. Raises PostgresError
    with the end of the server's log when it cannot be started.
    """
    if is_alive(place) and not place.is_relic:
        return
    with _locked(place):
        if place.is_relic:
            _set_aside(place)
        if is_alive(place):
            return
        prepare(place)
        if not (place.cluster / "PG_VERSION").exists():
            _make_cluster(place)
        _admit(place)
        _start(place)


def stop(place: Place) -> bool:
    """Stop the server in good order; return False when none was running."""
    with _locked(place):
        if _postmaster(place) is None:
            return False
        done = _run(place, "pg_ctl", "-D", place.cluster, "-m", "fast", "-w", "-t", "300", "stop")
        if done.returncode:
            raise PostgresError(f"PostgreSQL does not stop: {done.stderr.strip()}")
        return True


def discard(place: Place) -> None:
    """Stop the server and delete its cluster with everything in it."""
    stop(place)
    shutil.rmtree(place.home, ignore_errors=True)


@contextmanager
def _locked(place: Place) -> Iterator[None]:
    """Hold the place's lock; the kernel lets go of it when the holder dies, however it dies."""
    place.data.mkdir(parents=True, exist_ok=True)
    handle = os.open(place.lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _ping(place: Place) -> int:
    """Ask the server for its state without signing in, so a full house does not look dead."""
    who = f"user={DATABASE} dbname={DATABASE}"
    query = f"host='{place.socket_dir}' port=5432 {who} connect_timeout=5"
    return pq.PGconn.ping(query.encode())


def _run(
    place: Place, program: str, *arguments: str | Path, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as the server's user, in a clean environment.

    Output goes to files, not pipes: a started server inherits them, and a pipe would keep us
    waiting for its end. A session of its own keeps a Ctrl-C of ours away from the server.
    """
    outputs = place.data / f"pg.out.{os.getpid()}"
    account = service_account() if place.as_service else None
    try:
        with outputs.open("w+") as out:
            done = subprocess.run(
                [str(place.binaries / program), *map(str, arguments)],
                input=stdin,
                stdin=subprocess.DEVNULL if stdin is None else None,
                stdout=out,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
                cwd="/",
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
                start_new_session=True,
                user=None if account is None else account.pw_uid,
                group=None if account is None else account.pw_gid,
                extra_groups=None if account is None else [],
            )
            out.seek(0)
            done.stderr = out.read()
    finally:
        outputs.unlink(missing_ok=True)
    return done


def _set_aside(place: Place) -> None:
    """Move a cluster away whose data folder was deleted: a new folder must start empty."""
    if _postmaster(place) is not None:
        _run(place, "pg_ctl", "-D", place.cluster, "-m", "fast", "-w", "-t", "300", "stop")
    place.home.rename(place.home.with_name(f"{place.home.name}.left-{time.time_ns()}"))


def _make_cluster(place: Place) -> None:
    """Make the cluster with its role and database aside, then move it into place as a whole.

    A maker that dies half-way leaves a draft that the next one throws away.
    """
    draft = place.home / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    made = _run(
        place,
        "initdb",
        *("-D", draft, "-U", SUPERUSER, "--auth=reject", "--encoding=UTF8"),
        # The built-in provider sorts alike on every machine and release of its C library.
        *("--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        *settings,
    )
    if made.returncode:
        raise PostgresError(f"the database cluster cannot be made: {made.stderr.strip()}")
    filled = _run(
        place,
        "postgres",
        *("--single", "-j", "-D", draft, SUPERUSER),
        stdin=f"CREATE ROLE {DATABASE} LOGIN CREATEDB;\n\n"
        f"CREATE DATABASE {DATABASE} OWNER {DATABASE};\n\n",
    )
    if filled.returncode or "ERROR" in filled.stderr:
        raise PostgresError(f"the database cannot be made: {filled.stderr.strip()}")
    draft.rename(place.cluster)


def _admit(place: Place) -> None:
    """Write who may connect: over the socket only, and only known users of this machine."""
    users = {pwd.getpwuid(os.geteuid()).pw_name, "root"}
    if place.as_service:
        users.add(SERVICE_ACCOUNT)
    roles = (DATABASE, SUPERUSER)
    lines = "".join(f'ours "{user}" {role}\n' for user in sorted(users) for role in roles)
    for name, text in (("pg_hba.conf", "local all all peer map=ours\n"), ("pg_ident.conf", lines)):
        # Not followed if it is a link: root must not be led to write elsewhere.
        handle = os.open(place.cluster / name, os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW)
        with os.fdopen(handle, "w") as file:
            file.write(text)


def _start(place: Place) -> None:
    """Start the server, or wait for one that is still replaying its journal."""
    if place.log.exists() and place.log.stat().st_size > LARGEST_LOG:
        place.log.replace(place.log.with_name("log.1"))
    deadline = time.monotonic() + PATIENCE
    answer = ""
    while time.monotonic() < deadline:
        if is_alive(place):
            return
        if _postmaster(place) is not None and place.socket.exists():
            time.sleep(0.1)
            continue
        answer = _try_start(place)
        # Backends of a killed server may need a moment to notice: until then the start is refused.
        if answer and "is still in use" not in answer + _log_end(place):
            break
        time.sleep(0.2)
    if not is_alive(place):
        raise PostgresError(f"PostgreSQL does not start.\n{answer}\n{_log_end(place)}")


def _try_start(place: Place) -> str:
    """Ask pg_ctl for one start; return what it complained about, or nothing."""
    if _postmaster(place) is not None:  # alive without a socket: nobody can ever reach it
        _run(place, "pg_ctl", "-D", place.cluster, "-m", "fast", "-w", "-t", "60", "stop")
    elif _exists(_remembered_pid(place)):
        # The number now belongs to a stranger or a corpse, which PostgreSQL would take for itself.
        # Its shared-memory interlock still guards the cluster against a second server.
        (place.cluster / "postmaster.pid").unlink(missing_ok=True)
        place.socket.with_name(place.socket.name + ".lock").unlink(missing_ok=True)
    started = _run(
        place,
        "pg_ctl",
        *("-D", place.cluster, "-l", place.log, "-w", "-t", str(int(PATIENCE))),
        *("-o", f"-c listen_addresses='' -c unix_socket_directories='{place.socket_dir}'"),
        "start",
    )
    return started.stderr.strip() if started.returncode else ""


def _log_end(place: Place) -> str:
    """Return the last lines of the server's log."""
    try:
        return "\n".join(place.log.read_text(errors="replace").splitlines()[-15:])
    except OSError:
        return ""


def _remembered_pid(place: Place) -> int | None:
    """Return the process id that the cluster's file remembers, which may be long dead."""
    try:
        return int((place.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _exists(pid: int | None) -> bool:
    """Say whether any process, even a dead one not yet collected, has this id."""
    if pid is None:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _postmaster(place: Place) -> int | None:
    """Return the id of this cluster's living server process, or None."""
    pid = _remembered_pid(place)
    if pid is None or not _exists(pid):
        return None
    if sys.platform == "linux":
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()  # empty for a corpse
        except OSError:
            return None
    else:
        command = subprocess.run(
            ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, check=False
        ).stdout
    return pid if b"postgres" in command and os.fsencode(place.cluster) in command else None
