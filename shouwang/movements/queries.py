"""Reads of movements, scope first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from shouwang.accounts.access import one
from shouwang.movements import rules, words
from shouwang.movements.kinds import Kind, State
from shouwang.movements.models import Deferral, Isolation, Movement
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.people.models import Absence
from shouwang.response import measures

_OPEN = (State.WAITING, State.APPROVED, State.OUT)


def movements(scope: Scope) -> QuerySet[Movement]:
    """Return the movements of the houses whose people one works with, the latest first."""
    found = Movement.objects.filter(scope.narrowed(words.SEE).q("unit__"), voided_at=None)
    related = found.select_related("person", "unit", "recorded_by", "decided_by", "exemption")
    return related.order_by("-happened_at", "-pk")


def movement(scope: Scope, movement_id: UUID) -> Movement:
    """Return one movement; raises ``OutOfScope``.

    A bureau sees those for which it was asked to let a case through, nobody else's.
    """
    special = Q(scope.narrowed(words.COUNT).q("unit__"), needs_special=True)
    own = scope.narrowed(words.SEE).q("unit__")
    found = Movement.objects.filter(own | special, voided_at=None)
    related = found.select_related("person", "unit", "recorded_by", "decided_by", "exemption")
    return one(related, pk=movement_id)


def open_ones(scope: Scope, unit: Unit) -> list[Movement]:
    """Return what a house has open: waiting, approved, out; the longest open first."""
    found = movements(scope).filter(unit=unit, state__in=_OPEN)
    return list(found.order_by("happened_at", "pk"))


def undecided(scope: Scope, unit: Unit) -> list[Movement]:
    """Return what went first and has not been approved since, the oldest first."""
    found = movements(scope).filter(unit=unit, is_emergency=True, decided_at=None)
    return list(found.order_by("out_at"))


def history(scope: Scope, unit: Unit, kind: str = "") -> QuerySet[Movement]:
    """Return all movements of a house, the latest first, of one kind if asked."""
    found = movements(scope).filter(unit=unit)
    return found.filter(kind=kind) if kind in Kind.values else found


@dataclass(frozen=True)
class Outside:
    """Somebody outside the house: since when, why, and the last time they were told to wait."""

    absence: Absence
    deferral: Deferral | None
    movement: Movement | None


def outside(scope: Scope, unit: Unit, *, at: datetime) -> list[Outside]:
    """Return who of a house is outside at a moment, the longest outside first."""
    if not scope.allows(words.SEE, unit):
        return []
    then = Absence.objects.covering(at).filter(unit=unit).values("pk")
    absences: QuerySet[Absence] = Absence.objects.filter(pk__in=then)
    listed = list(absences.select_related("person").order_by("from_at", "pk"))
    told: dict[UUID, Deferral] = {}
    asked = Deferral.objects.filter(absence__in=listed, voided_at=None, happened_at__lte=at)
    for deferral in asked.order_by("happened_at"):
        told[deferral.absence_id] = deferral
    moved = Movement.objects.filter(
        unit=unit, state=State.OUT, person__in=[one.person_id for one in listed], voided_at=None
    )
    by_person = {movement.person_id: movement for movement in moved}
    return [Outside(a, told.get(a.pk), by_person.get(a.person_id)) for a in listed]


@dataclass
class Standing:
    """How a house stands, in numbers alone."""

    unit: Unit
    medical: int = 0
    leave: int = 0
    told: int = 0
    waiting: int = 0
    undecided: int = 0
    overdue: int = 0
    isolated: int = 0


def institutions(scope: Scope) -> QuerySet[Unit]:
    """Return the institutions that keep a register of movements, isolation or people outside."""
    reach = scope.narrowed(words.COUNT)
    ids: set[int] = set()
    for model in (Movement, Isolation, Absence):
        rows = model.objects.filter(reach.q("unit__"), voided_at=None)
        ids.update(rows.order_by().values_list("unit_id", flat=True).distinct())
    return Unit.objects.filter(pk__in=ids).order_by("path")


def standings(units: Iterable[Unit], *, at: datetime) -> list[Standing]:
    """Return how houses stand at a moment, in five statements however many they are."""
    found = {unit.pk: Standing(unit) for unit in units}
    absent = Absence.objects.covering(at).filter(unit__in=found)
    for row in _by_unit(absent.order_by(), "kind"):
        setattr(found[row["unit_id"]], row["kind"], row["n"])
    notices = Deferral.objects.filter(absence__in=absent, voided_at=None, happened_at__lte=at)
    told = notices.order_by().values("unit_id").annotate(n=Count("absence", distinct=True))
    for row in told:
        found[row["unit_id"]].told = row["n"]
    waiting = Movement.objects.filter(unit__in=found, state=State.WAITING, voided_at=None)
    for row in _by_unit(waiting.order_by()):
        found[row["unit_id"]].waiting = row["n"]
    hours = measures.values_for("approve_after_hours", unit_ids=list(found), at=at)
    late = Movement.objects.filter(
        unit__in=found, is_emergency=True, decided_at=None, voided_at=None
    )
    for unit_id, out_at in late.values_list("unit_id", "out_at"):
        found[unit_id].undecided += 1
        if out_at and rules.is_approval_overdue(out_at, hours=int(hours[unit_id]), at=at):
            found[unit_id].overdue += 1
    isolated = Isolation.objects.filter(unit__in=found, ended_at=None, voided_at=None)
    for row in _by_unit(isolated.order_by()):
        found[row["unit_id"]].isolated = row["n"]
    return list(found.values())


def _by_unit(rows: QuerySet[Any], *more: str) -> Any:
    return rows.values("unit_id", *more).annotate(n=Count("pk"))


def waiting_for(scope: Scope) -> int:
    """Count the requests that wait for this director: the badge of the rail."""
    reach = scope.narrowed(words.DECIDE)
    if not reach.subtrees:
        return 0
    rows = Movement.objects.filter(reach.q("unit__"), voided_at=None, decided_at=None)
    free = Q(needs_special=False) | Q(exemption__state="approved")
    return rows.filter(Q(state=State.WAITING) & free | Q(is_emergency=True)).count()


def deaths(scope: Scope) -> QuerySet[Movement]:
    """Return the movements that record a death, each with ``death``."""
    return movements(scope).filter(kind=Kind.DEATH).select_related("death").order_by(F("out_at"))
