"""Who has filed on a day and who has not, and since when nothing came."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from shouwang.config.commands import _answers

if TYPE_CHECKING:
    from shouwang.figures.totals import UnitDay


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare unit, day and output."""
    _answers.add_unit_and_day(parser)


def run(args: argparse.Namespace) -> int:
    """Print the report states of the period that the day falls in."""
    return _answers.answer(args, _states, _print)


def _states(found: UnitDay) -> dict[str, Any]:
    from shouwang.figures.evidence import missing
    from shouwang.orgs.scope import SYSTEM

    return {
        "zero": found.total.zero,
        "late": found.total.late,
        "missing": [
            {"unit": m.code, "name": m.name, "parent": m.parent, "since": m.since.isoformat()}
            for m in missing(SYSTEM, found.unit, found.day)
        ],
        "children": [
            {
                "unit": child.unit.code,
                "name": child.unit.name,
                "expected": child.tally.due,
                "reported": child.tally.filed,
            }
            for child in found.children
        ],
    }


def _print(answer: dict[str, Any]) -> None:
    out = sys.stdout.write
    out(f"{answer['unit']} {answer['day']}  已报 {answer['reported']} / 应报 {answer['expected']}")
    out(f"（零报 {answer['zero']}，迟报 {answer['late']}）\n")
    for one in answer["missing"]:
        out(f"  未报 {one['unit']}  {one['name']}（{one['parent']}）  自 {one['since']} 起\n")
