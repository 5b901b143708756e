"""Reads of isolation, scope first: the board of a house, one isolation, counts by house."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from shouwang.accounts.access import one
from shouwang.movements import observing, rooms, words
from shouwang.movements.models import Isolation, IsolationCheck, IsolationRoom
from shouwang.movements.observing import Observation
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope


def isolations(scope: Scope) -> QuerySet[Isolation]:
    """Return the isolations of the houses whose people one works with."""
    found = Isolation.objects.filter(scope.narrowed(words.SEE).q("unit__"), voided_at=None)
    return found.select_related("person", "unit", "room", "medic", "director")


def isolation(scope: Scope, isolation_id: UUID) -> Isolation:
    """Return one isolation; raises ``OutOfScope``."""
    return one(isolations(scope), pk=isolation_id)


def checks(found: Isolation) -> list[IsolationCheck]:
    """Return the checks of one isolation in their order."""
    made = IsolationCheck.objects.filter(isolation=found, voided_at=None)
    return list(made.select_related("recorded_by").order_by("number", "happened_at", "pk"))


def room(scope: Scope, room_id: int) -> IsolationRoom:
    """Return one room; raises ``OutOfScope``."""
    within = IsolationRoom.objects.filter(scope.narrowed(words.SEE).q("unit__"))
    return one(within.select_related("unit"), pk=room_id)


def running(scope: Scope, unit: Unit, *, at: datetime) -> list[Observation]:
    """Return who of a house is under observation, overdue releases first, then by room."""
    found = isolations(scope).filter(unit=unit, ended_at=None, happened_at__lte=at)
    observed = observing.observe(found, at=at)
    rank = {"overdue": 0, "due": 1, "running": 2}
    return sorted(
        observed,
        key=lambda o: (
            rank[o.standing],
            o.isolation.room.name if o.isolation.room else "",
            o.isolation.happened_at,
        ),
    )


def ended(scope: Scope, unit: Unit, *, since: datetime) -> list[Isolation]:
    """Return what ended in a house since a moment, the latest first."""
    found = isolations(scope).filter(unit=unit, ended_at__gte=since)
    return list(found.order_by("-ended_at"))


@dataclass
class RoomState:
    """A room with who is in it."""

    room: IsolationRoom
    inside: list[Observation] = field(default_factory=list)


def rooms_of(unit: Unit, observed: Iterable[Observation], *, at: datetime) -> list[RoomState]:
    """Return the rooms of a house with who is in them."""
    states = {kept.pk: RoomState(kept) for kept in rooms.of_unit(unit, at=at)}
    for observation in observed:
        state = states.get(observation.isolation.room_id or 0)
        if state:
            state.inside.append(observation)
    return list(states.values())


def free_rooms(unit_ids: Iterable[int], *, at: datetime) -> dict[int, tuple[int, int]]:
    """Return (rooms, those wholly free) of the houses that keep any, in two statements."""
    ids = list(unit_ids)
    then = Q(until_at=None) | Q(until_at__gt=at)
    kept = IsolationRoom.objects.filter(then, unit__in=ids, from_at__lte=at)
    totals = dict(kept.order_by().values_list("unit_id").annotate(Count("pk")))
    still = Q(ended_at=None) | Q(ended_at__gt=at)
    used = Isolation.objects.filter(
        still, room__in=kept, voided_at=None, happened_at__lte=at
    ).order_by()
    taken = dict(used.values_list("room__unit_id").annotate(Count("room", distinct=True)))
    return {pk: (total, total - taken.get(pk, 0)) for pk, total in totals.items()}


@dataclass
class Counts:
    """How isolation stands in a house, in numbers alone."""

    unit: Unit
    isolated: int = 0
    missing: int = 0
    due: int = 0
    overdue: int = 0
    without_room: int = 0
    rooms: int = 0
    free: int = 0


def counts(units: Iterable[Unit], *, at: datetime) -> list[Counts]:
    """Return how isolation stands in many houses at a moment, in four statements."""
    found = {unit.pk: Counts(unit) for unit in units}
    standing = Isolation.objects.filter(
        unit__in=found, ended_at=None, voided_at=None, happened_at__lte=at
    )
    for observation in observing.observe(standing, at=at):
        line = found[observation.isolation.unit_id]
        line.isolated += 1
        line.missing += observation.missing
        line.due += observation.standing == "due"
        line.overdue += observation.standing == "overdue"
        is_here = observation.isolation.place == "house"
        line.without_room += is_here and observation.isolation.room_id is None
    for pk, (total, free) in free_rooms(found, at=at).items():
        found[pk].rooms, found[pk].free = total, free
    return list(found.values())
