"""Reads of places and of what was done there, scope first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from shouwang.accounts import access
from shouwang.kit import clock
from shouwang.orgs.kinds import INSTITUTIONS, Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.response import measures
from shouwang.routines import counted, rules, words
from shouwang.routines.kinds import PlaceKind, RoutineKind
from shouwang.routines.models import Place, Routine

D, V = RoutineKind.DISINFECTION.value, RoutineKind.VENTILATION.value
_MEASURES = {D: "disinfection_rounds", V: "ventilation_rounds"}


@dataclass(frozen=True)
class Often:
    """How often one house does what: rounds a day, and in a funeral home's halls by hours."""

    rounds: dict[str, int]
    hall_hours: Decimal | None = None

    def of(self, place: Place, kind: str) -> rules.Frequency:
        """Return how often a thing is due at a place; nothing where it is not done there."""
        if not (place.is_disinfected if kind == D else place.is_ventilated):
            return rules.Frequency()
        if kind == D and place.kind == PlaceKind.HALL and self.hall_hours:
            return rules.Frequency(hours=self.hall_hours)
        return rules.Frequency(rounds=self.rounds[kind])


@dataclass(frozen=True)
class Line:
    """One place on a day: how it stands for each kind of routine, and when it was done."""

    place: Place
    standings: dict[str, rules.Standing]
    done_at: dict[str, list[datetime]]


def places(scope: Scope, unit: Unit) -> QuerySet[Place]:
    """Return the open places of a house, in the order in which one walks."""
    scope.require(words.READ, unit)
    return Place.objects.filter(unit=unit, closed_at=None).order_by("order", "pk")


def closed_places(scope: Scope, unit: Unit) -> QuerySet[Place]:
    """Return the places that are no more, the latest closed first."""
    scope.require(words.READ, unit)
    return Place.objects.filter(unit=unit, closed_at__isnull=False).order_by("-closed_at", "pk")


def place(scope: Scope, place_id: int) -> Place:
    """Return one place with its unit; raises ``OutOfScope``."""
    within = scope.narrowed(words.READ).q("unit__")
    return access.one(Place.objects.filter(within).select_related("unit"), pk=place_id)


def routine(scope: Scope, routine_id: object) -> Routine:
    """Return one record with its unit; raises ``OutOfScope``."""
    within = scope.narrowed(words.READ).q("unit__")
    return access.one(Routine.objects.filter(within).select_related("unit"), pk=routine_id)


def of_day(scope: Scope, unit: Unit, day: date) -> QuerySet[Routine]:
    """Return what was done in a house on a day, voided records too, the latest first."""
    scope.require(words.READ, unit)
    found = Routine.objects.filter(unit=unit, **_on(day)).select_related("recorded_by")
    return found.order_by("-happened_at", "-pk")


def last_disinfection(unit: Unit) -> Routine | None:
    """Return the last disinfection with an agent: what the next one begins with."""
    found = Routine.objects.filter(unit=unit, kind=D, voided_at=None).exclude(agent="")
    return found.order_by("-happened_at").first()


def lines(scope: Scope, unit: Unit, day: date, *, at: datetime) -> list[Line]:
    """Return how every open place of a house stands on a day, as of ``at``."""
    return standing_lines(list(places(scope, unit)), [unit], day, at=at)


def standing_lines(
    found: Sequence[Place], units: Collection[Unit], day: date, *, at: datetime
) -> list[Line]:
    """Return how places of some houses stand on a day: one statement for what was done, one for
    each frequency."""
    often = often_of(units, at=min(at, _end(day)))
    done = _done([unit.pk for unit in units], day)
    return [_line(p, often[p.unit_id], done, day, at) for p in found]


def often_of(units: Collection[Unit], *, at: datetime) -> dict[int, Often]:
    """Return by house how often its places are done at a moment, by the measures in force."""
    ids = [unit.pk for unit in units]
    if not ids:
        return {}
    rounds = {kind: measures.values_for(code, unit_ids=ids, at=at) for kind, code in
              _MEASURES.items()}  # fmt: skip
    homes = [unit.pk for unit in units if unit.kind == Kind.FUNERAL_HOME]
    hours = measures.values_for("hall_disinfection_hours", unit_ids=homes, at=at) if homes else {}
    return {
        pk: Often({kind: int(each[pk]) for kind, each in rounds.items()}, hours.get(pk))
        for pk in ids
    }


def with_places(scope: Scope) -> QuerySet[Unit]:
    """Return the institutions in scope that keep places, in tree order."""
    owning = Place.objects.filter(closed_at=None).values("unit_id")
    within = scope.narrowed(words.READ).q()
    return Unit.objects.filter(within, pk__in=owning, kind__in=INSTITUTIONS).order_by("path")


def missed_of(units: Iterable[Unit], day: date, *, at: datetime) -> dict[int, dict[str, int]]:
    """Return by house how many places are due, done and missed of each routine on a day.

    Keys: ``disinfection_done``, ``disinfection_missed``, ``disinfection_due``,
    ``ventilation_…`` and ``places``. As many statements for all houses as for one.
    """
    often = often_of(list(units), at=min(at, _end(day)))
    asked = {pk: (one.rounds[D], one.rounds[V], one.hall_hours) for pk, one in often.items()}
    return counted.places(asked, day, at=at)


def _line(
    place: Place, often: Often, done: dict[tuple[int, str], list[datetime]], day: date, at: datetime
) -> Line:
    since, until = clock.at(day, place.from_time), clock.at(day, place.until_time)
    standings = {}
    moments = {}
    for kind in (D, V):
        asked = often.of(place, kind)
        moments[kind] = done.get((place.pk, kind), [])
        by = rules.deadlines(since, until, asked)
        # what was not yet a place could not be missed
        by = [moment for moment in by if moment > place.made_at]
        standings[kind] = rules.standing(moments[kind], by, asked, at)
    return Line(place, standings, moments)


def _done(unit_ids: Collection[int], day: date) -> dict[tuple[int, str], list[datetime]]:
    found = Routine.objects.filter(unit__in=unit_ids, voided_at=None, **_on(day))
    rows = found.order_by("happened_at").values_list("kind", "places", "happened_at")
    done: dict[tuple[int, str], list[datetime]] = {}
    for kind, ids, moment in rows:
        for pk in ids:
            done.setdefault((pk, kind), []).append(moment)
    return done


def _on(day: date) -> dict[str, datetime]:
    return {"happened_at__gte": clock.start_of(day), "happened_at__lt": _end(day)}


def _end(day: date) -> datetime:
    return clock.start_of(day + timedelta(days=1))
