"""Overdue tasks by the clock: each is told once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from shouwang.desk import task_queries
from shouwang.desk.actions import tasks
from shouwang.jobs import kinds, schedule
from shouwang.jobs.models import Work
from shouwang.jobs.progress import Progress
from shouwang.jobs.schedule import Due
from shouwang.kit import clock

OVERDUE_WORK = "desk.task_overdue"


@schedule.plan
def overdue(now: datetime) -> Iterable[Due]:
    """Return the tasks whose due moment has passed."""
    for task in task_queries.overdue(now):
        yield Due(
            name=f"{OVERDUE_WORK}:{task.pk}",
            due_at=task.due_at,
            kind=OVERDUE_WORK,
            title=str(_("任务逾期上报")),
            params={"task": task.pk},
        )


@kinds.kind(OVERDUE_WORK)
def tell(work: Work, progress: Progress) -> dict[str, bool]:
    """Tell the giver and the leaders of an overdue task."""
    return {"told": tasks.escalate(task_id=work.params["task"], at=clock.now())}
