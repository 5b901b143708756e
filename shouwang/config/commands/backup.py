"""Write database, files and secret into one file, from which `shouwang restore` starts anew.

It may run while Shouwang works: everything is taken from one snapshot. Keep the file as safe as
the installation itself: it holds personal data and the key to it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from shouwang.config import archive
from shouwang.config.cli import DONE, UNUSABLE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where the backup goes."""
    parser.add_argument("file", type=Path, help="a file that does not exist yet")


def run(args: argparse.Namespace) -> int:
    """Write the backup; 2 when the file cannot be written there."""
    try:
        manifest = archive.write(args.file)
    except (archive.ArchiveError, OSError) as error:
        print(f"shouwang backup: {error}", file=sys.stderr)
        return UNUSABLE
    rows = sum(int(count) for count, _ in manifest["tables"].values())
    stored = sum(name.startswith("files/") for name in manifest["members"])
    size = args.file.stat().st_size / 1e6
    tables = len(manifest["tables"])
    print(f"{args.file}: {rows} rows of {tables} tables, {stored} files, {size:.1f} MB")
    if not manifest["secret"]:
        print("The secret comes from SHOUWANG_SECRET_KEY and is not in the file: keep it too.")
    if not manifest["personal_key"]:
        print("The keys of personal data (SHOUWANG_PERSONAL_KEYS) are not in the file: keep them.")
    return DONE
