"""Work that starts by the clock: the coming months of temperatures, made ahead of need."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from shouwang.health.actions import partitions
from shouwang.jobs import kinds, schedule
from shouwang.jobs.models import Work
from shouwang.jobs.progress import Progress
from shouwang.jobs.schedule import Due
from shouwang.kit import clock

PARTITIONS_WORK = "health.partitions"
# at night, when attaching a month holds up nobody
HOUR = time(3, 20)
AHEAD = timedelta(days=40)


@schedule.plan
def nightly(now: datetime) -> Iterable[Due]:
    """Return the night's work: the months that the coming weeks need."""
    due_at = clock.at(clock.local_day(now), HOUR)
    if now >= due_at:
        title = str(_("准备体温记录的月份"))
        yield Due(name=PARTITIONS_WORK, due_at=due_at, kind=PARTITIONS_WORK, title=title)


@kinds.kind(PARTITIONS_WORK)
def prepare(work: Work, progress: Progress) -> dict[str, int]:
    """Make the month of today and those up to ``AHEAD`` that are missing."""
    today = clock.today()
    return {"made": partitions.ensure([today, today + AHEAD / 2, today + AHEAD])}
