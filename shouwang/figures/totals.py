"""A unit's day: totals of every figure with completeness, and the same for each child.

The day answers for the period it falls in, series by series (daily or weekly). Values come from
the roll-ups; a unit's own facts are added, so that an institution's day is what it filed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery

from shouwang.accounts.access import OutOfScope
from shouwang.figures import rules
from shouwang.figures.models import Fact, Figure, Rollup, Series
from shouwang.figures.models.figure import Aggregate
from shouwang.figures.streams import is_under_way, kinds_at, owes, periods_of, series_in
from shouwang.figures.tally import Adder, Tally
from shouwang.orgs.models import Placement, Unit
from shouwang.orgs.scope import Scope

__all__ = ["ChildTally", "Tally", "UnitDay", "figures_of", "periods_of", "series_in", "unit_day"]


@dataclass
class ChildTally:
    """A child unit with its tally; ``filed_at`` where it is one report of its own.

    ``series_id`` is the series of that report, or of the one it owes. ``has_below`` tells whether
    units below it are counted in, so that there is a day of its own to open. ``since`` is the first
    day since which nothing came, of a unit that owes a report itself.
    """

    unit: Unit
    tally: Tally
    filed_at: datetime | None = None
    is_late: bool = False
    is_zero: bool = False
    series_id: int | None = None
    has_below: bool = False
    since: date | None = None


@dataclass
class UnitDay:
    """What a superior opens: a unit's totals on a day and each child's.

    ``own`` is what the unit filed itself (an institution with sub-units), a part of ``total``
    beside the children. ``before`` are the totals of the period before. ``unopened`` are the
    series under way whose period has no totals yet: ``periods.ensure_open`` makes them.
    """

    unit: Unit
    day: date
    figures: list[Figure]
    total: Tally
    children: list[ChildTally]
    own: Tally = field(default_factory=Tally)
    before: Tally = field(default_factory=Tally)
    series: list[Series] = field(default_factory=list)
    unopened: list[Series] = field(default_factory=list)


def unit_day(
    scope: Scope, unit: Unit, day: date, *, series: str | None = None, with_children: bool = True
) -> UnitDay:
    """Return a unit's totals on a day and each child's.

    Raises ``OutOfScope`` when the unit may not be seen. A constant number of queries, whatever
    the number of children; only the unit's and its children's own rows are read.
    """
    if not scope.covers(unit):
        raise OutOfScope(f"unit {unit.pk}")
    streams = series_in(scope, code=series, unit=unit)
    sorted_ = _Sorted(unit, day, {s.pk: s for s in streams})
    sorted_.read(with_children=with_children)
    children = _children(scope, sorted_) if with_children else []
    unopened = [s for s in streams if s.pk not in sorted_.opened and is_under_way(s, day)]
    return UnitDay(
        unit,
        day,
        sorted_.figures,
        sorted_.total.tally,
        children,
        sorted_.own.tally,
        sorted_.before.tally,
        streams,
        unopened,
    )


def figures_of(ids: Iterable[int]) -> list[Figure]:
    """Return figures by id in their order."""
    wanted = set(ids)
    if not wanted:
        return []
    return list(Figure.objects.filter(pk__in=wanted).order_by("order", "pk"))


class _Sorted:
    """The rows of a unit's day, each added where it belongs."""

    def __init__(self, unit: Unit, day: date, streams: dict[int, Series]) -> None:
        self.unit, self.day, self.streams = unit, day, streams
        self.figures: list[Figure] = []
        self.opened: set[int] = set()
        self.sheets: dict[int, list[Fact]] = defaultdict(list)
        self.with_below: set[int] = set()
        self.minimums: frozenset[int] = frozenset()
        self.below: dict[int, Adder] = defaultdict(self._adder)

    def _adder(self) -> Adder:
        return Adder(self.streams, self.minimums)

    def read(self, *, with_children: bool) -> None:
        """Read the rows of the unit (now and the period before), its children, the owners."""
        streams = self.streams.values()
        here, earlier = periods_of(streams, self.day), periods_of(streams, self.day, back=1)
        wanted = Q(here | earlier, unit=self.unit)
        if with_children:
            wanted |= Q(here, placed_in=self.unit)
        facts = list(Fact.objects.filter(wanted))
        wanted |= Q(here, unit_id__in={s.owner_id for s in streams})
        rollups = list(Rollup.objects.filter(wanted))
        both: list[Rollup | Fact] = [*rollups, *facts]
        ours = [row for row in both if self.unit.pk in (row.unit_id, row.placed_in_id)]
        self.figures = figures_of(int(key) for row in ours for key in row.values)
        self.minimums = frozenset(f.pk for f in self.figures if f.aggregate == Aggregate.MIN)
        self.total, self.own, self.before = self._adder(), self._adder(), self._adder()
        for rollup in rollups:
            self._take_rollup(rollup)
        for fact in facts:
            self._take_fact(fact)

    def _is_present(self, row: Rollup | Fact) -> bool:
        return row.day == rules.period_start(self.streams[row.series_id].period, self.day)

    def _take_rollup(self, row: Rollup) -> None:
        present = self._is_present(row)
        if present and row.unit_id == self.streams[row.series_id].owner_id:
            self.opened.add(row.series_id)
        if row.unit_id == self.unit.pk:
            (self.total if present else self.before).add_rollup(row)
        elif row.placed_in_id == self.unit.pk:
            self.below[row.unit_id].add_rollup(row)
            self.with_below.add(row.unit_id)

    def _take_fact(self, fact: Fact) -> None:
        if fact.unit_id != self.unit.pk:
            self.below[fact.unit_id].add_fact(fact)
            self.sheets[fact.unit_id].append(fact)
        elif self._is_present(fact):
            self.total.add_fact(fact)
            self.own.add_fact(fact)
        else:
            self.before.add_fact(fact)


