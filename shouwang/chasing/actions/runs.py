"""Reminding and chasing: a run is opened with its targets, then worked off a few at a time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.chasing import debts as reads
from shouwang.chasing import words
from shouwang.chasing.debts import Debt
from shouwang.chasing.models import ChaseRun, Kind, Target, Told
from shouwang.jobs.actions import works
from shouwang.jobs.models import Work
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of

RUN_WORK = "chasing.run"


@transaction.atomic
def open_run(
    *,
    unit: Unit,
    day: date,
    by: User,
    at: datetime,
    chosen: Collection[tuple[int, int]] | None = None,
) -> ChaseRun | None:
    """Open a run over the reports that units below ``unit`` owe now; None when none is owed.

    After the filing time of some it chases those, before it reminds. ``chosen`` are the (unit,
    series) picked, None takes all. A worker is asked to work it off. Raises ``OutOfScope`` and
    ``NotPermitted``.
    """
    scope = scope_of(by, at=at)
    scope.require(words.CHASE, unit)
    kind, owed = what_is_due(reads.debts(scope, unit, day, now=at))
    picked = [d for d in owed if chosen is None or d.key in chosen]
    if not picked:
        return None
    run = _open(kind, picked, unit=unit, day=day, by=by, at=at)
    title = f"{Kind(kind).label} · {unit.label}"
    run.work = works.start(kind=RUN_WORK, title=title, params={"run": run.pk}, by=by, at=at)
    run.save(update_fields=["work"])
    return run


@transaction.atomic
def open_reminder(
    *, unit: Unit, day: date, series: Collection[int], by: User, at: datetime, work: Work
) -> ChaseRun | None:
    """Open the reminder of some series that the clock asked for, to be worked off by ``work``.

    Only of reports whose filing time has not passed; None when none is owed.
    """
    scope = scope_of(by, at=at)
    scope.require(words.CHASE, unit)
    owed = reads.debts(scope, unit, day, now=at)
    picked = [d for d in owed if d.series_id in series and not d.is_over]
    return (
        _open(Kind.REMIND, picked, unit=unit, day=day, by=by, at=at, work=work) if picked else None
    )


def _open(
    kind: str, picked: list[Debt], *, unit: Unit, day: date, by: User, at: datetime,
    work: Work | None = None,
) -> ChaseRun:  # fmt: skip
    run = ChaseRun.objects.create(unit=unit, day=day, kind=kind, by=by, at=at, work=work)
    Target.objects.bulk_create(
        (
            Target(run=run, unit_id=d.unit_id, series_id=d.series_id, day=d.period_on, kind=kind)
            for d in picked
        ),
        batch_size=2000,
    )
    units = len({d.unit_id for d in picked})
    audit.record(
        words.RUN_STARTED, by=by, at=at, about=run, unit_id=unit.pk, chase_kind=kind, units=units
    )
    return run


def what_is_due(owed: list[Debt]) -> tuple[str, list[Debt]]:
    """Return what a run does now, and over which of the reports that are owed."""
    overdue = [d for d in owed if d.is_over]
    return (Kind.CHASE, overdue) if overdue else (Kind.REMIND, owed)


@transaction.atomic
def close_run(*, run: ChaseRun, at: datetime) -> bool:
    """Mark a run as finished once nothing of it is pending; returns whether it was just now."""
    if run.targets.filter(outcome=Target.Outcome.PENDING).exists():
        return False
    just_now = ChaseRun.objects.filter(pk=run.pk, finished_at=None).update(finished_at=at)
    if not just_now:
        return False
    told = Q(outcome=Target.Outcome.TOLD)
    counted = run.targets.aggregate(
        told=Count("unit", filter=told, distinct=True),
        call=Count("unit", filter=Q(outcome=Target.Outcome.CALL), distinct=True),
    )
    people = Told.objects.filter(target__run=run, channel=Told.Channel.INBOX)
    audit.record(
        words.RUN_FINISHED,
        by=run.by,
        at=at,
        about=run,
        unit_id=run.unit_id,
        units=counted["told"],
        people=people.values("to").distinct().count(),
        calls=counted["call"],
    )
    return True
