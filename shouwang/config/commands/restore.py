"""Restore a backup into an empty SHOUWANG_DATA and compare every table with what was backed up.

With DATABASE_URL set, that database must be empty too.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

import django

from shouwang.config import archive, cli, env, postgres

NEEDS = "nothing"  # reading the settings would already lay a secret into the folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to restore from."""
    parser.add_argument("file", type=Path, help="a file that `shouwang backup` wrote")


def run(args: argparse.Namespace) -> int:
    """Restore and verify; on any failure the folder is left as empty as it was."""
    surroundings = env.read()
    data = surroundings.data
    if not args.file.is_file():
        return _refuse(f"{args.file} is not a file")
    if data.exists() and any(data.iterdir()):
        return _refuse(f"{data} is not empty: set SHOUWANG_DATA to a new folder")
    try:
        manifest = archive.read_manifest(args.file)
    except archive.ArchiveError as error:
        return _refuse(str(error))
    if not manifest["secret"] and surroundings.secret_key is None:
        return _refuse("its secret is not in the backup: set SHOUWANG_SECRET_KEY to it")
    if not manifest.get("personal_key", True) and not surroundings.personal_keys:
        return _refuse(
            "its keys of personal data are not in it: set SHOUWANG_PERSONAL_KEYS to them"
        )
    try:
        _restore(args.file, manifest["tables"], data)
    except archive.ArchiveError as error:
        _leave_no_trace(data, embedded=surroundings.database_url is None)
        return _refuse(str(error))
    rows = sum(int(count) for count, _ in manifest["tables"].values())
    print(f"{data}: {rows} rows restored, each table compared; start it with `shouwang up`")
    return cli.DONE


def _restore(file: Path, tables: dict[str, list[str]], data: Path) -> None:
    """Lay down files and secret, then the database, then compare."""
    data.mkdir(parents=True, exist_ok=True)
    archive.unpack(file, data)
    cli.start_database()
    django.setup()
    archive.restore_database(data / archive.DUMP)
    (data / archive.DUMP).unlink()
    wrong = archive.differences(tables)
    if wrong:
        raise archive.ArchiveError("the restored database differs: " + "; ".join(wrong))


def _leave_no_trace(data: Path, *, embedded: bool) -> None:
    """Empty the folder again, so that a second try starts as the first did."""
    if embedded:
        postgres.discard(postgres.place_for(data))
    for left in data.iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        else:
            left.unlink()


def _refuse(why: str) -> int:
    print(f"shouwang restore: {why}", file=sys.stderr)
    return cli.UNUSABLE
