"""Totals of a unit and its children on a day, with completeness."""

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
    """Print the totals of the period that the day falls in."""
    return _answers.answer(args, _totals, _print)


def _totals(found: UnitDay) -> dict[str, Any]:
    figures = {f.pk: f for f in found.figures}
    return {
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
    states = f"已报 {answer['reported']} / 应报 {answer['expected']}"
    out(f"{answer['unit']} {answer['day']}  {states}\n")
    for code, item in answer["items"].items():
        out(f"  {item['zh']}（{code}）  {'—' if item['total'] is None else item['total']}\n")
