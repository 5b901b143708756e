"""A chase in the demonstration: on day 21 the county of the clerk who signs in chases at 16:31."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shouwang.accounts.models import User
from shouwang.chasing.actions import calls, runs, steps
from shouwang.chasing.models import Call
from shouwang.demo.accounts import ACCOUNTS
from shouwang.demo.story import DAY_1, DAYS
from shouwang.figures.actions import rollups
from shouwang.jobs.actions import works
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.reporting.daybook.refused import refused_zeros

_CLERK = next(a for a in ACCOUNTS if a.username == "xianju")
_AT = time(16, 31)
_CALLED_AFTER = timedelta(minutes=5)
_PROMISED = time(17, 0)


@dataclass(frozen=True)
class Chase:
    """One chase of a county's clerk over those who have not filed."""

    day: date
    at: datetime


def chases(number: int) -> Iterator[Chase]:
    """Return the chases of day ``number`` (from 1)."""
    if number == DAYS:
        day = DAY_1 + timedelta(days=number - 1)
        yield Chase(day, clock.at(day, _AT))


def do(chase: Chase) -> None:
    """Chase everybody who is missing in the county, then call whose zero report was refused."""
    rollups.settle_all()
    unit = Unit.objects.get(name=_CLERK.unit)
    by = User.objects.get(username=_CLERK.username)
    run = runs.open_run(unit=unit, day=chase.day, by=by, at=chase.at)
    if run is None or run.work is None:
        return
    while steps.advance(run=run, at=chase.at):
        pass
    runs.close_run(run=run, at=chase.at)
    works.run(run.work.pk)  # nothing is left to do: it closes the work
    targets = list(run.targets.select_related("unit").order_by("unit__path"))
    refused = refused_zeros([one.unit_id for one in targets], chase.day)
    first = next((one for one in targets if one.unit_id in refused), None)
    if first is not None:
        calls.note_call(
            unit=first.unit,
            day=chase.day,
            outcome=Call.Outcome.PROMISED,
            promised_at=clock.at(chase.day, _PROMISED),
            note="复测体温，测完即报",
            by=by,
            at=chase.at + _CALLED_AFTER,
        )
