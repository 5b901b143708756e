"""What the tests of movements share: a house with its hands, residents and papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from shouwang.accounts.models import User
from shouwang.movements.actions import checks, decisions, isolation, outings, requests
from shouwang.movements.actions.checks import Check
from shouwang.movements.actions.isolation import Observed
from shouwang.movements.actions.outings import Passing
from shouwang.movements.actions.requests import Ask
from shouwang.movements.models import Isolation, IsolationRoom, Movement
from shouwang.orgs.models import Unit
from shouwang.people.actions.admissions import Admission, admit_many
from shouwang.people.checks import NewPerson
from tests.cast import MORNING, at

BEGAN = at(hour=8)
NAMES = ("王秀英", "李建国", "陈桂兰", "刘德福")


def residents(unit: Unit, by: User, names: Sequence[str] = NAMES) -> list[UUID]:
    """Admit people to a house on the first morning; two to a room."""
    told = [
        Admission(unit, NewPerson(name, room=f"20{1 + n // 2}", bed=str(1 + n % 2)), MORNING)
        for n, name in enumerate(names)
    ]
    return [stay.person_id for stay in admit_many(told, by=by, now=MORNING)]


def ask(person: UUID, kind: str = "leave", when: datetime | None = None, **more: Any) -> Ask:
    """Return a request of the story's day."""
    return Ask(person, kind, more.pop("reason", "回家看望"), when or at(hour=8), **more)


def rooms(unit: Unit, *names: str) -> list[IsolationRoom]:
    """Keep isolation rooms from the first morning on."""
    made = [IsolationRoom(unit=unit, name=name, from_at=MORNING) for name in names]
    return IsolationRoom.objects.bulk_create(made)


def sent_out(unit: Unit, asked: Ask, *, carer: User, director: User, when: datetime) -> Movement:
    """Let somebody ask, be approved and go."""
    movement = requests.request(unit=unit, ask=asked, by=carer, at=when)
    decisions.decide(movement=movement, is_approved=True, by=director, at=when)
    return outings.go_out(passing=Passing(movement, when), by=carer, at=when)


def begun(unit: Unit, person: UUID, by: User) -> Isolation:
    """Isolate somebody who came back on the story's morning."""
    who = Observed(person, "return", BEGAN)
    return isolation.begin(unit=unit, who=who, by=by, at=BEGAN)


def checked(
    one: Isolation, days: Sequence[int], by: User, *, times: int = 2, tenths: int = 365
) -> None:
    """Enter so many checks on each of these days (1 is the first)."""
    made = [
        Check(one.pk, BEGAN + timedelta(days=day - 1, hours=1 + 6 * n), tenths=tenths)
        for day in days
        for n in range(times)
    ]
    now = max(check.at for check in made)
    checks.check_many(unit=one.unit, checks=made, by=by, at=now)
