"""The bureau opens every count of a house: the rows make up the number, and name nobody."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from shouwang.accounts.models import User
from shouwang.movements import behind
from shouwang.movements.actions import requests
from shouwang.orgs.models import Unit
from tests.cast import DAY, at
from tests.gate.conftest import came
from tests.movements.stage import NAMES, ask, begun, checked, rooms, sent_out
from tests.reporting.stage import set_clock


@pytest.fixture
def lived(
    monkeypatch: pytest.MonkeyPatch,
    zhao_home: Unit,
    people: list[UUID],
    carer: User,
    director: User,
) -> Unit:
    """A house with one outside, one who asks, one isolated with a day half checked, two rooms."""
    set_clock(monkeypatch, at(hour=13))
    rooms(zhao_home, "隔离室1", "隔离室2")
    sent_out(zhao_home, ask(people[1]), carer=carer, director=director, when=at(hour=7))
    requests.request(unit=zhao_home, ask=ask(people[0]), by=carer, at=at(hour=8))
    one = begun(zhao_home, people[2], carer)
    checked(one, [1], carer, times=1)
    return zhao_home


def test_every_number_of_a_house_is_made_up_of_its_rows(lived: Unit) -> None:
    later = at(hour=13) + timedelta(days=2)
    numbers = [*behind.of_movements(lived, at=later), *behind.of_isolation(lived, at=later)]
    for number in numbers:
        assert sum(row.amount for row in number.rows()) == number.value, number.code
    told = {number.code: number.value for number in numbers}
    assert (told["leave"], told["waiting"], told["isolated"]) == (1, 1, 1)
    assert told["missing"] > 0
    counted = {number.code: str(number.measure) for number in numbers}
    assert [counted[c] for c in ("waiting", "undecided", "missing")] == ["件", "件", "次"]


def test_the_county_opens_them_from_the_board_and_reads_no_name(
    client: Client, lived: Unit, tang: User, qian: User
) -> None:
    client.force_login(tang)
    for board, page in (
        ("/movements/", f"/movements/{lived.pk}/counts/"),
        ("/isolation/", f"/isolation/{lived.pk}/counts/"),
        ("/gate/", f"/gate/{lived.pk}/counts/"),
    ):
        assert f'href="{page}' in client.get(board).content.decode()
        for show in ("leave", "waiting", "isolated", "missing", "came", "rooms"):
            shown = client.get(page, {"show": show}).content.decode()
            assert not any(name in shown for name in NAMES)
    drawer = client.get(
        f"/isolation/{lived.pk}/counts/?show=isolated", headers={"HX-Request": "true"}
    )
    assert "陈**" in drawer.content.decode()
    assert "<html" not in drawer.content.decode()
    client.force_login(qian)
    assert client.get(f"/isolation/{lived.pk}/counts/").status_code == 403


def test_the_counts_of_a_gate_are_made_up_of_its_visits(
    client: Client, lived: Unit, carer: User, tang: User
) -> None:
    from shouwang.gate import behind as gate
    from shouwang.gate.actions import visits

    visits.enter(new=came(lived, heads=2), by=carer, at=at(hour=9))
    told = {"decision": "refused", "reason": "fever", "heads": 3}
    visits.enter(new=came(lived, **told), by=carer, at=at(hour=9))
    numbers = {one.code: one for one in gate.of_day(lived, DAY)}
    assert all(sum(r.amount for r in one.rows()) == one.value for one in numbers.values())
    assert (numbers["came"].value, numbers["fever"].value) == (2, 3)
    client.force_login(tang)
    page = client.get(f"/gate/{lived.pk}/counts/?show=fever").content.decode()
    assert "体温异常" in page
    assert "李**" not in page
    assert "李建国" not in page
