"""Long work of chasing: a run worked off by whichever worker has it, and reminders by the clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.chasing import policies, words
from shouwang.chasing.actions import runs, steps
from shouwang.chasing.models import ChaseRun, Target
from shouwang.figures import rules as figure_rules
from shouwang.figures.models import Series
from shouwang.jobs import kinds, schedule
from shouwang.jobs.models import Work
from shouwang.jobs.progress import Progress
from shouwang.jobs.schedule import Due
from shouwang.kit import clock
from shouwang.orgs import queries as units
from shouwang.orgs.scope import SYSTEM, scope_of
from shouwang.reporting.daybook.timing import versions_on

REMIND_WORK = "chasing.remind"


@kinds.kind(runs.RUN_WORK, result_url="chasing:work")
def work_off(work: Work, progress: Progress) -> dict[str, Any]:
    """Work a run off as the one who asked; begun twice, it goes on where it stood."""
    run = ChaseRun.objects.select_related("unit", "by").get(pk=work.params["run"])
    try:
        scope_of(run.by, at=clock.now()).require(words.CHASE, run.unit)
    except (OutOfScope, NotPermitted):
        raise kinds.Refused({"why": _("您没有在这个单位催报的权限")}) from None
    return _finish(run, progress)


@kinds.kind(REMIND_WORK, result_url="chasing:work")
def remind(work: Work, progress: Progress) -> dict[str, Any]:
    """Remind everybody below a bureau of the reports that are due soon."""
    run = ChaseRun.objects.select_related("unit", "by").filter(work=work).first()
    if run is None:
        unit = units.unit(SYSTEM, work.params["unit"])
        day = date.fromisoformat(work.params["day"])
        run = runs.open_reminder(
            unit=unit, day=day, series=work.params["series"], by=work.by, at=clock.now(), work=work
        )
    return _finish(run, progress) if run else {"run": None}


def _finish(run: ChaseRun, progress: Progress) -> dict[str, Any]:
    total = run.targets.count()
    done = total - run.targets.filter(outcome=Target.Outcome.PENDING).count()
    while treated := steps.advance(run=run, at=clock.now(), most=steps.STRETCH):
        done += treated
        progress.step(done, total)
    runs.close_run(run=run, at=clock.now())
    return {"run": run.pk}


@schedule.plan
def reminders(now: datetime) -> Iterable[Due]:
    """Return the reminders that are due: one for each bureau with forms and each filing time.

    From the bureau's minutes before the filing time until the filing time itself: a worker that
    was away comes late rather than never, and never after it.
    """
    today = clock.local_day(now)
    by_owner: dict[int, list[Series]] = {}
    for one in Series.objects.filter(completes=True).select_related("owner").order_by("pk"):
        by_owner.setdefault(one.owner_id, []).append(one)
    for owner_id, series in by_owner.items():
        times = policies.times_of(series[0].owner)
        by_due: dict[datetime, list[int]] = {}
        for series_id, version in versions_on(series, today).items():
            due_at = version.due_at(figure_rules.period_start(version.period, today))
            if due_at and due_at - times.remind <= now < due_at:
                by_due.setdefault(due_at, []).append(series_id)
        for due_at, ids in by_due.items():
            yield Due(
                name=f"chasing.remind:{owner_id}",
                due_at=due_at,
                kind=REMIND_WORK,
                title=f"{_('提醒')} · {series[0].owner.label}",
                params={"unit": owner_id, "day": today.isoformat(), "series": ids},
            )
