"""Reports beside the day's: supplements (夜间补充表) and one-off forms (专项表), who filed them.

They do not complete the day (``Series.completes``), so its totals leave them out; here a superior
sees each with its own filing time. Units are counted where they lie now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from shouwang.figures import rules as figure_rules
from shouwang.figures.models import Series
from shouwang.figures.models.series import Period
from shouwang.figures.streams import is_under_way
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting import moments
from shouwang.reporting.daybook.timing import Timing
from shouwang.reporting.models import Report
from shouwang.reporting.versions import PlainVersion

MOST_NAMED = 60


@dataclass(frozen=True)
class Extra:
    """One form beside the day's: ``missing`` names the first of those who have not filed it."""

    version: PlainVersion
    day: date
    due_at: datetime | None
    word: Any
    is_over: bool
    due: int
    filed: int
    missing: list[Unit]
    today: date

    @property
    def gap(self) -> int:
        """Return how many have not filed it."""
        return self.due - self.filed

    @property
    def unnamed(self) -> int:
        """Return how many are missing beyond those named."""
        return self.gap - len(self.missing)

    @property
    def due_words(self) -> str:
        """Return its filing time in words."""
        return moments.due(self.version, self.day, today=self.today)


def extras(scope: Scope, unit: Unit, streams: Iterable[Series], timing: Timing) -> list[Extra]:
    """Return the supplements of a day and the one-off forms that run on it, below a unit."""
    found = [
        (timing.by_series[s.pk], s) for s in streams if not s.completes and s.pk in timing.by_series
    ]
    made = [
        _extra(scope, unit, s, version, timing) for version, s in found if _runs(version, s, timing)
    ]
    return [one for one in made if one.due]


def _runs(version: PlainVersion, series: Series, timing: Timing) -> bool:
    """Return whether a form is asked for on the day: a one-off one until its filing time."""
    if series.period != Period.ONCE:
        return is_under_way(series, timing.day)
    due = version.due_at(series.starts_on)
    return series.starts_on <= timing.day <= (clock.local_day(due) if due else series.starts_on)


def _extra(
    scope: Scope, unit: Unit, series: Series, version: PlainVersion, timing: Timing
) -> Extra:
    start = version.start_of(timing.day)
    owing = _owing(scope, unit, series, start)
    reports = Report.objects.filter(
        unit=OuterRef("pk"), form_id=version.form_id, day=start, returned_at=None
    )
    silent = owing.filter(~Exists(reports))
    due, gap = owing.count(), silent.count()
    due_at = version.due_at(start)
    over = due_at is not None and timing.now > due_at
    return Extra(
        version,
        start,
        due_at,
        timing.gap_word(series.pk),
        over,
        due,
        due - gap,
        list(silent.order_by("path")[:MOST_NAMED]) if gap else [],
        clock.local_day(timing.now),
    )


def _owing(scope: Scope, unit: Unit, series: Series, start: date) -> QuerySet[Unit]:
    end = figure_rules.period_end(series.period, start)
    return Unit.objects.filter(
        scope.q(),
        Q(closed_on=None) | Q(closed_on__gt=start),
        Q(path__startswith=series.owner.path),
        path__gte=unit.path,
        path__lt=unit.path + "~",
        kind__in=series.kinds,
        opened_on__lte=end,
    )
