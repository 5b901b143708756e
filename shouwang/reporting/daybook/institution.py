"""An institution's day: the reports it filed, and those it owes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from shouwang.figures import rules as figure_rules
from shouwang.figures.models import Fact, Rollup
from shouwang.figures.streams import is_under_way, periods_of, series_in
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting import words
from shouwang.reporting.daybook.returned import RETURNED_WORD
from shouwang.reporting.daybook.timing import Timing, timing
from shouwang.reporting.models import Report
from shouwang.reporting.versions import PlainVersion


@dataclass(frozen=True)
class Gap:
    """A report that has not come: which form, since when, what such a gap is called now."""

    version: PlainVersion
    day: date
    since: date
    due_at: datetime | None
    word: str
    # the latest report of the form before it
    last: Report | None = None
    # the report that was returned to be mended, where that is the gap
    returned: Report | None = None
    is_locked: bool = False


@dataclass(frozen=True)
class InstitutionDay:
    """What stands and what is missing of one institution on a day."""

    unit: Unit
    timing: Timing
    reports: list[Report]
    gaps: list[Gap]
    may_file: bool
    may_open: bool


def is_alone(scope: Scope, unit: Unit, day: date) -> bool:
    """Return whether nothing below the unit is counted on that day."""
    return not Rollup.objects.filter(
        periods_of(series_in(scope, unit=unit), day), unit=unit
    ).exists()


def institution_day(scope: Scope, unit: Unit, day: date, *, now: datetime) -> InstitutionDay:
    """Return the reports of an institution for the periods of a day, and the gaps."""
    streams = [s for s in series_in(scope, unit=unit) if unit.kind in s.kinds]
    held = timing(streams, day, now=now)
    starts = {s.pk: figure_rules.period_start(s.period, day) for s in streams}
    found = Report.objects.filter(unit=unit, day__in=set(starts.values())).select_related(
        "form__series"
    )
    known = [r for r in found if starts.get(r.form.series_id) == r.day]
    reports = [r for r in known if r.returned_at is None]
    back = {r.form.series_id: r for r in known if r.returned_at is not None}
    filed = {r.form.series_id for r in reports}
    gaps = [
        _gap(unit, held, s.pk, starts[s.pk], s.starts_on, back.get(s.pk))
        for s in streams
        if s.pk not in filed
        and s.pk in held.by_series
        and unit.path.startswith(s.owner.path)
        and is_under_way(s, day)
        and _is_open(unit, s.period, starts[s.pk])
    ]
    may_file = day <= clock.local_day(now) and scope.allows(words.FILE_REPORT, unit)
    may_open = scope.allows(words.OPEN_DAY, unit)
    return InstitutionDay(unit, held, reports, gaps, may_file, may_open)


def _is_open(unit: Unit, period: str, start: date) -> bool:
    begun = unit.opened_on <= figure_rules.period_end(period, start)
    return begun and (unit.closed_on is None or unit.closed_on > start)


def _gap(
    unit: Unit, held: Timing, series_id: int, start: date, starts_on: date, back: Report | None
) -> Gap:
    version = held.by_series[series_id]
    filed_on = (
        Fact.objects.filter(unit=unit, series_id=series_id, day__lt=start)
        .order_by("-day")
        .values_list("day", flat=True)
        .first()
    )
    since = (
        figure_rules.next_start(version.period, filed_on)
        if filed_on
        else max(unit.opened_on, starts_on)
    )
    of_form = Report.objects.filter(unit=unit, form_id=version.form_id, day__lt=start)
    locked_at = version.lock_at(start)
    return Gap(
        version,
        start,
        since,
        version.due_at(start),
        str(RETURNED_WORD) if back else str(held.gap_word(series_id)),
        of_form.order_by("-day").first(),
        back,
        is_locked=locked_at is not None and held.now >= locked_at,
    )
