"""Fixtures of movements: hands of 赵家敬老院, its residents, an order that suspends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.orgs.models import Unit
from shouwang.response.models import Order
from tests.cast import MORNING, make_user
from tests.movements import stage


@pytest.fixture
def carer(zhao_home: Unit) -> User:
    """护理员 of 赵家敬老院."""
    return make_user("carer", "周护理", zhao_home, Role.CARER)


@pytest.fixture
def medic(zhao_home: Unit) -> User:
    """医务人员 of 赵家敬老院."""
    return make_user("medic", "吴医生", zhao_home, Role.MEDIC)


@pytest.fixture
def director(zhao_home: Unit) -> User:
    """机构负责人 of 赵家敬老院."""
    return make_user("director", "郑院长", zhao_home, Role.DIRECTOR)


@pytest.fixture
def people(zhao_home: Unit, director: User) -> list[UUID]:
    """Four residents of 赵家敬老院, two to a room."""
    return stage.residents(zhao_home, director)


@pytest.fixture
def suspend(prefecture: Unit) -> Callable[..., Order]:
    """Lay an order of the prefecture: ``suspend("leave", strength="principle")``."""

    def make(measure: str, *, strength: str = "absolute", **more: Any) -> Order:
        told: dict[str, Any] = {
            "unit": prefecture,
            "giver": prefecture,
            "measure_id": measure,
            "strength": strength,
            "starts_at": MORNING,
            "paper_number": "澜疫指〔2020〕3号",
            "paper_title": "关于加强养老机构防控的通知",
            "given_by": system_user(),
            "given_at": MORNING,
        } | more
        return Order.objects.create(**told)

    return make
