"""Who stands on the ladder of a unit: its people, its superiors' people, its leader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Left, Length

from shouwang.accounts.roles import Role
from shouwang.chasing.rules import DIRECTOR, LEADER, OFFICE, REPORTER, Person
from shouwang.kit import clock, workdays
from shouwang.orgs import responsible
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Holding, Unit

Ladder = dict[int, list[Person]]
_HOUSE = {Role.REPORTER: REPORTER, Role.DUTY: REPORTER, Role.DIRECTOR: DIRECTOR}
_DESKS = (Role.CLERK, Role.OFFICE)


def ladders(units: Sequence[Unit], *, above: Unit, at: datetime) -> dict[int, Ladder]:
    """Return the ladder of each unit, by unit id, as posts are held at a moment.

    民政所/县局 is the nearest jurisdiction between the unit and ``above`` (whoever chases) with
    somebody at its desks; sections count for the kinds that they review. At night and on days off
    the duty officer stands beside the reporter. Four statements, however many units.
    """
    found: dict[int, Ladder] = {u.pk: defaultdict(list) for u in units}
    houses = _held(at).filter(post__unit__in=[u.pk for u in units], post__role__in=_HOUSE)
    staffed = workdays.is_office_time(clock.local(at))
    for holding in houses:
        role = Role(holding.post.role)
        if role != Role.DUTY or not staffed:
            _add(found[holding.post.unit_id][_HOUSE[role]], _person(holding))
    _add_desks(found, units, above, at)
    for unit_id, answering in responsible.answering_for(units, at=at).items():
        for one in answering[:1]:
            user_id = one.user.pk if one.user else None
            who = f"u{user_id}" if user_id else f"l{one.leader_id}"
            found[unit_id][LEADER].append(Person(who, user_id, one.name, one.phone))
    return found


def _add_desks(found: dict[int, Ladder], units: Sequence[Unit], above: Unit, at: datetime) -> None:
    paths = {path for unit in units for path in _between(unit, above)}
    if not paths:
        return
    desks: dict[str, list[Holding]] = defaultdict(list)
    at_home = Q(post__unit__path__in=paths)
    in_section = Q(post__unit__kind=Kind.SECTION, home__in=paths)
    steplen = Value(Unit.steplen)
    held = _held(at).annotate(
        home=Left(F("post__unit__path"), Length(F("post__unit__path")) - steplen)
    )
    for holding in held.filter(at_home | in_section, post__role__in=_DESKS):
        unit = holding.post.unit
        desks[holding.home if unit.kind == Kind.SECTION else unit.path].append(holding)
    for unit in units:
        for path in reversed(_between(unit, above)):
            people = [_person(h) for h in desks[path] if _reviews(h.post.unit, unit)]
            if people:
                for person in people:
                    _add(found[unit.pk][OFFICE], person)
                break


def _between(unit: Unit, above: Unit) -> list[str]:
    """Return the paths strictly between a unit and the one that chases, the highest first."""
    first = len(above.path) + unit.steplen if unit.path.startswith(above.path) else unit.steplen
    return [unit.path[:n] for n in range(first, len(unit.path), unit.steplen)]


def _reviews(desk: Unit, unit: Unit) -> bool:
    return desk.kind != Kind.SECTION or not desk.reviews or unit.kind in desk.reviews


def _held(at: datetime) -> QuerySet[Holding]:
    now = Q(until_at=None) | Q(until_at__gt=at)
    held = Holding.objects.filter(
        now, from_at__lte=at, post__closed_on=None, user__is_active=True, user__is_system=False
    )
    return held.select_related("post__unit", "user").order_by("from_at", "pk")


def _person(holding: Holding) -> Person:
    user = holding.user
    return Person(f"u{user.pk}", user.pk, user.name, user.phone)


def _add(people: list[Person], person: Person) -> None:
    if person not in people:
        people.append(person)
