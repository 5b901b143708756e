"""The institutions with the people in them, put on file on the eve of day 1."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random
from uuid import UUID
from zlib import crc32

from shouwang.accounts.models import User
from shouwang.demo.life import names
from shouwang.demo.lives import Values
from shouwang.kit import clock
from shouwang.movements.actions import rooms
from shouwang.movements.models import Movement
from shouwang.orgs.kinds import ELDERLY_HOMES, Kind
from shouwang.orgs.models import Unit
from shouwang.people.actions import admissions, staff
from shouwang.people.actions.admissions import Admission
from shouwang.people.actions.staff import Hiring
from shouwang.routines import rules as routine_rules
from shouwang.routines.actions import places
from shouwang.routines.kinds import PlaceKind

LIVED_SINCE = clock.at(date(2019, 9, 2), time(9, 0))
CHILDREN = frozenset({Kind.CHILD_WELFARE_HOME, Kind.MINOR_PROTECTION})
# the day after everything closed at 20:00; the city's children's home was first
CLOSED_ON, FIRST_CLOSED = date(2020, 1, 26), ("澜川市儿童福利院", date(2020, 1, 22))
# what the forms of these kinds ask of the people in the house comes from their register
HOUSED = frozenset(ELDERLY_HOMES) | CHILDREN
_PLACES = (
    ("大厅", PlaceKind.HALL),
    ("食堂", PlaceKind.CANTEEN),
    ("一楼走廊", PlaceKind.CORRIDOR),
    ("二楼走廊", PlaceKind.CORRIDOR),
    ("公用卫生间", PlaceKind.WASHROOM),
    ("门岗", PlaceKind.GATE),
)
_AGES = (("age0_6", 0, 6), ("age7_17", 7, 17), ("age18", 18, 19))


@dataclass(frozen=True)
class Staff:
    """Who writes down what happens in a house, by name."""

    director: User
    carer: User
    medic: User
    gate: User


@dataclass
class House:
    """One institution: who is in, who is out on which movement, and its own dice."""

    unit: Unit
    number: int
    rng: Random
    inside: list[UUID] = field(default_factory=list)
    outside: list[Movement] = field(default_factory=list)
    staff: list[UUID] = field(default_factory=list)
    states: dict[UUID, str] = field(default_factory=dict)
    places: list[int] = field(default_factory=list)
    newcomers: int = 0
    closed_on: date = CLOSED_ON
    hands: Staff | None = None
    # who goes nowhere, and what the thermometer shows of those who are ill
    staying: set[UUID] = field(default_factory=set)
    warm: dict[UUID, int] = field(default_factory=dict)

    @property
    def present(self) -> list[UUID]:
        """Return who of the staff is in the house."""
        return [pk for pk in self.staff if self.states.get(pk, staff.OUT) != staff.OUT]


def found(units: Iterable[Unit], values: dict[str, Values], by: User, at: datetime) -> list[House]:
    """Put everybody on file and every place on its list; return the houses."""
    houses = [House(u, n, _dice(u.code)) for n, u in enumerate(units, 1)]
    for house in houses:
        if house.unit.name == FIRST_CLOSED[0]:
            house.closed_on = FIRST_CLOSED[1]
    coming = [(h, _residents(h, values[h.unit.code])) for h in houses if h.unit.kind in HOUSED]
    told = [Admission(h.unit, new, LIVED_SINCE) for h, people in coming for new in people]
    stays = iter(admissions.admit_many(told, by=by, now=at))
    for house, people in coming:
        house.inside = [next(stays).person_id for _one in people]
    hired = [(h, h.unit, values[h.unit.code].get("staff", 0)) for h in houses]
    hirings = [
        Hiring(unit, names.worker(n, h.rng), LIVED_SINCE)
        for h, unit, count in hired
        for n in range(count)
    ]
    engaged = iter(staff.engage_many(hirings, by=by, now=at))
    for house, _unit, count in hired:
        house.staff = [next(engaged).person_id for _one in range(count)]
    for house in houses:
        _furnish(house, values[house.unit.code], by, at)
    return houses


def _residents(house: House, values: Values) -> list[names.NewPerson]:
    if house.unit.kind not in CHILDREN:
        made = [names.resident(house.number, n, house.rng) for n in range(values["registered"])]
        house.newcomers = len(made)
        return made
    made = []
    for code, youngest, oldest in _AGES:
        for _child in range(values[code]):
            born = date(2020 - house.rng.randint(youngest + 1, oldest), house.rng.randint(2, 12), 9)
            made.append(names.resident(house.number, len(made), house.rng, child_of=born))
    return made


def _furnish(house: House, values: Values, by: User, at: datetime) -> None:
    """Write down the places that are disinfected and the rooms for isolation."""
    more = max(0, 6 + values.get("staff", 0) // 3 - len(_PLACES))
    rooms_ = [
        routine_rules.Typed(f"{n // 8 + 1}{n % 8 + 1:02d}房间", "", PlaceKind.ROOM)
        for n in range(more)
    ]
    typed = [routine_rules.Typed(name, "", kind) for name, kind in _PLACES]
    made = places.add_many(unit=house.unit, typed=[*typed, *rooms_], by=by, at=at)
    house.places = [place.pk for place in made]
    if house.unit.kind in HOUSED:
        for number in range(1, max(1, values.get("rooms_free", 1)) + 1):
            rooms.open_room(unit=house.unit, name=f"隔离室{number}", beds=1, by=by, at=at)


def _dice(code: str) -> Random:
    return Random(crc32(code.encode()))  # noqa: S311
