"""A unit's totals over several days: what flows is summed, what stands is that of the last day.

A day's paper asks ``totals.unit_day``; a report from one day to another asks here and is given the
same shape. Report states are summed too: 应报 of three days is three times as many 家次.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.db.models import Q

from shouwang.figures import rules
from shouwang.figures.models import Fact, Figure, Rollup, Series
from shouwang.figures.models.figure import Aggregate, Nature
from shouwang.figures.rules import Number
from shouwang.figures.tally import Adder, Tally
from shouwang.figures.totals import ChildTally, UnitDay, figures_of, unit_day
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

LONGEST = 366


@dataclass(frozen=True)
class Stretch:
    """Periods as SQL wants them: series and days side by side, and which are the last ones."""

    series: list[int]
    days: list[date]
    last: list[bool]

    def params(self, name: str) -> dict[str, Any]:
        """Return the statement's parameters under a name."""
        return {f"{name}_s": self.series, f"{name}_d": self.days, f"{name}_l": self.last}


def stretch(series: Iterable[Series], first: date, last: date) -> Stretch:
    """Return the periods of series from one day to another; the last is that of ``last``."""
    found: list[tuple[int, date, bool]] = []
    for one in series:
        end = rules.period_start(one.period, last)
        start = end if first == last else rules.period_start(one.period, first)
        while start <= end:
            found.append((one.pk, start, start == end))
            start = rules.next_start(one.period, start)
    return Stretch([f[0] for f in found], [f[1] for f in found], [f[2] for f in found])


def before(series: Iterable[Series], first: date, last: date) -> Stretch:
    """Return the periods just before, as many days: yesterday, or the seven days before these."""
    if first == last:
        streams = list(series)
        days = [rules.previous_start(s.period, rules.period_start(s.period, last)) for s in streams]
        return Stretch([s.pk for s in streams], days, [True] * len(streams))
    return stretch(series, first - (last - first) - timedelta(days=1), first - timedelta(days=1))


def natures(figures: Collection[Figure]) -> dict[str, list[str]]:
    """Return the keys of figures that are summed over time, and of those that are not."""
    flows = [f.key for f in figures if f.nature == Nature.FLOW]
    return {"flows": flows, "stocks": [f.key for f in figures if f.nature != Nature.FLOW]}


def rows_sql(name: str) -> str:
    """Return the common table expressions of the facts behind a unit's periods ``name``."""
    return f"""
{name}_tree AS (
    SELECT %(unit)s::bigint AS unit_id, s AS series_id, d AS day, l AS is_last
    FROM unnest(%({name}_s)s::bigint[], %({name}_d)s::date[], %({name}_l)s::bool[]) AS t(s, d, l)
    UNION
    SELECT r.unit_id, r.series_id, r.day, t.is_last FROM {name}_tree t JOIN figures_rollup r
      ON r.placed_in_id = t.unit_id AND r.series_id = t.series_id AND r.day = t.day
), {name}_facts AS (
    SELECT f.*, t.is_last FROM {name}_tree t JOIN figures_fact f
      ON f.placed_in_id = t.unit_id AND f.series_id = t.series_id AND f.day = t.day
    UNION ALL
    SELECT f.*, l FROM unnest(%({name}_s)s::bigint[], %({name}_d)s::date[], %({name}_l)s::bool[])
      AS t(s, d, l) JOIN figures_fact f
      ON f.unit_id = %(unit)s AND f.series_id = t.s AND f.day = t.d
), {name}_rows AS MATERIALIZED (
    SELECT f.unit_id, f.series_id, f.source_id, e.key, (e.value #>> '{{}}')::numeric AS value
    FROM {name}_facts f, jsonb_each(f.values) AS e
    WHERE e.key = ANY(%(flows)s) OR (f.is_last AND e.key = ANY(%(stocks)s))
)"""


_PER_UNIT = f"""
WITH RECURSIVE {rows_sql("now")}
SELECT r.unit_id, u.name, u.kind, r.key::bigint, sum(r.value), min(r.value)
FROM now_rows r JOIN orgs_unit u ON u.id = r.unit_id
GROUP BY r.unit_id, u.name, u.kind, u.path, r.key ORDER BY u.path
"""


@dataclass(frozen=True)
class UnitValue:
    """What one unit stated of one figure: summed over the days where it flows."""

    unit_id: int
    name: str
    kind: str
    figure: int
    value: Number


def per_unit(found: UnitDay, figures: Collection[Figure], first: date) -> list[UnitValue]:
    """Return each unit's value of each figure, in the tree's order.

    The scope was asked when ``found`` was read.
    """
    params = {"unit": found.unit.pk} | natures(figures)
    params |= stretch(found.series, first, found.day).params("now")
    lowest = {f.pk for f in figures if f.aggregate == Aggregate.MIN}
    with connection.cursor() as cursor:
        cursor.execute(_PER_UNIT, params)
        return [
            UnitValue(unit_id, name, kind, figure, least if figure in lowest else total)
            for unit_id, name, kind, figure, total, least in cursor.fetchall()
        ]


