"""Import reports from an Excel or CSV file as a mapping says."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from shouwang.config.cli import DONE, WANTING
from shouwang.config.commands import _answers


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file, its mapping and what to do with refused rows."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--mapping", type=Path, required=True, metavar="TOML")
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would happen, write nothing"
    )
    parser.add_argument(
        "--all-or-nothing", action="store_true", help="write nothing if a row is refused"
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")


def run(args: argparse.Namespace) -> int:
    """Import; 0 when every row went in or stood already, 1 when rows were refused, 2 when the file
    or the mapping cannot be used."""
    from shouwang.intake.importing.mapping import BadMapping
    from shouwang.kit.sheets.read import UnusableFile

    try:
        outcome = _import(args)
    except (UnusableFile, BadMapping) as problem:
        return _answers.fail(problem)
    _answers.say_outcome(outcome, as_json=args.json)
    return WANTING if outcome.refused else DONE


def _import(args: argparse.Namespace) -> Any:
    from shouwang.accounts.actions.users import system_user
    from shouwang.intake.actions.imports import import_reports
    from shouwang.intake.importing import mapping
    from shouwang.kit import clock
    from shouwang.kit.sheets.read import open_table
    from shouwang.orgs.kinds import Kind

    spec = mapping.load(args.mapping, unit_kinds=Kind.values)
    with open_table(args.file, filename=args.file.name, expected=spec.expected) as table:
        return import_reports(
            table=table,
            spec=spec,
            by=system_user(),
            at=clock.now(),
            dry_run=args.dry_run,
            all_or_nothing=args.all_or_nothing,
            file_name=args.file.name,
        )
