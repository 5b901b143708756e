"""Totals of a unit and its children on a day, with completeness."""

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
    """Print the totals of the period that the day falls in."""
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
    from shouwang.figures.totals import unit_day
    from shouwang.orgs.scope import SYSTEM

    unit = _answers.unit(args.unit)
    _answers.settle(args.day)
    found = unit_day(SYSTEM, unit, args.day)
    figures = {f.pk: f for f in found.figures}
    return {
        "unit": unit.code,
        "day": args.day.isoformat(),
        "expected": found.total.due,
        "reported": found.total.filed,
        "items": {
            f.code: {"zh": f.zh, "total": found.total.values.get(pk)} for pk, f in figures.items()
        },
        "children": [
            {
                "unit": child.unit.code,
                "name": child.unit.name,
                "expected": child.tally.due,
                "reported": child.tally.filed,
                "items": {
                    figures[k].code: v for k, v in child.tally.values.items() if k in figures
                },
            }
            for child in found.children
        ],
    }


def _print(answer: dict[str, Any]) -> None:
    out = sys.stdout.write
    out(
        f"{answer['unit']} {answer['day']}  已报 {answer['reported']} / 应报 {answer['expected']}\n"
    )
    for code, item in answer["items"].items():
        out(f"  {item['zh']}（{code}）  {'—' if item['total'] is None else item['total']}\n")
