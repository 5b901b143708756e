"""One file that holds everything: the database, the files, the secret they were encrypted with.

A tar of ``database.dump`` (pg_dump's custom format), ``files/…``, ``secret-key`` and
``personal-key`` where the installation made its own, and last ``manifest.json``: the digest of
every member and, for every table, its row count and a digest of its rows, all taken in the
snapshot that was dumped. What is restored is compared against them, so a restore that says it is
done has been checked row by row.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection, transaction

from shouwang.config.place import wheel_binaries
from shouwang.kit import clock

FORMAT = 1
MANIFEST, DUMP, SECRET, FILES = "manifest.json", "database.dump", "secret-key", "files"
PERSONAL = "personal-key"
CHUNK = 1 << 20
ROWS_DIGEST = "count(*)::text, coalesce(sum(hashtextextended(t::text, 0)), 0)::text"


class ArchiveError(ValueError):
    """The archive cannot be written, or is not one, or does not hold what it says."""


def fingerprints() -> dict[str, list[str]]:
    """Return ``{table: [row count, digest of all rows]}`` of the database as it is seen now.

    The digest is a sum of row hashes, so it needs one pass and no order. Row texts depend on a
    few session settings, which are pinned.
    """
    found = {}
    with transaction.atomic(), connection.cursor() as cursor:
        for pinned in ("timezone = 'UTC'", "datestyle = 'ISO'", "bytea_output = 'hex'"):
            cursor.execute(f"SET LOCAL {pinned}")
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (table,) in cursor.fetchall():
            rows = connection.ops.quote_name(table)
            cursor.execute(f"SELECT {ROWS_DIGEST} FROM {rows} t")  # noqa: S608 - names of ours
            found[table] = list(cursor.fetchone())
    return found


def write(target: Path) -> dict[str, Any]:
    """Write everything into ``target`` and return the manifest.

    The file appears under its name only when it is complete. It holds the secret, so only its
    owner may read it. Raises ArchiveError when the target exists or pg_dump fails.
    """
    if target.exists():
        raise ArchiveError(f"{target} exists already; a backup never overwrites another")
    draft = target.with_name(target.name + ".part")
    dump = target.with_name(target.name + ".dump")
    members: dict[str, str] = {}
    try:
        tables = _dump(dump)
        with _private(draft) as out, tarfile.open(fileobj=out, mode="w") as tar:
            _add(tar, dump, DUMP, members)
            secret = Path(settings.DATA_DIR) / SECRET
            if settings.ENV.secret_key is None and secret.exists():
                _add(tar, secret, SECRET, members)
            personal = Path(settings.DATA_DIR) / PERSONAL
            if not settings.ENV.personal_keys and personal.exists():
                _add(tar, personal, PERSONAL, members)
            for path in _files():
                _add(tar, path, f"{FILES}/{path.relative_to(_files_root()).as_posix()}", members)
            manifest = _sign_off(tar, members, tables)
        draft.rename(target)
    finally:
        dump.unlink(missing_ok=True)
        draft.unlink(missing_ok=True)
    return manifest


def _sign_off(
    tar: tarfile.TarFile, members: dict[str, str], tables: dict[str, list[str]]
) -> dict[str, Any]:
    """Write the manifest as the last member, and return it."""
    manifest = {
        "format": FORMAT,
        "version": version("shouwang"),
        "made_at": clock.now().isoformat(),
        "secret": SECRET in members,
        "personal_key": PERSONAL in members,
        "members": members,
        "tables": tables,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    header = tarfile.TarInfo(MANIFEST)
    header.size, header.mode = len(text), 0o600
    tar.addfile(header, io.BytesIO(text))
    return manifest


def read_manifest(archive: Path) -> dict[str, Any]:
    """Return the archive's manifest; raises ArchiveError when it is no whole backup."""
    try:
        with tarfile.open(archive, mode="r:") as tar:
            held = tar.extractfile(MANIFEST)
            manifest = json.load(held) if held else {}
    except (OSError, KeyError, ValueError, tarfile.TarError) as error:
        raise ArchiveError(f"{archive} is not a whole backup: {error}") from None
    if manifest.get("format") != FORMAT:
        raise ArchiveError(f"{archive} has format {manifest.get('format')}, not {FORMAT}")
    return manifest


