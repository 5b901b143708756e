"""A house with residents in three rooms, one on leave, and staff of whom one lives in."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.figures.counting import Span
from shouwang.health.actions import rounds
from shouwang.health.actions.rounds import Recorded, Walk
from shouwang.health.readings import Reading
from shouwang.orgs.models import Unit
from shouwang.people.actions import admissions, staff, stays
from shouwang.people.actions.admissions import Admission
from shouwang.people.actions.staff import Hiring
from shouwang.people.checks import NewPerson
from tests.cast import DAY, at, make_user

BEFORE = at(DAY, 8) - timedelta(days=120)
NAMES = ("王秀英", "李桂兰", "张玉珍", "刘建国", "陈淑华", "杨德明")
AWAY = "赵外出"
LIVES_IN = "孙住院"
AT_THE_GATE = "周通勤"


class House:
    """赵家敬老院 with its people by name."""

    def __init__(self, unit: Unit) -> None:
        by = system_user()
        new = [
            Admission(
                unit, NewPerson(name=name, room=f"20{n // 2 + 1}", bed=str(n % 2 + 1)), BEFORE
            )
            for n, name in enumerate((*NAMES, AWAY))
        ]
        self.unit = unit
        made = admissions.admit_many(new, by=by, now=BEFORE)
        self.ids = {name: s.person_id for name, s in zip((*NAMES, AWAY), made, strict=True)}
        stays.leave(
            person_id=self.ids[AWAY], kind="leave", at=at(DAY, 8) - timedelta(days=2), by=by
        )
        hired = staff.engage_many(
            [
                Hiring(unit, NewPerson(name=LIVES_IN), BEFORE, "living_in"),
                Hiring(unit, NewPerson(name=AT_THE_GATE), BEFORE, "on_post"),
            ],
            by=by,
            now=BEFORE,
        )
        self.ids |= {n: e.person_id for n, e in zip((LIVES_IN, AT_THE_GATE), hired, strict=True)}

    def __getitem__(self, name: str) -> UUID:
        return self.ids[name]

    @property
    def inside(self) -> list[str]:
        """Return the names of whom a round has to reach."""
        return [*NAMES, LIVES_IN]

    def walk(
        self, *, hour: int = 8, number: int = 1, day=DAY, finished: bool = True, **told
    ) -> Walk:
        """Return a walk: ``walk(王秀英=376, 李桂兰="asleep")``; who is not told has 36.5."""
        begun = at(day, hour)
        values = told or dict.fromkeys(self.inside, 365)
        readings = [
            Reading(self[name], begun + timedelta(minutes=n), **_value(value))
            for n, (name, value) in enumerate(values.items())
        ]
        return Walk(
            self.unit, number, readings, begun, begun + timedelta(minutes=30) if finished else None
        )

    def round(self, by: User, *, when: datetime | None = None, **told) -> Recorded:
        """Record a walk, at once unless told."""
        walk = self.walk(**told)
        return rounds.record_round(
            walk=walk, by=by, at=when or walk.started_at + timedelta(hours=1)
        )

    def span(self, day=DAY) -> Span:
        """Return the report's day of the house."""
        return Span((self.unit.pk,), at(day, 16) - timedelta(days=1), at(day, 16))


def _value(told: int | str) -> dict[str, int | str]:
    return {"tenths": told} if isinstance(told, int) else {"absent": told}


@pytest.fixture
def house(zhao_home: Unit, system: User) -> House:
    """赵家敬老院 with seven residents, one of them on leave, and two members of staff."""
    return House(zhao_home)


@pytest.fixture
def carer(zhao_home: Unit) -> User:
    """A carer of 赵家敬老院."""
    return make_user("carer", "何护理", zhao_home, Role.CARER)


@pytest.fixture
def head(zhao_home: Unit) -> User:
    """The director of 赵家敬老院."""
    return make_user("head", "赵院长", zhao_home, Role.DIRECTOR)
