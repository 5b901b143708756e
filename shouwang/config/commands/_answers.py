"""What the commands that answer for a unit and a day share."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from shouwang.config.cli import DONE, UNUSABLE

if TYPE_CHECKING:
    from shouwang.figures.totals import UnitDay


class Unusable(Exception):
    """Input that cannot be used: said in one line, exit code 2."""


def add_unit_and_day(parser: argparse.ArgumentParser) -> None:
    """Declare ``--unit``, ``--day`` and ``--json``."""
    parser.add_argument(
        "--unit", required=True, metavar="CODE", help="unit code, e.g. KY/JEFFERSON"
    )
    parser.add_argument("--day", required=True, type=day, metavar="YYYY-MM-DD")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")


def day(text: str) -> date:
    """Return a day of an argument."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a day (YYYY-MM-DD): {text!r}") from None


def answer(
    args: argparse.Namespace,
    build: Callable[[UnitDay], dict[str, Any]],
    show: Callable[[dict[str, Any]], None],
) -> int:
    """Answer for a unit and a day, as JSON or as ``show`` prints it; return the exit code."""
    from shouwang.figures.totals import unit_day
    from shouwang.orgs.scope import SYSTEM

    try:
        found_unit = unit(args.unit)
    except Unusable as problem:
        return fail(problem)
    settle(args.day)
    found = unit_day(SYSTEM, found_unit, args.day)
    told = {
        "unit": found_unit.code,
        "day": args.day.isoformat(),
        "expected": found.total.due,
        "reported": found.total.filed,
        **build(found),
    }
    if args.json:
        say(told)
    else:
        show(told)
    return DONE


def unit(code: str) -> Any:
    """Return the unit of a code; raises ``Unusable``."""
    from shouwang.orgs.models import Unit

    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise Unusable(f"没有代码为 {code} 的机构")
    return found


def settle(on: date) -> None:
    """Bring totals up to date, with the periods of a day opened: no loop need be running."""
    from shouwang.figures.actions import periods, rollups
    from shouwang.figures.totals import series_in
    from shouwang.kit import clock
    from shouwang.orgs.scope import SYSTEM

    rollups.settle_all()
    periods.ensure_open(series_in(SYSTEM), on, at=clock.now())


def say(answer: Mapping[str, Any]) -> None:
    """Print an answer as JSON."""
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=1, default=_number)
    sys.stdout.write("\n")


def say_outcome(outcome: Any, *, as_json: bool) -> None:
    """Print what became of an import: counts, and each refused or doubtful row."""
    answer = outcome.as_dict()
    if as_json:
        say(answer)
        return
    out, counts = sys.stdout.write, answer["counts"]
    out(
        f"共 {counts['rows']} 行：导入 {counts['filed']}，重复 {counts['repeated']}，"
        f"拒绝 {counts['refused']}，提醒 {counts['warnings']}\n"
    )
    if not answer["written"]:
        out("没有写入任何数据\n")
    for title, problems in (("拒绝", answer["refused"]), ("提醒", answer["warnings"])):
        for p in problems:
            out(f"  {title} 第 {p['row']} 行 {p['column']} {p['value']!r}：{p['why']}\n")


def fail(problem: Exception) -> int:
    """Say why input cannot be used."""
    sys.stderr.write(f"shouwang: {problem}\n")
    return UNUSABLE


def _number(value: Any) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
