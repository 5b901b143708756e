"""Figures that are counted from records: a figure *is* the query for its evidence.

An app declares what can be counted of its records; ``ledger`` counts them for the daily report.
The code is the item's code in the forms (docs: content.md, ●), so that a form's item is filled by
the counter of the same code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Count, QuerySet

from shouwang.figures.models.figure import Nature

Text = Any  # str or a lazy translation

ROWS = Count("pk")

# a book in which nothing was written for so long is not taken for one that is kept
KEPT_FOR = timedelta(days=14)

# the book of who is on the file of a house
PEOPLE = "people"


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

    @property
    def lately(self) -> datetime:
        """Return since when an entry shows that a book is kept: not for ever, houses give up."""
        return self.since - KEPT_FOR


@dataclass(frozen=True)
class Line:
    """One record as it is shown behind a number: when, what in words (masked), where to open it."""

    at: datetime
    text: str
    url: str = ""


@dataclass(frozen=True)
class Counter:
    """One number and its rows.

    ``rows(span)`` is the query for the evidence, made of the span alone: no clock, no other table
    read, no turning on its values (``ledger.phrases`` keeps its words). It finds unvoided records
    of the span's units, each with a unit under the name ``unit``. ``amount`` says how rows become
    the number (default: their count). ``line(row)`` shows one. The number of a unit without rows is
    0 where something is known of it: where ``known(span)`` names the unit, or, without that, where
    the unit keeps the ``book`` that it is of (``keeps``). Of any other it is not 0 but unknown, and
    what is unknown fills no report.
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
    book: str = PEOPLE
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


_keepers: dict[str, list[Known]] = {}


def keeps(known: Known, *, book: str = PEOPLE) -> Known:
    """Declare a query for the units (as ``unit_id``) that keep a book; several add up.

    Who keeps the register of people need not keep that of the gate: what they do on paper is no 0.
    """
    _keepers.setdefault(book, []).append(known)
    return known


def keepers(book: str = PEOPLE) -> tuple[Known, ...]:
    """Return the queries that tell who keeps a book."""
    return tuple(_keepers.get(book, ()))