def unit_span(scope: Scope, unit: Unit, first: date, last: date) -> UnitDay:
    """Return a unit's totals from one day to another in the shape of a day's.

    ``day`` is the last one. ``before`` are the totals of as many days before. Raises
    ``OutOfScope`` as ``unit_day`` does, ``ValueError`` for more than ``LONGEST`` days.
    """
    if not first <= last or (last - first).days >= LONGEST:
        raise ValueError(f"no span: {first} to {last}")
    found = unit_day(scope, unit, last)
    if first == last:
        return found
    streams = {s.pk: s for s in found.series}
    now, then = stretch(found.series, first, last), before(found.series, first, last)
    here = list(_rows(unit, now, with_children=True))
    earlier = list(_rows(unit, then, with_children=False))
    figures = figures_of(int(key) for row in [*here, *earlier] for key in row.values)
    adders = _Adders(streams, figures)
    whole, old, own = adders.new(), adders.new(), adders.new()
    below: dict[int, Adder] = defaultdict(adders.new)
    ends, old_ends = _ends(now), _ends(then)
    for row in here:
        is_last = row.day == ends.get(row.series_id)
        if row.unit_id != unit.pk:
            adders.add(below[row.unit_id], row, is_last)
            continue
        adders.add(whole, row, is_last)
        if isinstance(row, Fact):
            adders.add(own, row, is_last)
    for row in earlier:
        adders.add(old, row, row.day == old_ends.get(row.series_id))
    return replace(
        found, figures=figures, total=whole.tally, own=own.tally, before=old.tally,
        children=_children(found, below),
    )  # fmt: skip


def children_before(found: UnitDay, first: date) -> dict[int, Tally]:
    """Return the totals of each unit directly below in the period before, by its id."""
    then = before(found.series, first, found.day)
    adders = _Adders({s.pk: s for s in found.series}, found.figures)
    below: dict[int, Adder] = defaultdict(adders.new)
    ends = _ends(then)
    for row in _rows(found.unit, then, with_children=True):
        if row.unit_id != found.unit.pk:
            adders.add(below[row.unit_id], row, row.day == ends.get(row.series_id))
    return {unit_id: adder.tally for unit_id, adder in below.items()}


def _ends(periods: Stretch) -> dict[int, date]:
    rows = zip(periods.series, periods.days, periods.last, strict=True)
    return {series: day for series, day, is_last in rows if is_last}


def _rows(unit: Unit, periods: Stretch, *, with_children: bool) -> Iterator[Rollup | Fact]:
    """Yield the roll-ups and facts of a unit's periods, and of the units directly below."""
    by_series: dict[int, list[date]] = defaultdict(list)
    for series, day in zip(periods.series, periods.days, strict=True):
        by_series[series].append(day)
    when = Q(series_id__in=[])
    for series, days in by_series.items():
        when |= Q(series_id=series, day__gte=min(days), day__lte=max(days))
    where = Q(unit=unit) | Q(placed_in=unit) if with_children else Q(unit=unit)
    for model in (Rollup, Fact):
        yield from model.objects.filter(when & where)


class _Adders:
    """Adds rows: flows of every period, the rest of the last one only."""

    def __init__(self, streams: dict[int, Series], figures: list[Figure]) -> None:
        self.streams = streams
        self.flows = {f.key for f in figures if f.nature == Nature.FLOW}
        self.lowest = frozenset(f.pk for f in figures if f.aggregate == Aggregate.MIN)

    def new(self) -> Adder:
        return Adder(self.streams, self.lowest)

    def add(self, adder: Adder, row: Rollup | Fact, is_last: bool) -> None:
        kept = row.values if is_last else {k: v for k, v in row.values.items() if k in self.flows}
        told: Any = SimpleNamespace(**{**vars(row), "values": kept})
        if isinstance(row, Fact):
            adder.add_fact(told)
        else:
            adder.add_rollup(told)


def _children(found: UnitDay, below: dict[int, Adder]) -> list[ChildTally]:
    """Return the children of the last day, and those that lay there earlier only."""
    known = {child.unit.pk: child for child in found.children}
    units = {child.unit.pk: child.unit for child in found.children}
    units |= Unit.objects.in_bulk(set(below) - set(units))
    ordered = sorted(units.values(), key=lambda u: (u.order, u.path))
    made = []
    for unit in ordered:
        child = known.get(unit.pk) or ChildTally(unit, below[unit.pk].tally)
        tally = below[unit.pk].tally if unit.pk in below else type(child.tally)()
        made.append(replace(child, tally=tally))
    return made
