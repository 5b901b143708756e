"""Work of reviewing that starts by the clock: telling who has not signed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from shouwang.figures.models import Series
from shouwang.jobs import kinds, schedule
from shouwang.jobs.models import Work
from shouwang.jobs.progress import Progress
from shouwang.jobs.schedule import Due
from shouwang.kit import clock
from shouwang.reporting.daybook.timing import Timing, timing
from shouwang.review.actions import nudges
from shouwang.review.stages import LEVELS

NUDGE_WORK = "review.tell_unsigned"
# the minute of a filing time still counts
GRACE = timedelta(minutes=1)
# a worker that was away comes late rather than never; on a lock of the evening still that night
LATE = timedelta(hours=6)


@kinds.kind(NUDGE_WORK)
def tell(work: Work, progress: Progress) -> dict[str, Any]:
    """Tell the desks of a bureau's tree whose time has passed and that have not signed."""
    streams = list(_completing().filter(owner=work.params["unit"]))
    if not streams:
        return {"unsigned": 0, "told": 0}
    day = date.fromisoformat(work.params["day"])
    owner = streams[0].owner
    unsigned, told = nudges.tell_unsigned(owner=owner, streams=streams, day=day, at=clock.now())
    return {"unsigned": unsigned, "told": told}


@schedule.plan
def overdue(now: datetime) -> Iterable[Due]:
    """Return when to look for desks that did not sign: after each level's time and at the lock."""
    by_owner: dict[int, list[Series]] = {}
    for one in _completing():
        by_owner.setdefault(one.owner_id, []).append(one)
    # a lock of the evening may be looked at after midnight
    days = {clock.local_day(now), clock.local_day(now - LATE)}
    for owner_id, streams in by_owner.items():
        passed = [
            (moment, day)
            for day in days
            for moment in _moments(timing(streams, day, now=now))
            if moment + GRACE <= now < moment + LATE
        ]
        # one look tells of every level that is late: what an earlier one missed, too
        if passed:
            moment, day = max(passed)
            yield Due(
                name=f"{NUDGE_WORK}:{owner_id}",
                due_at=moment,
                kind=NUDGE_WORK,
                title=f"{_('查看未签')} · {streams[0].owner.label}",
                params={"unit": owner_id, "day": day.isoformat()},
            )


def _completing() -> Any:
    return Series.objects.filter(completes=True).select_related("owner").order_by("order", "pk")


def _moments(held: Timing) -> list[datetime]:
    """Return when desks are due by a day's clock, and the lock."""
    if held.first is None:
        return []
    lock = held.first.lock_at(held.first.start_of(held.day))
    found = {held.due_at(level) for level in LEVELS} | {lock}
    return sorted(m for m in found if m and clock.local_day(m) == held.day)
