"""Privacy (I7): purged in time, handed out on request, looked at on record, nowhere in passing."""

from __future__ import annotations

import json
import logging
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from shouwang.accounts.access import NotPermitted
from shouwang.accounts.models import AuditEvent
from shouwang.accounts.roles import Role
from shouwang.jobs import schedule
from shouwang.jobs.actions import firing, works
from shouwang.jobs.models import Work
from shouwang.kit import clock, encrypted, resealing, retention
from shouwang.people import queries
from shouwang.people.actions import persons, stays
from shouwang.people.actions import retention as deeds
from shouwang.people.checks import NewContact
from shouwang.people.models import Contact, Person, PurgeRun
from tests.cast import DAY, at, make_user
from tests.people.conftest import WANG_ID
from tests.people.test_pages import FAMILY, PHONE

NAME, RELATIVE = "王秀英", "王建华"


@pytest.fixture
def wang(zhao_home, zhao, admit) -> Person:
    """王秀英 with a daughter on file."""
    person = admit(zhao_home, NAME, id_number=WANG_ID, phone=PHONE, room="201").person
    told = NewContact(RELATIVE, FAMILY, "儿子")
    persons.add_contact(person_id=person.pk, new=told, by=zhao, at=at(DAY))
    return person


def test_nothing_personal_lies_in_the_clear_in_the_database(wang):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT p::text, c::text FROM people_person p, people_contact c")
        (row,) = cursor.fetchall()
    for secret in (NAME, WANG_ID, PHONE, RELATIVE, FAMILY):
        for form in (secret, secret.encode().hex()):
            assert form not in "".join(row)


def test_after_its_days_a_file_is_emptied_and_the_counts_survive(wang, zhao, system, zhao_home):
    stays.discharge(person_id=wang.pk, at=at(DAY, 9), by=zhao)
    noon = at(DAY - timedelta(days=3), 12)
    for days, rows in ((180, 0), (181, 1)):
        deeds.purge(by=system, at=at(DAY) + timedelta(days=days))
        assert PurgeRun.objects.filter(code="people.contacts").latest("pk").rows == rows
    assert Contact.objects.count() == 0
    wang.refresh_from_db()
    assert wang.name == NAME
    deeds.purge(by=system, at=at(DAY) + timedelta(days=1_826))
    wang.refresh_from_db()
    assert (wang.name, wang.id_number, wang.phone, wang.id_digest) == ("", "", "", "")
    assert str(wang) == "（已清除）"
    assert queries.in_house([zhao_home.pk], noon) == {zhao_home.pk: 1}


def test_who_still_lives_there_is_kept_however_long(wang, system):
    deeds.purge(by=system, at=at(DAY) + timedelta(days=9_999))
    wang.refresh_from_db()
    assert wang.name == NAME


def test_the_purge_comes_due_once_a_night(system, monkeypatch):
    """The schedule itself, its clock moved forward: one work a night, however often it is asked."""
    plans = [plan for plan in schedule._plans if plan.__module__ == "shouwang.people.works"]
    monkeypatch.setattr(schedule, "_plans", plans)
    for hours in (0, 1, 23, 24):
        firing.fire(at=at(DAY, 3) + timedelta(hours=hours))
    made = Work.objects.filter(kind="people.purge")
    assert made.count() == 2
    works.run(made.earliest("pk").pk)
    assert set(PurgeRun.objects.values_list("code", flat=True)) == set(retention.kept())


def test_days_are_set_at_the_top_only(secadmin, tangning, system):
    deeds.set_days(code="people.contacts", days=30, by=secadmin, at=at(DAY))
    assert deeds.days_of(retention.kept()["people.contacts"]) == 30
    local = make_user("sec2", "区安全员", tangning, Role.SECURITY_ADMIN)
    with pytest.raises(NotPermitted):
        deeds.set_days(code="people.contacts", days=9_999, by=local, at=at(DAY))
    with pytest.raises(ValidationError):
        deeds.set_days(code="people.contacts", days=0, by=secadmin, at=at(DAY))


def test_all_that_is_held_about_one_person_is_handed_out_for_a_reason(wang, head):
    client = Client()
    client.force_login(head)
    address = f"/people/{wang.pk}/export/"
    assert client.post(address, {"reason": "", "form": "json"}).status_code == 422
    answer = client.post(address, {"reason": "request", "form": "json"})
    told = json.dumps(answer.json(), ensure_ascii=False)
    for held in (NAME, WANG_ID, PHONE, RELATIVE, FAMILY, "入住 赵家敬老院"):
        assert held in told
    event = AuditEvent.objects.get(word="people.exported")
    assert event.detail == {"why": "request", "format": "json"}


