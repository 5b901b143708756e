"""The coverage page: every institution has its leader or stands on the list, and Excel agrees."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from openpyxl import load_workbook

from shouwang.accounts.models import AuditEvent, User
from shouwang.accounts.roles import Role
from shouwang.kit import clock
from shouwang.orgs import coverage, leaders
from shouwang.orgs.actions.acts import note_act
from shouwang.orgs.actions.responsibility import assign, list_leader
from shouwang.orgs.models import Act, Leader, Responsibility, Unit
from shouwang.orgs.scope import scope_of
from tests.cast import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def deputy(tangning: Unit, city: User) -> Leader:
    """A deputy head of 棠宁区, who does not sign in."""
    return list_leader(
        unit=tangning, name="韩副区长", post_name="副区长", phone="0550-3011201", by=city, at=now()
    )


def now():
    """Return a moment a little ago: what happened then holds when a page is asked for."""
    return clock.now() - timedelta(minutes=1)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_a_place_tells_how_many_institutions_have_a_leader_by_county_and_who_has_none(
    homes: list[Unit], prefecture: Unit, city: User, deputy: Leader
) -> None:
    zhao_home, qian_home, sun_home = homes
    assign(leader=deputy, units=[zhao_home], by=city, at=now())
    found = coverage.coverage(scope_of(city, at=now()), prefecture, at=clock.now())
    assert [(p.unit.name, p.total, p.assigned) for p in found.parts] == [
        ("棠宁区", 2, 1),
        ("砚宁县", 1, 0),
    ]
    page = client_of(city).get("/responsibility/", {"view": "without"}).content.decode()
    assert qian_home.name in page
    assert sun_home.name in page
    assert zhao_home.name not in page


def test_the_last_ones_are_ticked_and_given_to_one_person_and_0_unassigned_is_said_plainly(
    homes: list[Unit], prefecture: Unit, city: User, deputy: Leader
) -> None:
    client = client_of(city)
    picked = {"pick": [u.pk for u in homes], "leader": deputy.pk, "unit": prefecture.pk}
    client.post("/responsibility/assign/", picked)
    page = client.get("/responsibility/").content.decode()
    assert "3 家机构都有包保领导，未落实 0 家" in page


def test_a_clerk_notes_what_a_leader_did_by_one_button_and_it_counts(
    homes: list[Unit], tangning: Unit, city: User, lead: User, tang: User, deputy: Leader
) -> None:
    assign(leader=deputy, units=[tangning], by=city, at=now())
    client = client_of(tang)
    address = f"/responsibility/leaders/{deputy.pk}/"
    assert "到场查看" in client.get(address).content.decode()
    client.post(address, {"unit": tangning.pk, "kind": "visit"})
    assert Act.objects.get().by == tang
    (line,) = leaders.leader_lines(
        scope_of(tang, at=now()), tangning, at=clock.now(), since=clock.now() - timedelta(days=7)
    )
    assert (line.acts, line.areas) == (1, [tangning])


def test_a_leaders_own_deeds_on_the_trail_stand_among_what_they_did(
    homes: list[Unit],
    tangning: Unit,
    city: User,
    lead: User,
    prefecture: Unit,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(leaders, "_deeds", set())
    leaders.counts_as_act("orgs.act_noted")
    li = list_leader(unit=prefecture, user=lead, by=city, at=now())
    assign(leader=li, units=[tangning], by=city, at=now())
    note_act(leader=li, unit=tangning, kind="call", by=lead, at=now())
    done = leaders.done_by(scope_of(city, at=clock.now()), li)
    assert sorted(d.is_derived for d in done) == [False, True]


def test_a_county_counts_of_a_leaders_deeds_those_that_it_may_see(
    lead: User, city: User, tang: User, prefecture: Unit, tangning: Unit, yanning: Unit
) -> None:
    boss = list_leader(unit=prefecture, user=lead, by=city, at=now())
    assign(leader=boss, units=[tangning, yanning], by=city, at=now())
    for unit in (tangning, tangning, yanning):
        note_act(leader=boss, unit=unit, kind=Act.Kind.CALL, text="", by=city, at=now())

    def counted(user: User, place: Unit) -> int:
        scope, at = scope_of(user, at=clock.now()), clock.now()
        (line,) = leaders.leader_lines(scope, place, at=at, since=at - timedelta(hours=1))
        assert line.acts == len(leaders.done_by(scope, boss))
        return line.acts

    assert (counted(city, prefecture), counted(tang, tangning)) == (3, 2)


def test_a_unit_shows_its_history_and_is_handed_over_and_ended_by_the_office_only(
    zhao_home: Unit, tangning: Unit, city: User, tang: User, deputy: Leader, sun_home: Unit
) -> None:
    assign(leader=deputy, units=[zhao_home], by=city, at=now())
    other = list_leader(unit=tangning, name="柳主任", phone="0550-1", by=city, at=now())
    held = Responsibility.objects.get()
    client = client_of(city)
    assert (
        client_of(tang).post(f"/responsibility/{held.pk}/end/", {"reason": "x"}).status_code == 403
    )
    client.post(f"/responsibility/{held.pk}/hand-over/", {"leader": other.pk})
    page = client.get(f"/responsibility/units/{zhao_home.pk}/").content.decode()
    assert "柳主任" in page
    assert "韩副区长" in page
    held = Responsibility.objects.get(until_at=None)
    assert client.post(f"/responsibility/{held.pk}/end/", {"reason": ""}).status_code == 422
    client.post(f"/responsibility/{held.pk}/end/", {"reason": "调离"})
    assert not Responsibility.objects.filter(until_at=None).exists()
    yan = make_user("yan2", "严主任", sun_home.get_parent(), Role.OFFICE)
    assert client_of(yan).get(f"/responsibility/units/{zhao_home.pk}/").status_code == 404


def test_a_person_from_outside_is_listed_with_a_phone_and_one_with_an_account_by_name(
    homes: list[Unit], tangning: Unit, city: User, lead: User
) -> None:
    client = client_of(city)
    address = f"/responsibility/leaders/new/?unit={tangning.pk}"
    assert client.post(address, {"name": "韩副区长"}).status_code == 422
    assert client.post(address, {"username": "nobody"}).status_code == 422
    client.post(address, {"name": "韩副区长", "phone": "0550-3011201"})
    client.post(address, {"username": "lead", "post_name": "分管副局长"})
    assert set(Leader.objects.values_list("name", "user__username")) == {
        ("韩副区长", None),
        ("李局长", "lead"),
    }


def test_the_office_changes_a_leaders_post_and_phone_and_what_they_answer_for_stays(
    zhao_home: Unit, tangning: Unit, city: User, tang: User, sun_home: Unit, deputy: Leader
) -> None:
    assign(leader=deputy, units=[zhao_home], by=city, at=now())
    page = f"/responsibility/leaders/{deputy.pk}/"
    address = f"{page}edit/"
    yan = make_user("yan2", "严主任", sun_home.get_parent(), Role.OFFICE)
    told = {"post_name": "区委常委", "phone": "0550-3011299"}
    client = client_of(city)
    assert address in client.get(page).content.decode()
    assert address not in client_of(tang).get(page).content.decode()
    assert client_of(tang).post(address, told).status_code == 403
    assert client_of(yan).post(address, told).status_code == 404
    assert client.post(address, {**told, "phone": " "}).status_code == 422
    assert client.post(address, told).status_code == 302
    held = Responsibility.objects.select_related("leader").get(unit=zhao_home, until_at=None)
    assert (held.leader.post_name, held.leader.phone) == ("区委常委", "0550-3011299")
    event = AuditEvent.objects.get(word="orgs.leader_changed")
    assert event.detail["after"] == {"post_name": "区委常委", "phone": "0550-*****99"}


def test_no_two_on_a_list_get_one_name_and_one_post(
    tangning: Unit, city: User, deputy: Leader
) -> None:
    """Whom would the telephone list dial?"""
    other = list_leader(
        unit=tangning, name="韩副区长", post_name="原副区长", phone="0550-2", by=city, at=now()
    )
    answer = client_of(city).post(
        f"/responsibility/leaders/{other.pk}/edit/", {"post_name": "副区长", "phone": "0550-2"}
    )
    assert answer.status_code == 422
    assert "名单上已有同名同职务的人" in answer.content.decode()
    other.refresh_from_db()
    assert other.post_name == "原副区长"


def test_excel_lists_every_institution_with_its_leader_or_as_without(
    homes: list[Unit], tangning: Unit, city: User, deputy: Leader
) -> None:
    assign(leader=deputy, units=[homes[0]], by=city, at=now())
    assign(leader=deputy, units=[homes[0]], kind="grid", area="一号楼", by=city, at=now())
    answer = client_of(city).get("/responsibility/export/")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    lines = {row[1]: row[4:] for row in sheet.iter_rows(min_row=5, values_only=True) if row[1]}
    assert lines["赵家敬老院"][:4] == ("已落实", "韩副区长", "副区长", "0550-3011201")
    assert lines["赵家敬老院"][6].startswith("一号楼：韩副区长")
    assert lines["孙桥敬老院"][:2] == ("未落实", None)
