"""Reads of the ledger: what is counted of a unit, and the rows behind a number."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from django.db.models import Exists, OuterRef

from shouwang.accounts.access import OutOfScope
from shouwang.figures import counting
from shouwang.figures.counting import Line, Span
from shouwang.figures.models.figure import Nature
from shouwang.figures.rules import Number
from shouwang.kit import clock
from shouwang.ledger import spans, words
from shouwang.ledger.actions import counts
from shouwang.ledger.counting import count
from shouwang.ledger.models import Count, Mark
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.people.models import PurgeRun

MOST_LINES = 500
# no form is asked for more rarely than once a year
LONGEST_SPAN = timedelta(days=366)


@dataclass(frozen=True)
class Counted:
    """What is counted of one unit: numbers by item code, and when one of them last changed."""

    values: dict[str, Number]
    changed_at: datetime | None = None


def counted(unit_id: int, *, since: datetime, until: datetime, at: datetime) -> Counted:
    """Return a unit's numbers from one statistics moment to the next, counted now if need be.

    Of what nobody counted before its records were purged nothing is known."""
    doubtful = Mark.objects.filter(unit_id=OuterRef("unit_id"), day__lte=OuterRef("day"))
    kept = Count.objects.filter(unit_id=unit_id, since=since, until=until)
    stands = kept.annotate(is_doubtful=Exists(doubtful)).values_list("is_doubtful", "frozen")
    match stands.first():
        case None if is_purged(since):
            return Counted({})
        case None:
            counts.fill([unit_id], since=since, until=until, at=at)
        case (True, False):
            counts.settle([unit_id], at=at)
    found = kept.get()
    return Counted(found.values, found.changed_at)


def is_purged(since: datetime) -> bool:
    """Return whether records from a moment on have been purged: a count over them is no number."""
    purges = PurgeRun.objects.filter(rows__gt=0, before__gt=clock.local_day(since))
    return purges.exists()


def kept(unit_ids: Collection[int], *, since: datetime, until: datetime) -> dict[int, Counted]:
    """Return what is kept of several units, as it was last counted; those never counted are left
    out."""
    rows = Count.objects.filter(unit_id__in=unit_ids, since=since, until=until)
    return {one.unit_id: Counted(one.values, one.changed_at) for one in rows}


@dataclass(frozen=True)
class Rows:
    """The rows behind one number of one unit; ``is_kept`` when the records themselves are gone."""

    unit: Unit
    code: str
    zh: str
    measure: str
    definition: str
    day: date
    since: datetime
    until: datetime
    value: Number | None
    lines: list[Line]
    total: int
    is_stock: bool
    is_kept: bool = False


def rows(
    scope: Scope, unit: Unit, code: str, *, since: datetime, until: datetime, at: datetime
) -> Rows:
    """Return the rows behind a number; raises ``OutOfScope`` for a code that is not counted, or a
    span that no form can have. Looking keeps no count: the moments come from an address."""
    scope.require(words.READ_LEDGER, unit)
    declared = counting.counters().get(code)
    if declared is None or not timedelta(0) < until - since <= LONGEST_SPAN:
        raise OutOfScope(f"counter {code}")
    span = Span((unit.pk,), since, until)
    queries = [(one, one.rows(span)) for one in declared]
    lines = sorted(
        (one.line(row) for one, each in queries for row in islice(each[:MOST_LINES], MOST_LINES)),
        key=lambda line: line.at,
        reverse=True,
    )
    is_frozen = Count.objects.filter(unit=unit, since=since, until=until).values_list("frozen")
    match is_frozen.first():
        case None:
            values, frozen = ({} if is_purged(since) else count(span)[unit.pk]), False
        case (frozen,):
            values = counted(unit.pk, since=since, until=until, at=at).values
    first = declared[0]
    return Rows(
        unit,
        code,
        str(first.zh),
        str(first.measure),
        str(first.definition),
        clock.local(until).date(),
        since,
        until,
        values.get(code),
        lines[:MOST_LINES],
        sum(each.count() for _one, each in queries),
        first.nature == Nature.STOCK,
        frozen,
    )


@dataclass(frozen=True)
class One:
    """One number of a day's ledger."""

    zh: str
    measure: str
    value: Number
    url: str
    is_stock: bool


@dataclass(frozen=True)
class Kept:
    """All that was counted of a unit from one moment to another."""

    since: datetime
    until: datetime
    numbers: list[One]


def day(scope: Scope, unit: Unit, day: date, *, at: datetime) -> list[Kept]:
    """Return what was counted of a unit on a day, for each span that was asked for."""
    scope.require(words.READ_LEDGER, unit)
    counts.settle([unit.pk], at=at)
    declared = counting.counters()
    found = []
    for one in Count.objects.filter(unit=unit, day=day).order_by("until", "since"):
        numbers = [
            One(
                str(each[0].zh),
                str(each[0].measure),
                one.values[code],
                spans.rows_url(unit.pk, one.since, one.until, code),
                each[0].nature == Nature.STOCK,
            )
            for code, each in declared.items()
            if code in one.values
        ]
        found.append(Kept(one.since, one.until, numbers))
    return found


def codes() -> frozenset[str]:
    """Return every code that can be counted."""
    return frozenset(counting.counters())
