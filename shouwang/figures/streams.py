"""Which series a scope may see at a unit, and who owes them in which period.

The day of a period at which a placement or an opening counts is the period's last one, its
closing the first: a unit first seen within a week is expected in it, one closed before it is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from shouwang.figures import rules
from shouwang.figures.models import Series
from shouwang.orgs.models import Placement, Unit
from shouwang.orgs.scope import Scope


def kinds_at(scope: Scope, unit: Unit | None) -> frozenset[str] | None:
    """Return the kinds that limit the scope over a unit, None where nothing limits it.

    Two posts at different places do not lend each other their reach.
    """
    if unit is None or scope.everything:
        return scope.kinds()
    over = Scope(scope.user_id, tuple(s for s in scope.subtrees if s.covers(unit.path, unit.kind)))
    return over.kinds()


def series_in(scope: Scope, *, code: str | None = None, unit: Unit | None = None) -> list[Series]:
    """Return the series that a scope may see, at ``unit`` where one is named.

    A section sees the series whose kinds are all its own: the total of one that it shares with
    another section would count units that it may not see.
    """
    found = Series.objects.select_related("owner").order_by("order", "pk")
    if code:
        found = found.filter(code=code)
    kinds = kinds_at(scope, unit)
    return [s for s in found if kinds is None or kinds.issuperset(s.kinds)]


def periods_of(series: Iterable[Series], day: date, *, back: int = 0) -> Q:
    """Return the condition on facts or roll-ups of the periods that ``day`` falls in.

    ``back`` counts periods backwards: 1 is the one before.
    """
    starts: dict[date, list[int]] = defaultdict(list)
    for one in series:
        start = rules.period_start(one.period, day)
        for _step in range(back):
            start = rules.previous_start(one.period, start)
        starts[start].append(one.pk)
    condition = Q(series_id__in=[])
    for start, ids in starts.items():
        condition |= Q(series_id__in=ids, day=start)
    return condition


def is_under_way(series: Series, day: date) -> bool:
    """Return whether the series is due in the period of ``day``."""
    start = rules.period_start(series.period, day)
    end = rules.period_end(series.period, start)
    return series.starts_on <= end and (series.ends_on is None or series.ends_on > start)


def owes(placement: Placement, series: Series, day: date) -> bool:
    """Return whether the placed unit owes the series, counted there, in the period of ``day``."""
    unit = placement.unit
    start = rules.period_start(series.period, day)
    end = rules.period_end(series.period, start)
    return (
        series.completes
        and unit.kind in series.kinds
        and unit.path.startswith(series.owner.path)
        and is_under_way(series, day)
        and placement.from_on <= end
        and (placement.until_on is None or placement.until_on > end)
        and unit.opened_on <= end
        and (unit.closed_on is None or unit.closed_on > start)
    )
