"""Who has filed on a day and who has not, and since when nothing came."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from shouwang.config.cli import DONE
from shouwang.config.commands import _answers


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare unit, day and output."""
    _answers.add_unit_and_day(parser)


def run(args: argparse.Namespace) -> int:
    """Print the report states of the period that the day falls in."""
    try:
        answer = _answer(args)
    except _answers.Unusable as problem:
        return _answers.fail(problem)
    if args.json:
        _answers.say(answer)
    else:
        _print(answer)
    return DONE


def _answer(args: argparse.Namespace) -> dict[str, Any]:
    from shouwang.figures.evidence import missing
    from shouwang.figures.totals import unit_day
    from shouwang.orgs.scope import SYSTEM

    unit = _answers.unit(args.unit)
    _answers.settle(args.day)
    found = unit_day(SYSTEM, unit, args.day)
    return {
        "unit": unit.code,
        "day": args.day.isoformat(),
        "expected": found.total.due,
        "reported": found.total.filed,
        "zero": found.total.zero,
        "late": found.total.late,
        "missing": [
            {"unit": m.code, "name": m.name, "parent": m.parent, "since": m.since.isoformat()}
            for m in missing(SYSTEM, unit, args.day)
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