def _children(scope: Scope, known: _Sorted) -> list[ChildTally]:
    """Return every child that has rows or owes some, in the tree's order."""
    placed = _placed(known)
    units = {p.unit_id: p.unit for p in placed if p.unit_id in known.below}
    due: dict[int, tuple[int, date]] = {}
    for placement in placed:
        for one in known.streams.values():
            if one.pk not in placement.filed and owes(placement, one, known.day):
                known.below[placement.unit_id].tally.due += 1
                units[placement.unit_id] = placement.unit
                due[placement.unit_id] = one.pk, _since(placement, one)
    if strangers := set(known.below) - set(units):
        units |= Unit.objects.in_bulk(strangers)
    kinds = kinds_at(scope, known.unit)
    ordered = sorted(units.values(), key=lambda u: (u.order, u.path))
    return [
        _child(u, known, *due.get(u.pk, (None, None)))
        for u in ordered
        if kinds is None or not u.is_institution or u.kind in kinds
    ]


def _placed(known: _Sorted) -> list[Any]:
    """Return the placements under the unit with their units.

    Each carries ``filed``, the series it has filed for the period (even where that counts under
    another unit), and ``last_on``, the period of its last report before: a supplement is none.
    """
    streams = known.streams.values()
    facts = Fact.objects.filter(unit=OuterRef("unit"))
    counting = [s.pk for s in streams if s.completes]
    earlier = facts.filter(series__in=counting, day__lt=_earliest(streams, known.day))
    found = Placement.objects.filter(parent=known.unit).select_related("unit")
    return list(
        found.annotate(
            filed=ArraySubquery(facts.filter(periods_of(streams, known.day)).values("series_id")),
            last_on=Subquery(earlier.order_by("-day").values("day")[:1]),
        )
    )


def _earliest(streams: Iterable[Series], day: date) -> date:
    return min((rules.period_start(s.period, day) for s in streams), default=day)


def _since(placement: Any, series: Series) -> date:
    """Return the first day since which nothing came from a unit that owes."""
    if placement.last_on is None:
        return max(placement.unit.opened_on, series.starts_on)
    return rules.next_start(series.period, placement.last_on)


def _child(unit: Unit, known: _Sorted, due: int | None, since: date | None) -> ChildTally:
    tally = known.below[unit.pk].tally
    sheets = known.sheets.get(unit.pk, [])
    counting = [f for f in sheets if known.streams[f.series_id].completes]
    # who owes the day's report has not filed it with a supplement or a one-off form
    told = counting or (sheets if due is None else [])
    has_below = unit.pk in known.with_below
    if not told:
        return ChildTally(unit, tally, series_id=due, has_below=has_below, since=since)
    first = min(told, key=lambda f: (f.filed_at, f.series_id))
    return ChildTally(
        unit,
        tally,
        first.filed_at,
        first.is_late,
        first.is_zero,
        first.series_id,
        has_below,
        since,
    )
