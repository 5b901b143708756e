"""Check the numbers of a text, Word or PDF file against the records of a unit and a day."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from shouwang.config.cli import DONE, WANTING
from shouwang.config.commands import _answers

if TYPE_CHECKING:
    from shouwang.checking.answers_marks import Checked

_SHAPES = {"equal": "✔", "differs": "✕", "unclear": "○", "unbacked": "?"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file, unit and day."""
    parser.add_argument("file", type=Path, metavar="FILE", help=".txt, .docx or .pdf")
    _answers.add_unit_and_day(parser)


def run(args: argparse.Namespace) -> int:
    """Check; 0 when no number differs and nothing is remarked, 1 when one does or something is,
    2 when the file or the unit cannot be used."""
    from shouwang.checking import extract

    try:
        unit = _answers.unit(args.unit)
        found = extract.from_path(args.file)
    except (_answers.Unusable, extract.UnusableFile) as problem:
        return _answers.fail(problem)
    _answers.settle(args.day)
    checked = _check(unit, args, found)
    if args.json:
        _answers.say(checked.plain())
    else:
        _print(checked)
    return DONE if checked.is_clean else WANTING


def _check(unit: object, args: argparse.Namespace, found: object) -> Checked:
    from shouwang.checking.answers_whole import check
    from shouwang.orgs.scope import SYSTEM

    return check(SYSTEM, unit, args.day, found.text, notes=found.notes)  # type: ignore[arg-type, attr-defined]


def _print(checked: Checked) -> None:
    out = sys.stdout.write
    for note in checked.notes:
        out(f"提示：{note}\n")
    for mark in checked.marks:
        if mark.status is not None:
            words = f"{mark.found.text}{mark.found.measure or ''}"
            out(f"{_SHAPES[mark.status]} {words}  {mark.of}  {'；'.join(mark.why)}\n")
    for remark in checked.lint:
        out(f"▲ {remark.text}  {remark.why}\n")
    for copy in checked.copies:
        out(f"≈ {copy.source}  {copy.text[:40]}\n")
    counts = "，".join(
        f"{shape}{len(checked.of_status(status))}"  # type: ignore[arg-type]
        for status, shape in _SHAPES.items()
    )
    out(f"{counts}，▲{len(checked.lint)}\n")
