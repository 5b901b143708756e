"""The desk's pages: what is suspended stands on the form, names stay in the house."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.models import User
from shouwang.epidemic.models import Case
from shouwang.movements.actions import isolation, requests
from shouwang.movements.actions.isolation import Observed
from shouwang.movements.models import Death, Isolation, Movement
from shouwang.orgs.models import Unit
from shouwang.response.models import Order
from tests.cast import at
from tests.movements.stage import ask, begun, checked, residents, rooms, sent_out
from tests.reporting.stage import set_clock


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is thirteen o'clock."""
    set_clock(monkeypatch, at(hour=13))


def test_a_suspended_request_comes_back_with_the_paper_and_what_was_typed(
    client: Client,
    zhao_home: Unit,
    director: User,
    people: list[UUID],
    suspend: Callable[..., Order],
) -> None:
    order = suspend("leave")
    client.force_login(director)
    address = f"/movements/{zhao_home.pk}/new/?kind=leave"
    assert f"/measures/orders/{order.pk}/" in client.get(address).content.decode()
    answer = client.post(address, {"person": str(people[0]), "reason": "孙子结婚"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "一律暂停外出请假：澜川市 澜疫指〔2020〕3号" in page
    assert "孙子结婚" in page
    assert not Movement.objects.exists()


def test_who_is_outside_is_offered_with_that_word_where_others_are_offered_too(
    client: Client, zhao_home: Unit, carer: User, director: User, people: list[UUID]
) -> None:
    sent_out(zhao_home, ask(people[0]), carer=carer, director=director, when=at(hour=8))
    client.force_login(director)
    for path, says_so in (
        ("death/", True),
        ("new/?kind=transfer", True),
        ("new/?kind=return", False),
    ):
        page = client.get(f"/movements/{zhao_home.pk}/{path}").content.decode()
        assert "王秀英" in page
        assert ("王秀英（离院在外）" in page) is says_so


def test_an_admission_is_asked_for_approved_and_carried_out_at_the_desk(
    client: Client, zhao_home: Unit, director: User, people: list[UUID]
) -> None:
    (room,) = rooms(zhao_home, "隔离室1")
    client.force_login(director)
    told = {"name": "冯大爷", "id_number": "34120219450101123X", "reason": "无人照料"}
    address = f"/movements/{zhao_home.pk}/new/?kind=admission"
    wrong = client.post(address, told | {"id_number": "341202194501011230"})
    assert "校验位" in wrong.content.decode()
    answer = client.post(address, told | {"id_number": ""})
    movement = Movement.objects.get()
    assert answer.headers["Location"] == movement.get_absolute_url()
    client.post(f"{answer.headers['Location']}decide/", {"verdict": "yes"})
    client.post(f"{answer.headers['Location']}done/")
    one = Isolation.objects.get()
    assert (one.cause, one.room, one.person.name) == ("new", room, "冯大爷")
    assert "冯大爷" in client.get(f"/isolation/{zhao_home.pk}/").content.decode()


def test_a_death_is_recorded_at_the_desk(
    client: Client, zhao_home: Unit, director: User, people: list[UUID]
) -> None:
    client.force_login(director)
    told = {"person": str(people[0]), "at": "2020-02-11T09:30", "where": "house"}
    answer = client.post(f"/movements/{zhao_home.pk}/death/", told, follow=True)
    assert "未告知" in answer.content.decode()
    assert Death.objects.get().happened_at == at(hour=9, minute=30)


def test_the_bureau_sees_counts_and_the_case_it_is_asked_about_but_no_name(
    client: Client,
    zhao_home: Unit,
    carer: User,
    director: User,
    tang: User,
    people: list[UUID],
    suspend: Callable[..., Order],
) -> None:
    sent_out(zhao_home, ask(people[1]), carer=carer, director=director, when=at(hour=7))
    suspend("leave", strength="principle", starts_at=at(hour=8))
    special = requests.request(
        unit=zhao_home, ask=ask(people[0], when=at(hour=9)), by=carer, at=at(hour=9)
    )
    begun(zhao_home, people[2], carer)
    client.force_login(tang)
    for address in ("/movements/", "/isolation/", special.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "赵家敬老院" in page
        assert not any(name in page for name in ("王秀英", "李建国", "陈桂兰"))
    assert "王**" in client.get(special.get_absolute_url()).content.decode()
    assert client.get(f"/movements/{zhao_home.pk}/").status_code == 403


def test_from_the_card_of_a_case_the_roommates_are_ticked_and_isolated(
    client: Client, zhao_home: Unit, carer: User, people: list[UUID]
) -> None:
    one = begun(zhao_home, people[2], carer)
    checked(one, [1], carer, times=1, tenths=376)
    case = Case.objects.get()
    client.force_login(carer)
    address = f"/isolation/case/?case={case.pk}"
    page = client.get(address).content.decode()
    assert page.count("checked") == 1
    assert "刘德福" in page
    client.post(address, {"roommates": [str(people[3])]})
    assert Isolation.objects.get(person=people[3]).cause == "contact"
    client.post(address, {"roommates": [str(people[0])]})
    assert not Isolation.objects.filter(person=people[0]).exists()


def test_the_director_is_told_of_the_isolation_and_must_tick_and_say_why(
    client: Client, zhao_home: Unit, carer: User, director: User, people: list[UUID]
) -> None:
    begun(zhao_home, people[0], carer)
    asked = requests.request(unit=zhao_home, ask=ask(people[0]), by=carer, at=at(hour=8))
    client.force_login(director)
    address = asked.get_absolute_url()
    page = client.get(address).content.decode()
    assert "正在隔离观察 第" in page
    client.post(f"{address}decide/", {"verdict": "yes", "note": "老伴病危"})
    assert Movement.objects.get().state == "waiting"
    told = {"verdict": "yes", "note": "老伴病危", "despite_isolation": "on"}
    client.post(f"{address}decide/", told)
    assert "批准，确认隔离观察中离院：老伴病危" in client.get(address).content.decode()
    assert Movement.objects.get().state == "approved"


@pytest.mark.parametrize("page", ["movements", "isolation"])
def test_a_page_of_many_asks_as_often_as_one_of_few(
    client: Client, zhao_home: Unit, carer: User, director: User, page: str
) -> None:
    client.force_login(director)

    def asked() -> int:
        client.get(f"/{page}/{zhao_home.pk}/")
        with CaptureQueriesContext(connection) as statements:
            assert client.get(f"/{page}/{zhao_home.pk}/").status_code == 200
        return len(statements)

    def more(count: int) -> None:
        found = residents(zhao_home, director, [f"王{n}娘" for n in "甲乙丙丁戊己"[:count]])
        for person in found[::2]:
            sent_out(zhao_home, ask(person), carer=carer, director=director, when=at(hour=8))
        asks = [ask(person, "medical") for person in found[1::2]]
        requests.request_many(unit=zhao_home, asks=asks, by=carer, at=at(hour=8))
        observed = [Observed(person, "return", at(hour=7)) for person in found]
        isolation.begin_many(unit=zhao_home, people=observed, by=carer, at=at(hour=9))

    more(2)
    few = asked()
    more(6)
    assert asked() <= few
    assert few <= 20


def test_a_word_of_disease_control_is_noted_and_stands_on_card_and_board(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    zhao_home: Unit,
    director: User,
    medic: User,
    people: list[UUID],
) -> None:
    one = begun(zhao_home, people[0], director)
    set_clock(monkeypatch, at(hour=20))
    checked(one, [1], director)
    client.force_login(medic)
    card, word = f"/isolation/{one.pk}/", {"word": "县疾控 李某：可以解除"}
    assert "登记疾控意见" in client.get(card).content.decode()
    said = {**word, "said_at": "2020-02-11T19:30"}
    assert "意见时间" in client.post(f"{card}word/", word, follow=True).content.decode()
    shown = client.post(f"{card}word/", said, follow=True).content.decode()
    assert "县疾控 李某：可以解除" in shown
    assert "以医务人员签字" in shown
    client.post(f"{card}sign/", {"as": "medic"})
    client.force_login(director)
    board = f"/isolation/{zhao_home.pk}/"
    assert "疾控同意提前解除" in client.get(board).content.decode()
    client.post(f"{card}sign/", {"as": "director"})
    assert "依疾控意见提前解除" in client.get(board).content.decode()
    assert "依疾控意见提前解除" in client.get(card).content.decode()
