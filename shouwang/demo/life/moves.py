"""Who comes, goes, falls ill and dies in a house on one day, through requests and approvals."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from shouwang.accounts.models import User
from shouwang.demo.life import names
from shouwang.demo.life.house import House
from shouwang.demo.lives import Events, Values
from shouwang.kit import clock
from shouwang.movements.actions import arrivals, deaths, decisions, newcomers, outings, requests
from shouwang.movements.actions.deaths import Passed
from shouwang.movements.actions.outings import Passing
from shouwang.movements.actions.requests import Ask, Told
from shouwang.movements.kinds import Kind
from shouwang.movements.kinds import Told as How
from shouwang.movements.models import Isolation, Movement

_FEAST = "春节回家过年"
_VISIT = "按医嘱到县医院复查"
# hospital lets them go after some days; they come back through isolation
_DAYS_OUT = 6


def move(house: House, day: date, values: Values, events: Events, by: User) -> None:
    """Let the day's movements happen, as many as the story's values say."""
    for _one in range(min(values.get("deceased", 0), len(house.inside))):
        _die(house, clock.at(day, time(5, 40)), by)
    _come_back(house, day, by)
    for _one in range(values.get("admitted", 0)):
        _admit(house, clock.at(day, time(9, 30)), by)
    _go_out(house, Kind.LEAVE, events.home_for_feast, clock.at(day, time(10, 20)), by)
    _go_out(house, Kind.MEDICAL, values.get("left_medical", 0), clock.at(day, time(13, 0)), by)
    for _one in range(min(values.get("discharged", 0), len(house.inside))):
        _discharge(house, clock.at(day, time(14, 0)), by)


def _take(house: House, count: int, *, is_released: bool = False) -> list[UUID]:
    """Take residents out of the house; ``is_released``: nobody who is under observation."""
    free = [pk for pk in house.inside if pk not in house.staying]
    if is_released and count:
        rows = Isolation.objects.filter(unit=house.unit, ended_at=None)
        observed = set(rows.values_list("person_id", flat=True))
        free = [pk for pk in free if pk not in observed]
    chosen = house.rng.sample(free, min(count, len(free)))
    house.inside = [pk for pk in house.inside if pk not in chosen]
    return chosen


def _go_out(house: House, kind: Kind, count: int, at: datetime, by: User) -> None:
    people = _take(house, count, is_released=kind == Kind.LEAVE)
    if not people:
        return
    told = Told("家属", at - timedelta(minutes=50), How.PHONE)
    asks = [
        Ask(
            pk,
            kind,
            _FEAST if kind == Kind.LEAVE else _VISIT,
            at - timedelta(hours=1),
            destination="县人民医院" if kind == Kind.MEDICAL else "家中",
            companion="护理员" if kind == Kind.MEDICAL else "子女接走",
            told=told,
        )
        for pk in people
    ]
    made = requests.request_many(unit=house.unit, asks=asks, by=by, at=at - timedelta(hours=1))
    decisions.decide_many(
        unit=house.unit, movements=made, is_approved=True, by=by, at=at - timedelta(minutes=30)
    )
    passed = [Passing(movement, at) for movement in made]
    house.outside += outings.go_out_many(unit=house.unit, passings=passed, by=by, at=at)


def _come_back(house: House, day: date, by: User) -> None:
    """Bring back who has been at the hospital for some days."""
    limit = clock.at(day - timedelta(days=_DAYS_OUT), time(23, 59))
    due = [m for m in house.outside if m.kind == Kind.MEDICAL and m.out_at and m.out_at <= limit]
    if not due:
        return
    at = clock.at(day, time(11, 0))
    passed: list[Passing] = [Passing(movement, at) for movement in due]
    outings.come_back_many(unit=house.unit, passings=passed, by=by, at=at)
    back: list[Movement] = due
    house.inside += [movement.person_id for movement in back]
    house.outside = [m for m in house.outside if m not in back]
    house.newcomers += 1


def _admit(house: House, at: datetime, by: User) -> None:
    new = names.resident(house.number, len(house.inside) + 400 + house.newcomers, house.rng)
    house.newcomers += 1
    asked = newcomers.request_admission(
        unit=house.unit, new=new, reason="家庭无力照料", by=by, at=at - timedelta(hours=1)
    )
    decisions.decide_many(
        unit=house.unit, movements=[asked], is_approved=True, by=by, at=at - timedelta(minutes=20)
    )
    arrivals.carry_out(passing=Passing(asked, at), by=by, at=at)
    house.inside.append(asked.person_id)


def _discharge(house: House, at: datetime, by: User) -> None:
    taken = _take(house, 1, is_released=True)
    if not taken:
        return
    (person,) = taken
    ask = Ask(person, Kind.DISCHARGE, "家属接回照料", at - timedelta(hours=2))
    asked = requests.request(unit=house.unit, ask=ask, by=by, at=at - timedelta(hours=2))
    decisions.decide_many(
        unit=house.unit, movements=[asked], is_approved=True, by=by, at=at - timedelta(hours=1)
    )
    arrivals.carry_out(passing=Passing(asked, at), by=by, at=at)


def _die(house: House, at: datetime, by: User) -> None:
    (person,) = _take(house, 1)
    passed = Passed(
        person,
        at,
        "house",
        cause="慢性基础疾病",
        cause_told_by="镇卫生院医生",
        told=Told("家属", at + timedelta(minutes=20), How.PHONE),
    )
    deaths.record_death(unit=house.unit, passed=passed, by=by, at=at + timedelta(minutes=30))
