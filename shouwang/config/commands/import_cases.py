"""Import published epidemic figures per city and province, under their own root CN."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from shouwang.config.cli import DONE, WANTING
from shouwang.config.commands import _answers


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file and the output."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would happen, write nothing"
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")


def run(args: argparse.Namespace) -> int:
    """Import; 0 when every row went in or stood already, 1 when rows were refused, 2 when the file
    cannot be used."""
    from shouwang.kit.sheets.read import UnusableFile

    try:
        outcome = _import(args)
    except UnusableFile as problem:
        return _answers.fail(problem)
    _answers.say_outcome(outcome, as_json=args.json)
    return WANTING if outcome.refused else DONE


def _import(args: argparse.Namespace) -> Any:
    from shouwang.accounts.actions.users import system_user
    from shouwang.intake.actions import cases
    from shouwang.kit import clock
    from shouwang.kit.sheets.read import open_table

    with open_table(args.file, filename=args.file.name, expected=cases.CITIES.expected) as table:
        return cases.import_cases(
            table=table,
            by=system_user(),
            at=clock.now(),
            dry_run=args.dry_run,
            file_name=args.file.name,
        )
