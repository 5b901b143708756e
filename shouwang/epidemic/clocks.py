"""The clocks of cases as they stand in the records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from shouwang.epidemic import rules
from shouwang.epidemic.models import Case, CaseStep
from shouwang.epidemic.rules import Clock, Limits
from shouwang.orgs.models import Unit
from shouwang.response import measures

_MEASURES = ("report_phone_minutes", "report_written_minutes", "report_follow_up_hours")


def in_force(unit: Unit, at: datetime) -> Limits:
    """Return the limits in force for a house at a moment."""
    found = measures.values(_MEASURES, unit=unit, at=at)
    return Limits(*(int(found[code]) for code in _MEASURES))


def of(case: Case) -> list[Clock]:
    """Return the clocks of one case."""
    return of_many([case])[case.pk]


def of_many(cases: Iterable[Case]) -> dict[UUID, list[Clock]]:
    """Return the clocks of many cases, in one statement."""
    asked = list(cases)
    steps: dict[UUID, list[CaseStep]] = {case.pk: [] for case in asked}
    rows = CaseStep.objects.filter(case__in=steps, voided_at=None)
    needed = (*rules.PHONES, *rules.TEXTS, rules.ASKED)
    for row in rows.filter(step__in=needed).only("case_id", "step", "happened_at", "due_at"):
        steps[row.case_id].append(row)
    return {case.pk: from_steps(case, steps[case.pk]) for case in asked}


def from_steps(case: Case, steps: Iterable[CaseStep]) -> list[Clock]:
    """Return the clocks of a case whose unvoided steps are at hand."""
    done: dict[str, list[datetime]] = {}
    asked: list[tuple[datetime, datetime]] = []
    for row in steps:
        done.setdefault(row.step, []).append(row.happened_at)
        if row.step == rules.ASKED and row.due_at:
            asked.append((row.happened_at, row.due_at))
    return rules.clocks(
        opened_at=case.happened_at,
        limits=case.limits,
        done=done,
        asked_by=_asked_by(asked, done),
        closed_at=case.closed_at,
    )


def _asked_by(
    asked: list[tuple[datetime, datetime]], done: Mapping[str, list[datetime]]
) -> datetime | None:
    """Return until when a follow-up is asked for that nobody wrote since, the earliest."""
    told = [*done.get(rules.FOLLOW_UP, ()), *done.get(rules.FINAL, ())]
    last = max(told, default=None)
    return min((due for at, due in asked if last is None or at > last), default=None)
