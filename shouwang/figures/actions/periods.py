"""Opening the periods that have begun, so that what is missing shows before anyone files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q

from shouwang.figures import rules
from shouwang.figures.actions import rollups
from shouwang.figures.models import Rollup, Series
from shouwang.kit import clock


def open_due(*, at: datetime) -> int:
    """Open the present period of every series under way that has none yet; return how many."""
    today = clock.local_day(at)
    opened = 0
    for series in Series.objects.filter(starts_on__lte=today).filter(
        Q(ends_on=None) | Q(ends_on__gt=today)
    ):
        start = rules.period_start(series.period, today)
        if not Rollup.objects.filter(unit_id=series.owner_id, series=series, day=start).exists():
            rollups.open_period(series.pk, start)
            opened += 1
    return opened


def ensure_open(streams: Iterable[Series], day: date, *, at: datetime) -> int:
    """Open the periods of ``day`` that have begun and have no totals yet; return how many.

    A day past or present that nobody filed for is opened when somebody first looks at it; a
    future one and one before the series began never are.
    """
    today, opened = clock.local_day(at), 0
    for series in streams:
        start = rules.period_start(series.period, day)
        end = rules.period_end(series.period, start)
        begun = start <= today and series.starts_on <= end
        if begun and (series.ends_on is None or series.ends_on > start):
            rollups.open_period(series.pk, start)
            opened += 1
    return opened
