"""Isolation: beginning, many at once, another room, telling outside, ending before its time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.alarms.actions import watching
from shouwang.kit.ids import uuid7
from shouwang.movements import rooms, whereabouts, words
from shouwang.movements.kinds import TOLD_ELSEWHERE, Cause, End, Place
from shouwang.movements.models import Isolation, IsolationRoom, Movement
from shouwang.movements.refusals import unfit
from shouwang.movements.watching import ROOMS_FULL
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.people.models import Person
from shouwang.response import measures


@dataclass(frozen=True)
class Observed:
    """One person to be isolated from ``at`` on. ``id`` is the client's key.

    Without a room of the house the first free one is taken; with none free the isolation stands
    without a room and shows it. ``where`` says in words where 居家, 集中 or 医院 is.
    """

    person_id: UUID
    cause: str
    at: datetime
    id: UUID = field(default_factory=uuid7)
    device_at: datetime | None = None
    place: str = Place.HOUSE
    room_id: int | None = None
    where: str = ""
    community_told: str = ""
    control_told: str = ""
    movement: Movement | None = None


@dataclass(frozen=True)
class _Asked:
    days: int
    checks: int
    paper: str


def begin(
    *, unit: Unit, who: Observed, by: User, at: datetime, scope: Scope | None = None
) -> Isolation:
    """Isolate one person; one who is isolated already stays as they are, and is answered.

    Raises ``Unfit`` for a room that is full, ``OutOfScope`` for people or rooms of others.
    """
    return begin_many(unit=unit, people=[who], by=by, at=at, scope=scope)[0]


@transaction.atomic
def begin_many(
    *, unit: Unit, people: Sequence[Observed], by: User, at: datetime, scope: Scope | None = None
) -> list[Isolation]:
    """Isolate many people of one unit; returns their isolations in the order of ``people``."""
    (scope or scope_of(by, at=at)).require(words.ISOLATE, unit)
    return by_itself(unit=unit, people=people, by=by, at=at)


def by_itself(*, unit: Unit, people: Sequence[Observed], by: User, at: datetime) -> list[Isolation]:
    """Isolate people as a part of another deed, which has asked for the permission: who returns
    or is admitted is isolated by itself. Must run in the transaction of that deed."""
    _check_people(unit, people)
    standing = _standing(unit, people)
    new = [who for who in people if who.person_id not in standing]
    asked = {moment: _asked(unit, moment) for moment in {who.at for who in new}}
    choose = rooms.Chooser(unit, [who.at for who in new]) if new else None
    made = []
    for who in new:
        house = choose if who.place == Place.HOUSE else None
        room = house.room_for(who.room_id, who.at) if house else None
        made.append(_isolation(unit, who, room, asked[who.at], by=by, at=at))
    Isolation.objects.bulk_create(made, batch_size=1000)
    if any(isolation.room for isolation in made):
        watching.look(at=at, unit_ids=[unit.pk], codes=[ROOMS_FULL])
    _record(unit, made, by=by, at=at)
    standing |= {isolation.person_id: isolation for isolation in made}
    return [standing[who.person_id] for who in people]


@transaction.atomic
def change_room(
    *, isolation: Isolation, room: IsolationRoom, by: User, at: datetime, scope: Scope | None = None
) -> Isolation:
    """Move one under observation into another room of the house; refused where it is full."""
    (scope or scope_of(by, at=at)).require(words.ISOLATE, isolation.unit)
    held = open_one(isolation)
    if held.room_id == room.pk:
        return held
    chooser = rooms.Chooser(held.unit, [at], but=held.pk)
    held.room = chooser.named(room.pk, at)
    held.place, held.where = Place.HOUSE, ""
    held.save(update_fields=["room", "place", "where"])
    audit.record(words.ROOM_CHANGED, by=by, at=at, about=held, unit_id=held.unit_id, room=room.name)
    records.changed(whereabouts.days_of(held.unit_id, [at], at=at))
    return held


@transaction.atomic
def tell_elsewhere(
    *,
    isolation: Isolation,
    community: str,
    control: str,
    by: User,
    at: datetime,
    scope: Scope | None = None,
) -> Isolation:
    """Note who in the community and at disease control was told of an isolation 居家 or 集中."""
    (scope or scope_of(by, at=at)).require(words.ISOLATE, isolation.unit)
    held = open_one(isolation)
    if held.place not in TOLD_ELSEWHERE:
        raise unfit("place", _("只有居家和集中隔离要通报社区和疾控"))
    if community.strip() and not held.community_told:
        held.community_told, held.community_told_at = community.strip(), at
    if control.strip() and not held.control_told:
        held.control_told, held.control_told_at = control.strip(), at
    held.save(
        update_fields=["community_told", "community_told_at", "control_told", "control_told_at"]
    )
    audit.record(words.ELSEWHERE_TOLD, by=by, at=at, about=held, unit_id=held.unit_id)
    return held


def end_of(
    *,
    unit: Unit,
    people: Collection[UUID],
    ended_as: End,
    ended_at: datetime,
    by: User,
    at: datetime,
) -> int:
    """End the open isolations of people who go to hospital, leave or die; returns how many.

    A part of that deed, in its transaction.
    """
    found = Isolation.objects.filter(
        unit=unit, person__in=people, ended_at=None, voided_at=None, happened_at__lte=ended_at
    )
    ended = found.update(ended_at=ended_at, ended_as=ended_as)
    if ended:
        audit.record(
            words.ISOLATION_ENDED, by=by, at=at, unit_id=unit.pk, ended=ended_as, rows=ended
        )
        records.changed(whereabouts.days_of(unit.pk, [ended_at], at=at))
    return ended


def open_one(isolation: Isolation) -> Isolation:
    """Return an isolation locked, as it is now; raises ``Unfit`` for one that has ended."""
    found = Isolation.objects.select_for_update().filter(pk=isolation.pk, voided_at=None).first()
    if found is None:
        raise OutOfScope(f"movements.isolation {isolation.pk}")
    if found.ended_at is not None:
        raise unfit("isolation", _("隔离观察已经结束"))
    return found


def _check_people(unit: Unit, people: Sequence[Observed]) -> None:
    ids = {who.person_id for who in people}
    found = Person.objects.select_for_update().filter(unit=unit, pk__in=ids).order_by("pk")
    if missing := ids - {person.pk for person in found}:
        raise OutOfScope(f"people.person {min(missing)}")
    for who in people:
        if who.cause not in Cause.values:
            raise unfit("cause", _("请选择隔离原因"))
        if who.place not in Place.values:
            raise unfit("place", _("请选择隔离地点"))


def _standing(unit: Unit, people: Sequence[Observed]) -> dict[UUID, Isolation]:
    """Return by person what these keys have begun already, else the isolation that is open."""
    ids = [who.person_id for who in people]
    opened = Isolation.objects.filter(person__in=ids, ended_at=None, voided_at=None)
    found = {isolation.person_id: isolation for isolation in opened}
    keyed = Isolation.objects.filter(pk__in=[who.id for who in people], unit=unit)
    return found | {isolation.person_id: isolation for isolation in keyed}


def _asked(unit: Unit, moment: datetime) -> _Asked:
    both = measures.values(["isolation_days", "isolation_checks"], unit=unit, at=moment)
    order = measures.in_force("isolation_days", unit=unit, at=moment)
    return _Asked(
        int(both["isolation_days"]),
        int(both["isolation_checks"]),
        order.source[:300] if order else "",
    )


def _isolation(
    unit: Unit,
    who: Observed,
    room: IsolationRoom | None,
    asked: _Asked,
    *,
    by: User,
    at: datetime,
) -> Isolation:
    community, control = who.community_told.strip(), who.control_told.strip()
    return Isolation(
        id=who.id,
        unit=unit,
        person_id=who.person_id,
        movement=who.movement,
        cause=who.cause,
        place=who.place,
        room=room,
        where=who.where.strip(),
        days=asked.days,
        checks=asked.checks,
        paper=asked.paper,
        community_told=community,
        community_told_at=who.at if community else None,
        control_told=control,
        control_told_at=who.at if control else None,
        happened_at=who.at,
        device_at=who.device_at,
        recorded_at=at,
        recorded_by=by,
    )


def _record(unit: Unit, made: Sequence[Isolation], *, by: User, at: datetime) -> None:
    if not made:
        return
    if len(made) == 1:
        only = made[0]
        told = {"cause": only.cause, "place": only.place, "days": only.days}
        audit.record(words.ISOLATED, by=by, at=at, about=only, unit_id=unit.pk, **told)
    else:
        audit.record(words.MANY_ISOLATED, by=by, at=at, unit_id=unit.pk, rows=len(made))
    records.changed(whereabouts.days_of(unit.pk, [one.happened_at for one in made], at=at))
