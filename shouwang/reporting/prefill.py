"""At the statistics moment the ledger of everyone who owes a report is counted by the worker.

Whoever opens a report earlier, or before the worker comes to it, has it counted then and there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from shouwang.figures import rules as figure_rules
from shouwang.figures.counting import Span
from shouwang.figures.models import Series
from shouwang.jobs.kinds import kind
from shouwang.jobs.models import Work
from shouwang.jobs.progress import Progress
from shouwang.jobs.schedule import Due, plan
from shouwang.kit import clock
from shouwang.ledger.actions import counts
from shouwang.orgs.models import Unit
from shouwang.reporting import ledgered, versions
from shouwang.reporting.daybook.timing import versions_on
from shouwang.reporting.versions import PlainVersion

PREFILL = "reporting.prefill"
# a worker that slept past this leaves it to whoever opens a report
_PATIENCE = timedelta(hours=2)
# periods that a purge looks back for some that nobody counted: it runs each night, and what is
# older than that is unknown from then on
_LOOK_BACK = 14


@plan
def due(now: datetime) -> Iterable[Due]:
    """Tell which daily forms have just had their statistics moment."""
    day = clock.local_day(now)
    daily = Series.objects.filter(period=figure_rules.DAILY)
    for version in ledgered.due_forms(versions_on(daily, day).values()):
        moment = version.statistics_at(day)
        if moment and moment <= now < moment + _PATIENCE:
            params = {"version": version.id, "day": day.isoformat()}
            title = _("清点%(form)s的台账") % {"form": version.zh}
            yield Due(f"{PREFILL}:{version.form_id}", moment, PREFILL, title, params)


@kind(PREFILL)
def work(work: Work, progress: Progress) -> dict[str, Any]:
    """Count the ledger of every unit that owes the form of that day."""
    version = versions.plain_by_id(work.params["version"])
    return {"units": prefill(version, date.fromisoformat(work.params["day"]), progress)}


def prefill(version: PlainVersion, day: date, progress: Progress | None = None) -> int:
    """Count a form's ledger for all that owe it on a day; return how many units."""
    between = ledgered.span(version, day)
    if between is None:
        return 0
    owing = owing_units(version, day)
    for start in range(0, len(owing), counts.BATCH):
        batch = owing[start : start + counts.BATCH]
        counts.fill(batch, since=between[0], until=between[1], at=clock.now())
        if progress:
            progress.step(start + len(batch), len(owing))
    return len(owing)


def spans_before(before: date, at: datetime) -> list[Iterator[Span]]:
    """Return what each form is counted over that has been over for long enough to be purged, for
    the ledger to count before that: the latest first, each a statement when it is come to."""
    asked = Series.objects.exclude(period=figure_rules.ONCE)
    return [_spans(series, before, at) for series in asked.order_by("pk")]


def _spans(series: Series, before: date, at: datetime) -> Iterator[Span]:
    start = clock.start_of(before)
    first = figure_rules.period_start(series.period, before)
    for _number in range(_LOOK_BACK):
        versions_then = versions_on(Series.objects.filter(pk=series.pk), first).values()
        for version in ledgered.due_forms(versions_then):
            between = ledgered.span(version, first)
            if between and between[0] < start and between[1] <= at:
                yield Span(tuple(owing_units(version, first)), *between)
        first = figure_rules.previous_start(series.period, first)


def owing_units(version: PlainVersion, day: date) -> list[int]:
    """Return the institutions under a form's owner that it is asked of on a day."""
    owner = Series.objects.select_related("owner").get(pk=version.series_id).owner
    open_then = Q(closed_on=None) | Q(closed_on__gt=day)
    found = Unit.objects.filter(
        open_then, kind__in=version.kinds, path__startswith=owner.path, opened_on__lte=day
    )
    return list(found.order_by("path").values_list("pk", flat=True))
