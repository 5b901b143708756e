"""A unit's day: totals of every figure with completeness, and the same for each child.

The day answers for the period it falls in, series by series (daily or weekly). Values come from
the roll-ups; a unit's own facts are added, so that an institution's day is what it filed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from shouwang.accounts.access import OutOfScope
from shouwang.figures import rules
from shouwang.figures.models import Fact, Figure, Rollup, Series
from shouwang.figures.models.figure import Aggregate
from shouwang.figures.rules import Number
from shouwang.orgs.models import Unit
from shouwang.orgs.placing import placements_on
from shouwang.orgs.scope import Scope


@dataclass
class Tally:
    """Report states and totals of one unit over some series.

    ``due`` = ``filed`` + ``missing``; ``zero`` and ``late`` are parts of ``filed``. ``values`` and
    ``stated`` (how many units stated it) are keyed by figure id.
    """

    due: int = 0
    filed: int = 0
    zero: int = 0
    late: int = 0
    values: dict[int, Number] = field(default_factory=dict)
    stated: dict[int, int] = field(default_factory=dict)
    computed_at: datetime | None = None

    @property
    def missing(self) -> int:
        """Return how many units have not filed."""
        return self.due - self.filed

    @property
    def is_complete(self) -> bool:
        """Return whether every unit that owes has filed."""
        return self.filed >= self.due


@dataclass
class ChildTally:
    """A child unit with its tally; ``filed_at`` where it is one report of its own."""

    unit: Unit
    tally: Tally
    filed_at: datetime | None = None
    is_late: bool = False
    is_zero: bool = False


@dataclass
class UnitDay:
    """What a superior opens: a unit's totals on a day and each child's."""

    unit: Unit
    day: date
    figures: list[Figure]
    total: Tally
    children: list[ChildTally]


def series_in(scope: Scope, *, code: str | None = None) -> list[Series]:
    """Return the series that a scope may see: a section sees only those of its own kinds."""
    found = Series.objects.select_related("owner").order_by("order", "pk")
    if code:
        found = found.filter(code=code)
    kinds = scope.kinds()
    return [s for s in found if kinds is None or kinds.intersection(s.kinds)]


def periods_of(series: Iterable[Series], day: date) -> Q:
    """Return the condition on facts or roll-ups of the periods that ``day`` falls in."""
    starts: dict[date, list[int]] = defaultdict(list)
    for one in series:
        starts[rules.period_start(one.period, day)].append(one.pk)
    condition = Q(series_id__in=[])
    for start, ids in starts.items():
        condition |= Q(series_id__in=ids, day=start)
    return condition


def unit_day(
    scope: Scope, unit: Unit, day: date, *, series: str | None = None, with_children: bool = True
) -> UnitDay:
    """Return a unit's totals on a day and each child's.

    Raises ``OutOfScope`` when the unit may not be seen. A constant number of queries, whatever
    the number of children.
    """
    if not scope.covers(unit):
        raise OutOfScope(f"unit {unit.pk}")
    streams = series_in(scope, code=series)
    counted = {s.pk: s for s in streams}
    here = periods_of(streams, day)
    minimums = frozenset(
        Figure.objects.filter(aggregate=Aggregate.MIN).values_list("pk", flat=True)
    )
    total = _Adder(counted, minimums)
    for row in Rollup.objects.filter(here, unit=unit):
        total.add_rollup(row)
    for fact in Fact.objects.filter(here, unit=unit):
        total.add_fact(fact)
    children = _children(scope, unit, day, counted, minimums) if with_children else []
    figures = figures_of(
        {k for k in total.tally.values} | {k for c in children for k in c.tally.values}
    )
    return UnitDay(unit, day, figures, total.tally, children)


def figures_of(ids: Iterable[int]) -> list[Figure]:
    """Return figures by id in their order."""
    return list(Figure.objects.filter(pk__in=set(ids)).order_by("order", "pk"))


def _children(
    scope: Scope, unit: Unit, day: date, counted: dict[int, Series], minimums: frozenset[int]
) -> list[ChildTally]:
    here = periods_of(counted.values(), day)
    adders: dict[int, _Adder] = defaultdict(lambda: _Adder(counted, minimums))
    filed: dict[int, Fact] = {}
    for row in Rollup.objects.filter(here, placed_in=unit):
        adders[row.unit_id].add_rollup(row)
    for fact in Fact.objects.filter(here, placed_in=unit):
        adders[fact.unit_id].add_fact(fact)
        filed[fact.unit_id] = fact
    homes = set(placements_on(day).filter(parent=unit).values_list("unit_id", flat=True))
    units = Unit.objects.filter(pk__in=homes | set(adders)).order_by("order", "path")
    kinds = scope.kinds()
    children = []
    for child in units:
        owes = child.pk in homes and child.pk not in filed and _owes(child, day, counted.values())
        if child.pk not in adders and not owes:
            continue
        if child.is_institution and kinds is not None and child.kind not in kinds:
            continue
        adder = adders[child.pk]
        adder.tally.due += owes
        children.append(_child(child, adder.tally, filed.get(child.pk)))
    return children


def _child(unit: Unit, tally: Tally, fact: Fact | None) -> ChildTally:
    if fact is None:
        return ChildTally(unit, tally)
    return ChildTally(unit, tally, fact.filed_at, fact.is_late, fact.is_zero)


def _owes(unit: Unit, day: date, series: Iterable[Series]) -> bool:
    """Return whether a unit without a fact owes one of the counting series on that day."""
    for one in series:
        start = rules.period_start(one.period, day)
        end = rules.period_end(one.period, start)
        if (
            one.completes
            and unit.kind in one.kinds
            and unit.path.startswith(one.owner.path)
            and one.starts_on <= end
            and (one.ends_on is None or one.ends_on > start)
            and unit.opened_on <= end
            and (unit.closed_on is None or unit.closed_on > start)
        ):
            return True
    return False


class _Adder:
    """Adds roll-ups and facts of several series into one tally."""

    def __init__(self, counted: dict[int, Series], minimums: frozenset[int]) -> None:
        self.tally = Tally()
        self._counted = counted
        self._minimums = minimums

    def add_rollup(self, row: Rollup) -> None:
        if self._counted[row.series_id].completes:
            self.tally.due += row.expected
            self.tally.filed += row.filed
            self.tally.zero += row.zero
            self.tally.late += row.late
        self._values(row.values, row.stated)
        self.tally.computed_at = max(filter(None, (self.tally.computed_at, row.computed_at)))

    def add_fact(self, fact: Fact) -> None:
        if self._counted[fact.series_id].completes:
            self.tally.due += 1
            self.tally.filed += 1
            self.tally.zero += fact.is_zero
            self.tally.late += fact.is_late
        self._values(fact.values, {})

    def _values(self, values: dict[str, Number], stated: dict[str, int]) -> None:
        tally = self.tally
        for key, value in values.items():
            figure = int(key)
            tally.stated[figure] = tally.stated.get(figure, 0) + stated.get(key, 1)
            if figure not in tally.values:
                tally.values[figure] = value
            else:
                both = (tally.values[figure], value)
                tally.values[figure] = min(both) if figure in self._minimums else sum(both)