def test_nothing_of_a_child_is_handed_out_as_a_file(childrens_home, admit):
    child = admit(childrens_home, "陈小满", born_on=DAY.replace(year=2014)).person
    principal = make_user("principal", "院长", childrens_home, Role.DIRECTOR)
    with pytest.raises(ValidationError, match="不导出"):
        persons.note_export(person=child, reason="request", form="json", by=principal, at=at(DAY))


def test_who_looked_at_what_is_listed_for_who_watches_over_it(wang, zhao, secadmin, tang):
    for deed, given in ((persons.note_view, {}), (persons.unmask, {"reason": "family"})):
        deed(person=wang, by=zhao, at=clock.now(), **given)
    client = Client()
    client.force_login(secadmin)
    page = client.get("/privacy/looks/").content.decode()
    for told in ("赵填报", "王**", "联系家属", "查看个人档案"):
        assert told in page
    client.force_login(tang)
    assert client.get("/privacy/looks/").status_code == 403


def test_nothing_personal_is_in_addresses_logs_errors_or_the_audit_trail(
    wang, zhao, zhao_home, tang, auditor, caplog, monkeypatch
):
    """A scripted session: searched, unmasked, mistyped, failed; then all it left is read."""
    caplog.set_level(logging.DEBUG)
    client, addresses, pages = Client(raise_request_exception=False), [], []
    statuses: list[int] = []

    def visit(method: str, address: str, data: dict | None = None) -> str:
        answer = getattr(client, method)(address, data or {}, follow=True)
        statuses.append(answer.status_code)
        addresses.extend([address, *(url for url, _status in answer.redirect_chain)])
        return answer.content.decode()

    client.force_login(zhao)
    house = f"/people/at/{zhao_home.pk}/"
    visit("get", "/people/")
    visit("post", house, {"q": NAME})
    visit("post", house, {"q": PHONE})
    visit("get", f"/people/{wang.pk}/")
    assert WANG_ID in visit("post", f"/people/{wang.pk}/unmask/", {"reason": "family"})
    now = f"{clock.now():%Y-%m-%dT%H:%M}"
    form = {"name": NAME, "id_number": WANG_ID, "phone": PHONE, "at": now}
    visit("post", f"{house}new/resident/", form)
    visit("post", f"/people/{wang.pk}/edit/", {"name": NAME + "娘", "phone": FAMILY})
    pages.append(visit("get", "/people/00000000-0000-7000-8000-000000000000/"))

    def broken(*_args: object, **_given: object) -> None:
        raise encrypted.Unreadable("people_person.name: the value was changed")

    with monkeypatch.context() as patch:
        patch.setattr("shouwang.people.searching.search", broken)
        pages.append(visit("post", house, {"q": NAME}))
    client.logout()
    pages += [
        visit("get", address) for address in ("/sign-in/", "/nowhere/", f"/people/{wang.pk}/")
    ]
    client.force_login(tang)
    pages += [visit("get", address) for address in ("/people/", house, f"/people/{wang.pk}/")]
    client.force_login(auditor)
    pages.append(visit("get", "/audit/"))
    trail = [
        f"{e.about_text} {json.dumps(e.detail, ensure_ascii=False)}"
        for e in AuditEvent.objects.all()
    ]
    assert len(trail) > 5
    assert 500 in statuses
    for secret in (NAME, WANG_ID, PHONE, FAMILY, RELATIVE):
        for place in (addresses, trail, pages, [record.getMessage() for record in caplog.records]):
            assert not [text for text in place if secret in text]
        assert secret not in caplog.text


def test_a_new_key_takes_over_what_the_old_one_sealed(settings, wang):
    old = settings.PERSONAL_KEYS
    settings.PERSONAL_KEYS = ("a new key", *old)
    assert resealing.reseal() == 5
    assert resealing.reseal() == 0
    settings.PERSONAL_KEYS = ("a new key",)
    assert Person.objects.get().id_number == WANG_ID
    assert Contact.objects.get().phone == FAMILY
    settings.PERSONAL_KEYS = old
    with pytest.raises(encrypted.Unreadable):
        Person.objects.get()


def test_every_declared_kind_says_why_and_how_long():
    for kind in retention.kept().values():
        assert str(kind.purpose)
        assert str(kind.basis)
        assert kind.days >= 1
