"""The day's clock as the forms in force set it: when reports are due, and what a gap is called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from shouwang.figures import rules as figure_rules
from shouwang.figures.models import Series
from shouwang.kit import clock
from shouwang.orgs.kinds import INSTITUTIONS, Kind
from shouwang.orgs.models import Unit
from shouwang.reporting import rules, versions
from shouwang.reporting.models import FormVersion
from shouwang.reporting.versions import PlainVersion

DUE_WORD = _("待报")
MISSING_WORD = _("未报")


def versions_on(series: Iterable[Series], day: date) -> dict[int, PlainVersion]:
    """Return the form version that holds on a day, by series id, in the order of the series."""
    ids = [s.pk for s in series]
    found = (
        FormVersion.objects.filter(
            form__series_id__in=ids, state=FormVersion.State.PUBLISHED, starts_on__lte=day
        )
        .order_by("form_id", "-starts_on", "-number")
        .distinct("form_id")
        .values_list("form__series_id", "pk")
    )
    held = {series_id: versions.plain_by_id(pk) for series_id, pk in found}
    return {pk: held[pk] for pk in ids if pk in held}


def level_of(unit: Unit) -> str:
    """Return the level under which a form's clock names the unit's filing time."""
    if unit.kind in INSTITUTIONS:
        return "institution"
    return Kind.COUNTY.value if unit.kind == Kind.DEVELOPMENT_ZONE else unit.kind


@dataclass(frozen=True)
class Timing:
    """A day's filing times, and where the present moment stands to them.

    ``by_series`` are the versions in force; ``first`` the one whose clock the page shows.
    """

    day: date
    now: datetime
    by_series: dict[int, PlainVersion]
    first: PlainVersion | None

    @property
    def is_today(self) -> bool:
        """Return whether the day is the present one."""
        return self.day == clock.local_day(self.now)

    @property
    def statistics(self) -> time | None:
        """Return the statistics moment (统计时点)."""
        return self.first.time_of("statistics") if self.first else None

    def due_at(self, level: str = "institution") -> datetime | None:
        """Return the filing time of a level."""
        if self.first is None:
            return None
        return self.first.due_at(figure_rules.period_start(self.first.period, self.day), level)

    def is_over(self, series_id: int | None = None) -> bool:
        """Return whether the institutions' filing time has passed: 待报 becomes 未报.

        A form without a filing time is due by the end of its period.
        """
        version = self.by_series.get(series_id or 0, self.first)
        if version is None:
            return self.day < clock.local_day(self.now)
        start = figure_rules.period_start(version.period, self.day)
        end = clock.start_of(figure_rules.next_start(version.period, start))
        return rules.is_late(filed_at=self.now, due_at=version.due_at(start) or end)

    def gap_word(self, series_id: int | None = None) -> Any:
        """Return what a report that has not come is called now."""
        return MISSING_WORD if self.is_over(series_id) else DUE_WORD


def timing(series: Iterable[Series], day: date, *, now: datetime) -> Timing:
    """Return the clock of a day: the first form that counts in 应报 gives the page's times."""
    known = list(series)
    held = versions_on(known, day)
    counting = [held[s.pk] for s in known if s.completes and s.pk in held]
    return Timing(day, now, held, next(iter(counting or held.values()), None))
