"""Residents and staff of the cast's homes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.people.actions import admissions, staff
from shouwang.people.checks import NewPerson
from shouwang.people.models import Engagement, Stay
from tests.cast import DAY, at, make_unit, make_user

BEFORE = at(DAY, 8) - timedelta(days=30)
# sound by GB 11643, of nobody: the first is the standard's own example
WANG_ID, LI_ID = "11010519491231002X", "341202194005120011"


@pytest.fixture
def head(zhao_home: Unit) -> User:
    """Director of 赵家敬老院."""
    return make_user("head", "赵院长", zhao_home, Role.DIRECTOR)


@pytest.fixture
def carer(zhao_home: Unit) -> User:
    """Carer in 赵家敬老院."""
    return make_user("carer", "赵护理", zhao_home, Role.CARER)


@pytest.fixture
def keeper(zhao_home: Unit) -> User:
    """Gatekeeper of 赵家敬老院."""
    return make_user("keeper", "赵门卫", zhao_home, Role.GATEKEEPER)


@pytest.fixture
def childrens_home(tangning: Unit) -> Unit:
    """棠宁区儿童福利院."""
    return make_unit("LC/TN/CHILD", "棠宁区儿童福利院", Kind.CHILD_WELFARE_HOME, tangning)


@pytest.fixture
def admit(system: User) -> Callable[..., Stay]:
    """Admit a resident: ``admit(zhao_home, "王秀英", room="201")``, a month ago unless told."""

    def _admit(
        unit: Unit, name: str, *, when: datetime = BEFORE, id: UUID | None = None, **more: Any
    ) -> Stay:
        new = NewPerson(name=name, **more)
        return admissions.admit(unit=unit, person=new, at=when, by=system_user(), id=id)

    return _admit


@pytest.fixture
def engage(system: User) -> Callable[..., Engagement]:
    """Engage a member of staff: ``engage(zhao_home, "孙护士", state="living_in")``."""

    def _engage(
        unit: Unit, name: str, *, when: datetime = BEFORE, state: str = "out", **more: Any
    ) -> Engagement:
        new = NewPerson(name=name, **more)
        return staff.engage(unit=unit, person=new, at=when, state=state, by=system_user())

    return _engage
