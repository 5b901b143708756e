"""The phone's list of people: what it carries along, and what it never does."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.access import NotPermitted
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.kit import offline
from shouwang.movements.actions import isolation
from shouwang.movements.actions.isolation import Observed
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.people.actions import stays
from shouwang.people.actions.admissions import admit
from shouwang.people.checks import NewContact, NewPerson
from tests.cast import MORNING, at, make_user
from tests.movements.stage import residents, rooms

NUMBER, PHONE = "341202194501011236", "13855880000"


@pytest.fixture
def director(zhao_home: Unit) -> User:
    """机构负责人 of 赵家敬老院."""
    return make_user("director", "郑院长", zhao_home, Role.DIRECTOR)


@pytest.fixture
def people(zhao_home: Unit, director: User) -> list[UUID]:
    """Five residents; the last with a number and a daughter."""
    told = NewPerson("冯大爷", id_number=NUMBER, room="301", contacts=[NewContact("冯小妹", PHONE)])
    stay = admit(unit=zhao_home, person=told, at=MORNING, by=director)
    return [*residents(zhao_home, director), stay.person_id]


def carried(user: User, unit: Unit) -> dict[str, Any]:
    told = {"scope": scope_of(user, at=at()), "unit": unit, "at": at()}
    return json.loads(json.dumps(offline.packs()["people.house"].build(**told)))


def test_the_list_says_where_everybody_is_and_carries_no_number_in_full(
    zhao_home: Unit, director: User, people: list[UUID]
) -> None:
    rooms(zhao_home, "隔离室1")
    stays.leave(person_id=people[1], kind="medical", at=at(hour=7), by=director)
    since = at(hour=7) - timedelta(days=2)
    isolation.begin(
        unit=zhao_home, who=Observed(people[2], "contact", since), by=director, at=at(hour=7)
    )
    pack = carried(make_user("carer", "周护理", zhao_home, Role.CARER), zhao_home)
    by_name = {one["name"]: one for one in pack["people"]}
    assert by_name["王秀英"]["py"] == "wangxiuying wxy"
    assert by_name["李建国"]["presence"] == "外出就医"
    assert [mark["words"] for mark in by_name["陈桂兰"]["marks"]] == ["隔离观察 第 3/14 天"]
    feng = by_name["冯大爷"]
    assert (feng["id_number"], feng["age"]) == ("341202********1236", 75)
    assert feng["family"] == [{"name": "冯**", "relation": "", "phone": "138****0000"}]
    links = {link["zh"]: link["url"] for link in feng["links"]}
    assert links["体温记录"] == f"/health/{zhao_home.pk}/people/{people[4]}/"
    assert NUMBER not in json.dumps(pack)
    assert PHONE not in json.dumps(pack)


def test_the_frame_carries_nobody_and_a_bureau_has_no_list(
    client: Client, zhao_home: Unit, director: User, tang: User, people: list[UUID]
) -> None:
    client.force_login(director)
    page = client.get("/m/people/").content.decode()
    assert "页面" in page
    assert not any(name in page for name in ("王秀英", "冯大爷"))
    client.force_login(tang)
    assert client.get("/m/people/").status_code == 403
    with pytest.raises(NotPermitted):
        carried(tang, zhao_home)


def test_a_list_of_many_asks_as_often_as_one_of_few(
    zhao_home: Unit, director: User, people: list[UUID]
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as statements:
            carried(director, zhao_home)
        return len(statements)

    few = asked()
    residents(zhao_home, director, ["王甲", "王乙", "王丙", "王丁"])
    assert asked() == few
