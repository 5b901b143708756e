"""How an isolation stands: its day, the checks of each day, what hinders its release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from shouwang.kit import clock
from shouwang.movements import rules
from shouwang.movements.models import Isolation, IsolationCheck


@dataclass(frozen=True)
class Observation:
    """One isolation as it stands at a moment.

    ``number`` is today's day (1 on the first), ``due`` and ``made`` count today's checks, ``gaps``
    are the days before today that lack some, ``standing`` is running, due or overdue.
    """

    isolation: Isolation
    number: int
    due: int
    made: int
    gaps: list[rules.Gap]
    standing: str
    ends_on: date

    @property
    def is_complete(self) -> bool:
        """Return whether it has run its days with no check missing."""
        return self.standing != "running" and not self.gaps

    @property
    def missing(self) -> int:
        """Return how many checks are missing on the days before today."""
        return sum(gap.due - gap.made for gap in self.gaps)


def observe(isolations: Iterable[Isolation], *, at: datetime) -> list[Observation]:
    """Return how isolations stand at a moment, in one statement more."""
    listed = list(isolations)
    counted = _counted([isolation.pk for isolation in listed])
    return [_one(isolation, counted.get(isolation.pk, {}), at) for isolation in listed]


def _one(isolation: Isolation, made: Mapping[int, int], at: datetime) -> Observation:
    began = clock.local(isolation.happened_at)
    number = rules.day_number(began.date(), clock.local_day(at))
    days, checks = isolation.days, isolation.checks
    return Observation(
        isolation=isolation,
        number=number,
        due=rules.due_on(number, days=days, checks=checks, started=began),
        made=made.get(number, 0),
        gaps=rules.gaps(days=days, checks=checks, started=began, made=made, before=number),
        standing=rules.standing(started_on=began.date(), days=days, today=clock.local_day(at)),
        ends_on=rules.ends_on(began.date(), days),
    )


def _counted(ids: list[UUID]) -> dict[UUID, dict[int, int]]:
    rows = IsolationCheck.objects.filter(isolation__in=ids, voided_at=None)
    found: dict[UUID, dict[int, int]] = {}
    for key, number, made in (
        rows.values_list("isolation_id", "number").annotate(n=Count("pk")).order_by()
    ):
        found.setdefault(key, {})[number] = made
    return found
