"""What happens in a house: each made for a world when first asked for."""

from __future__ import annotations

from datetime import time

from shouwang.alarms.models import Alarm
from shouwang.edge.models import HeldEnvelope
from shouwang.epidemic.models import Case, CaseStep
from shouwang.gate.models import Parcel, Visit
from shouwang.health.actions import partitions
from shouwang.health.models import Round, Temperature
from shouwang.kit.exact import dumps
from shouwang.kit.ids import uuid7
from shouwang.movements.models import Isolation, IsolationRoom, Movement
from shouwang.people.models import Absence, Contact, Person, Stay
from shouwang.routines.models import Place, Routine
from tests.architecture.walk.world import World
from tests.cast import DAY, at


def warned(of: World) -> Alarm:
    """Return an alarm about a world's unit, made when first asked for."""
    told = {"why": "漏测", "url": "/", "raised_at": at(DAY)}
    return Alarm.objects.get_or_create(unit=of.unit, code="walk", key="walk", defaults=told)[0]


def held_back(of: World) -> HeldEnvelope:
    """Return an entry of a world's unit that waits for a person, made when first asked for."""
    kept = {"kind": "health.temperature", "by": of.person, "why": "conflict"}
    kept |= {"device_at": at(DAY), "happened_at": at(DAY), "came_at": at(DAY)}
    kept["content"] = dumps({"body": {}, "text": "", "files": {}, "why": "", "held": {}})
    return HeldEnvelope.objects.get_or_create(unit=of.unit, defaults=kept | {"pk": uuid7()})[0]


def came(of: World) -> Visit:
    """Return somebody who was at the gate of a world's unit, made when first asked for."""
    kept = {"purpose": "visit", "decision": "admitted", "happened_at": at(DAY)}
    return Visit.objects.get_or_create(unit=of.unit, defaults=kept | {"recorded_at": at(DAY)})[0]


def left_there(of: World) -> Parcel:
    """Return goods left at the gate of a world's unit, made when first asked for."""
    kept = {"what": "水果", "happened_at": at(DAY), "recorded_at": at(DAY)}
    return Parcel.objects.get_or_create(unit=of.unit, defaults=kept)[0]


def walked(of: World) -> Routine:
    """Return a disinfection of one place of a world's unit, made when first asked for."""
    if made := Routine.objects.filter(unit=of.unit).first():
        return made
    hours = {"from_time": time(6), "until_time": time(20)}
    place = Place.objects.create(unit=of.unit, name="101", kind="room", made_at=at(DAY), **hours)
    kept = {"kind": "disinfection", "places": [place.pk], "place_count": 1}
    kept |= {"happened_at": at(DAY), "recorded_at": at(DAY)}
    return Routine.objects.create(unit=of.unit, **kept)


def fallen_ill(of: World) -> Case:
    """Return an open case of a world's unit with a written report, made when first asked for."""
    made = Case.objects.filter(unit=of.unit).first()
    if made is None:
        told = {"unit": of.unit, "recorded_at": at(DAY, 8)}
        sick = Person.objects.create(side="resident", name="张三", room="201", **told)
        limits = {"phone_minutes": 10, "written_minutes": 30, "follow_hours": 24}
        kept = told | limits | {"happened_at": at(DAY, 8), "cause": "fever"}
        made = Case.objects.create(person=sick, **kept)
        told |= {"happened_at": at(DAY, 8), "step": "written_first", "details": "初报"}
        CaseStep.objects.create(case=made, **told)
    return made


def outside(of: World) -> Absence:
    """Return the absence of a resident of a world's unit, with a relative, made when asked for."""
    made = Absence.objects.filter(unit=of.unit).select_related("person").first()
    if made is None:
        told = {"unit": of.unit, "recorded_at": at(DAY, 8)}
        person = Person.objects.create(side="resident", name="李四", room="202", **told)
        Contact.objects.create(person=person, name="李五", recorded_at=at(DAY, 8), is_first=True)
        told |= {"person": person, "from_at": at(DAY, 8)}
        stay = Stay.objects.create(**told)
        made = Absence.objects.create(stay=stay, kind="leave", **told)
    return made


def tallied(of: World) -> Round:
    """Return the tally of a round of a world's unit, made when first asked for."""
    kept = {"number": 1, "should": 1, "measured": 1, "signer": "签字人", "recorded_at": at(DAY, 9)}
    kept |= {"started_at": at(DAY, 9), "finished_at": at(DAY, 9), "happened_at": at(DAY, 9)}
    return Round.objects.get_or_create(unit=of.unit, day=DAY, is_tally=True, defaults=kept)[0]


def measured(of: World) -> Temperature:
    """Return a reading of a world's unit, made when first asked for."""
    partitions.ensure([DAY])
    kept = {"person_id": outside(of).person_id, "happened_at": at(DAY, 9), "tenths": 365}
    kept |= {"recorded_at": at(DAY, 9), "fever_from": 373, "context": "round"}
    return Temperature.objects.get_or_create(unit=of.unit, device_on=DAY, defaults=kept)[0]


def moving(of: World) -> Movement:
    """Return a movement of a world's unit that waits, made when first asked for."""
    kept = {"person": fallen_ill(of).person, "kind": "medical", "state": "waiting"}
    kept |= {"happened_at": at(DAY, 9), "recorded_at": at(DAY, 9)}
    return Movement.objects.get_or_create(unit=of.unit, defaults=kept)[0]


def isolated(of: World) -> Isolation:
    """Return an isolation of a world's unit in a room, made when first asked for."""
    if made := Isolation.objects.filter(unit=of.unit).first():
        return made
    room = IsolationRoom.objects.create(unit=of.unit, name="隔离室1", from_at=at(DAY, 8))
    kept = {"person": fallen_ill(of).person, "room": room, "days": 14, "checks": 2}
    kept |= {"cause": "fever", "place": "house"}
    kept |= {"happened_at": at(DAY, 9), "recorded_at": at(DAY, 9)}
    return Isolation.objects.create(unit=of.unit, **kept)
