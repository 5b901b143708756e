"""Reports that are owed: who has not filed, until when it was due, what was returned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from shouwang.figures import evidence
from shouwang.figures.actions import periods
from shouwang.figures.models import Rollup
from shouwang.figures.streams import periods_of, series_in
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting.daybook.timing import Timing, timing
from shouwang.reporting.models import Report


@dataclass(frozen=True)
class Debt:
    """One report that a unit owes. ``is_over`` after its filing time; ``is_returned`` when it was
    filed once and handed back. ``child`` is the unit under the superior that it counts in."""

    unit_id: int
    name: str
    kind: str
    phone: str
    parent: str
    child_id: int
    child: str
    series_id: int
    form_id: int
    form_zh: str
    period_on: date
    due_at: datetime | None
    is_over: bool
    is_returned: bool

    @property
    def key(self) -> tuple[int, int]:
        """Return what tells it from the others of the same day."""
        return (self.unit_id, self.series_id)


def debts(scope: Scope, unit: Unit, day: date, *, now: datetime) -> list[Debt]:
    """Return the reports of a day that units below ``unit`` owe, child by child in tree order.

    Opens the day's periods where nobody has yet. Five statements, however many units owe. Raises
    ``OutOfScope``.
    """
    known = series_in(scope, unit=unit)
    opened = Rollup.objects.filter(periods_of(known, day)).values_list("series_id", flat=True)
    unopened = {s.pk for s in known} - set(opened.distinct())
    if unopened:
        periods.ensure_open([s for s in known if s.pk in unopened], day, at=now)
    gaps = evidence.missing(scope, unit, day, streams=known)
    clock_of_day = timing(known, day, now=now)
    back = _returned(gaps)
    return [
        _debt(gap, clock_of_day, back) for gap in gaps if gap.series_id in clock_of_day.by_series
    ]


def _debt(gap: evidence.Missing, held: Timing, back: set[tuple[int, int, date]]) -> Debt:
    version = held.by_series[gap.series_id]
    return Debt(
        gap.unit_id,
        gap.name,
        gap.kind,
        gap.phone,
        gap.parent,
        gap.child_id,
        gap.child,
        gap.series_id,
        version.form_id,
        version.zh,
        gap.period_on,
        version.due_at(gap.period_on),
        is_over=held.is_over(gap.series_id),
        is_returned=(gap.unit_id, gap.series_id, gap.period_on) in back,
    )


def _returned(gaps: list[evidence.Missing]) -> set[tuple[int, int, date]]:
    if not gaps:
        return set()
    found = Report.objects.filter(
        unit_id__in={g.unit_id for g in gaps},
        day__in={g.period_on for g in gaps},
        returned_at__isnull=False,
    )
    return set(found.values_list("unit_id", "form__series_id", "day"))
