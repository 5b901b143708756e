"""Figures that are counted from records: a figure *is* the query for its evidence.

An app declares what can be counted of its records; ``ledger`` counts them for the daily report.
The code is the item's code in the forms (docs: content.md, ●), so that a form's item is filled by
the counter of the same code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Aggregate, Count, QuerySet

from shouwang.figures.models.figure import Nature

Text = Any  # str or a lazy translation

ROWS = Count("pk")


@dataclass(frozen=True)
class Span:
    """What is counted: some units' records, after ``since`` up to and including ``until``.

    A report's day runs from the statistics moment (统计时点) of the day before to that of the
    day, so that 在院(t) = 在院(t−1) + 入 + 返 − 离 − 亡 holds by construction. A stock is as of
    ``until``.
    """

    unit_ids: tuple[int, ...]
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Line:
    """One record as it is shown behind a number: when, what in words (masked), where to open it."""

    at: datetime
    text: str
    url: str = ""


@dataclass(frozen=True)
class Counter:
    """One number and its rows.

    ``rows(span)`` is the query for the evidence: unvoided records of the span's units, each with a
    unit under the name ``unit``. ``amount`` says how rows become the number (default: their
    count). ``line(row)`` shows one. The number of a unit without rows is 0 where something is known
    of it: where ``known(span)`` names the unit, or, without that, where the unit keeps a ledger at
    all (``keeps``). Of any other it is not 0 but unknown, and what is unknown fills no report.
    """

    code: str
    zh: Text
    measure: str
    nature: Nature
    rows: Callable[[Span], QuerySet[Any]]
    line: Callable[[Any], Line]
    amount: Aggregate = ROWS
    unit: str = "unit_id"
    known: Callable[[Span], QuerySet[Any]] | None = None
    definition: Text = ""


Known = Callable[[Span], QuerySet[Any]]
_counters: dict[str, list[Counter]] = {}


def counter(one: Counter) -> Counter:
    """Declare a counter. Several of one code are added up (测温: rounds and the gate's)."""
    _counters.setdefault(one.code, []).append(one)
    return one


def counters() -> dict[str, tuple[Counter, ...]]:
    """Return the declared counters by item code."""
    return {code: tuple(each) for code, each in _counters.items()}


_keepers: list[Known] = []


def keeps(known: Known) -> Known:
    """Declare a query for the units (as ``unit_id``) that keep a ledger at all."""
    _keepers.append(known)
    return known


def keepers() -> tuple[Known, ...]:
    """Return the queries that tell who keeps a ledger at all."""
    return tuple(_keepers)
