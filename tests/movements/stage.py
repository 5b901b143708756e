"""What the tests of movements share: a house with its hands, residents and papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from shouwang.accounts.models import User
from shouwang.movements.actions import decisions, outings, requests
from shouwang.movements.actions.outings import Passing
from shouwang.movements.actions.requests import Ask
from shouwang.movements.models import IsolationRoom, Movement
from shouwang.orgs.models import Unit
from shouwang.people.actions.admissions import Admission, admit_many
from shouwang.people.checks import NewPerson
from tests.cast import MORNING, at

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