def unpack(archive: Path, folder: Path) -> None:
    """Lay the archive's members into the folder, checking each against the manifest.

    Raises ArchiveError on a member that is missing, changed, or named to lead out of the folder.
    """
    expected: Mapping[str, str] = read_manifest(archive)["members"]
    with tarfile.open(archive, mode="r:") as tar:
        for name, digest in expected.items():
            try:
                source = tar.extractfile(name)
            except KeyError:
                source = None
            if source is None or ".." in PurePosixPath(name).parts or name.startswith("/"):
                raise ArchiveError(f"{archive}: {name} is missing or not a plain file")
            target = folder / name
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _private(target) as out:
                if _copy(source, out) != digest:
                    raise ArchiveError(f"{archive}: {name} was changed or damaged")


def restore_database(dump: Path) -> None:
    """Load a dump into the empty database; raises ArchiveError when it is not empty or fails."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        if cursor.fetchone() != (0,):
            raise ArchiveError("the database is not empty: restore only into a new one")
    name = ["--dbname", connection.settings_dict["NAME"]]
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--jobs", "2"]
    _tool("pg_restore", *name, *options, str(dump))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def differences(expected: Mapping[str, list[str]]) -> list[str]:
    """Return one sentence per table whose rows are not those of the manifest."""
    found = fingerprints()
    return [
        f"{table}: {expected.get(table, ['no table'])[0]} rows backed up, "
        f"{found.get(table, ['no table'])[0]} restored, or their contents differ"
        for table in sorted(expected.keys() | found.keys())
        if expected.get(table) != found.get(table)
    ]


def _dump(target: Path) -> dict[str, list[str]]:
    """Dump the database and take its fingerprints in one and the same snapshot."""
    with _private(target):
        pass
    connection.close()  # a transaction's isolation is chosen before its first statement
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        options = ["--format=custom", "--no-owner", "--no-privileges", "--file", str(target)]
        _tool("pg_dump", "--snapshot", snapshot, *options)
        return fingerprints()


def _tool(program: str, *arguments: str) -> None:
    """Run a PostgreSQL program on our database; raises ArchiveError with what it said."""
    given = connection.settings_dict
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    surroundings = {"PATH": os.defpath, "PGDATABASE": given["NAME"]}
    surroundings |= {names[key]: str(given[key]) for key in names if given.get(key)}
    if "sslmode" in given["OPTIONS"]:
        surroundings["PGSSLMODE"] = given["OPTIONS"]["sslmode"]
    done = subprocess.run(
        [str(wheel_binaries() / program), *arguments],
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ArchiveError(f"{program} failed: {done.stderr.strip()}")


def _files_root() -> Path:
    return Path(settings.FILES_DIR)


def _files() -> list[Path]:
    """Return all stored files. Files are only added, so after a dump none it names is missing."""
    return sorted(path for path in _files_root().rglob("*") if path.is_file())


def _add(tar: tarfile.TarFile, path: Path, name: str, members: dict[str, str]) -> None:
    """Add one file and note the digest of what was added."""
    with path.open("rb") as source:
        members[name] = hashlib.file_digest(source, "sha256").hexdigest()
        source.seek(0)
        header = tarfile.TarInfo(name)
        header.size, header.mode = os.fstat(source.fileno()).st_size, 0o600
        tar.addfile(header, source)


def _copy(source: Any, target: BinaryIO) -> str:
    """Copy a stream and return its SHA-256."""
    digest = hashlib.sha256()
    while part := source.read(CHUNK):
        digest.update(part)
        target.write(part)
    return digest.hexdigest()


@contextmanager
def _private(path: Path) -> Iterator[BinaryIO]:
    """Open a new file that only its owner may read."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w+b") as file:
        yield file
