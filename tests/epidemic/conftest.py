"""Who lives and works in the cast's homes, for cases."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.epidemic.actions import cases
from shouwang.epidemic.models import Case
from shouwang.orgs.models import Unit
from shouwang.people.actions import admissions
from shouwang.people.checks import NewPerson
from shouwang.people.models import Person
from tests.cast import DAY, START, at, make_user

FEVER = at(DAY, 7, 20)


@pytest.fixture
def head(zhao_home: Unit) -> User:
    """Director of 赵家敬老院."""
    return make_user("head", "赵院长", zhao_home, Role.DIRECTOR)


@pytest.fixture
def carer(zhao_home: Unit) -> User:
    """Carer in 赵家敬老院."""
    return make_user("carer", "赵护理", zhao_home, Role.CARER)


@pytest.fixture
def resident(system: User) -> Callable[..., Person]:
    """Admit a resident: ``resident(zhao_home, "王秀英", room="201")``."""

    def admit(unit: Unit, name: str, **more: Any) -> Person:
        stay = admissions.admit(
            unit=unit, person=NewPerson(name=name, **more), at=at(START, 9), by=system_user()
        )
        return stay.person

    return admit


@pytest.fixture
def wang(resident: Callable[..., Person], zhao_home: Unit) -> Person:
    """王秀英 of room 201 in 赵家敬老院."""
    return resident(zhao_home, "王秀英", room="201", bed="3")


@pytest.fixture
def fever(wang: Person, zhao_home: Unit, carer: User) -> Case:
    """Her case: 37.6 at 07:20."""
    return cases.open_case(
        person_id=wang.pk, unit=zhao_home, at=FEVER, why="晨间测温 37.6 ℃",
        temperature=Decimal("37.6"), symptoms=("cough",), by=carer,
    )  # fmt: skip
