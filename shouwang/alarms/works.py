"""The watch by the clock: every few minutes, each time once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from shouwang.alarms import rules
from shouwang.alarms.actions import watching
from shouwang.alarms.rules import EVERY_MIN
from shouwang.jobs import kinds, schedule
from shouwang.jobs.models import Work
from shouwang.jobs.progress import Progress
from shouwang.jobs.schedule import Due
from shouwang.kit import clock

WATCH_WORK = "alarms.watch"


@schedule.plan
def rounds(now: datetime) -> Iterable[Due]:
    """Return the look that is due: one in each five minutes, past ones are not made up for."""
    here = clock.local(now)
    slot = here.replace(second=0, microsecond=0) - timedelta(minutes=here.minute % EVERY_MIN)
    minute = slot.hour * 60 + slot.minute
    codes = [code for code, rule in rules.rules().items() if rule.is_due(minute)]
    title = str(_("巡查预警"))
    yield Due(name=WATCH_WORK, due_at=slot, kind=WATCH_WORK, title=title, params={"codes": codes})


@kinds.kind(WATCH_WORK)
def look(work: Work, progress: Progress) -> dict[str, int]:
    """Ask the rules that were due about every unit."""
    return {"raised": watching.look(at=clock.now(), codes=work.params.get("codes"))}
