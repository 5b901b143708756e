from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.test import Client

from shouwang.accounts.access import OutOfScope
from shouwang.accounts.actions.users import create_user, system_user
from shouwang.accounts.models import AuditEvent, User
from shouwang.desk import queries
from shouwang.desk.actions import inbox
from shouwang.desk.actions.inbox import Awaited, NewEntry
from shouwang.desk.models import Entry
from shouwang.figures.models import Fact
from tests.cast import DAY, MORNING, PASSWORD, at

LATER = at() + timedelta(minutes=5)


def texts(user: User, state: str) -> list[str]:
    return [e.text for e in queries.entries(user, state)]


@pytest.fixture
def told(db: None, zhao: User) -> Entry:
    inbox.leave(to=zhao, key="hello", text="请看通知", url="/m/", at=at(), kind="note")
    return Entry.objects.get()


def test_the_same_thing_reaches_the_same_person_once_and_another_person_too(
    zhao: User, qian: User
) -> None:
    twice = [
        inbox.leave(to=zhao, key="k", text="一", url="/", at=at(), kind="note") for _n in range(2)
    ]
    both = [NewEntry(u.pk, "k", "二", "/", "note") for u in (zhao, qian)]
    assert twice == [True, False]
    assert inbox.leave_many(both, at=at()) == {(qian.pk, "k")}
    assert (texts(zhao, "waiting"), texts(qian, "waiting")) == (["一"], ["二"])


def test_many_entries_are_left_in_one_statement(zhao: User, django_assert_num_queries) -> None:
    many = [NewEntry(zhao.pk, f"k{n}", "催", "/", "note") for n in range(500)]
    with django_assert_num_queries(3):  # the savepoint, the statement, the release
        assert len(inbox.leave_many(many, at=at())) == 500


def test_what_must_only_be_known_waits_until_it_is_read(told: Entry, zhao: User) -> None:
    assert queries.waiting(zhao.pk) == 1
    inbox.read(entry_id=told.pk, by=zhao, at=LATER)
    assert (queries.waiting(zhao.pk), texts(zhao, "read")) == (0, ["请看通知"])


def test_what_waits_for_a_report_is_done_when_it_comes_and_open_again_when_it_is_returned(
    zhao: User, zhao_home, form, file
) -> None:
    awaits = Awaited(zhao_home.pk, form.series_id, DAY)
    inbox.leave(to=zhao, key="c", text="请报送", url="/m/", at=at(), kind="note", awaits=awaits)
    entry = inbox.read(entry_id=Entry.objects.get().pk, by=zhao, at=at())
    inbox.close(entry_id=entry.pk, by=zhao, at=at())
    assert (queries.waiting(zhao.pk), texts(zhao, "waiting")) == (1, ["请报送"])
    file(zhao_home, zhao)
    assert (queries.waiting(zhao.pk), texts(zhao, "done")) == (0, ["请报送"])
    Fact.objects.all().delete()  # what returning a report does
    assert (queries.waiting(zhao.pk), texts(zhao, "waiting")) == (1, ["请报送"])


def test_done_closes_the_entries_of_everybody_who_has_them(zhao: User, qian: User) -> None:
    for user in (zhao, qian):
        inbox.leave(to=user, key="k", text="一件事", url="/", at=at(), kind="note")
    assert inbox.done(key="k", at=LATER) == 2
    assert (texts(zhao, "done"), queries.waiting(qian.pk)) == (["一件事"], 0)


def test_an_entry_never_leads_out_of_the_site(zhao: User) -> None:
    for url in ("https://example.org/", "//example.org/"):
        with pytest.raises(ValueError, match="of this site"):
            inbox.leave(to=zhao, key="k", text="外", url=url, at=at(), kind="note")


def test_nobody_reads_or_closes_the_entry_of_another(told: Entry, qian: User) -> None:
    for deed in (inbox.read, inbox.close):
        with pytest.raises(OutOfScope):
            deed(entry_id=told.pk, by=qian, at=LATER)


def test_the_page_shows_ones_own_the_bell_counts_them_and_a_click_leads_on(
    client: Client, told: Entry, zhao: User, qian: User
) -> None:
    client.force_login(zhao)
    for address in ("/inbox/", "/m/inbox/"):
        page = client.get(address).content.decode()
        assert "请看通知" in page
        assert 'class="bell-count">1<' in page
    assert client.get("/inbox/bell/?seen=1").status_code == 204
    assert client.get(f"/inbox/{told.pk}/")["Location"] == "/m/"
    assert "bell-count" not in client.get("/inbox/bell/?seen=1").content.decode()
    assert "没有等您办的事" in client.get("/inbox/").content.decode()
    client.post(f"/inbox/{told.pk}/close/", {"next": "//example.org/"})
    assert texts(zhao, "done") == ["请看通知"]
    assert AuditEvent.objects.filter(word="desk.entry_closed", by=zhao).count() == 1
    client.force_login(qian)
    assert "请看通知" not in client.get("/inbox/").content.decode()


def test_what_was_done_on_another_day_says_which(client: Client, told: Entry, zhao: User) -> None:
    inbox.close(entry_id=told.pk, by=zhao, at=at(hour=15))
    client.force_login(zhao)
    for address in ("/inbox/", "/m/inbox/"):
        page = client.get(address, {"state": "done"}).content.decode()
        assert "2020-02-11 15:00 已办" in page


def test_two_who_tell_the_same_people_the_same_at_once_tell_each_once(committed_db: str) -> None:
    people = [
        create_user(
            username=f"u{n}", name="某人", password=PASSWORD, by=system_user(), at=MORNING
        ).pk
        for n in range(4)
    ]
    many = [NewEntry(pk, f"k{n}", "催", "/", "note") for pk in people for n in range(50)]
    left: list[set] = []

    def tell(entries: list[NewEntry]) -> None:
        try:
            left.append(inbox.leave_many(entries, at=at()))
        finally:
            connection.close()

    threads = [Thread(target=tell, args=(order,)) for order in (many, many[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(left) == 2
    assert len(left[0]) + len(left[1]) == len(left[0] | left[1]) == Entry.objects.count() == 200


def test_more_than_fit_into_one_statement_are_all_left_once(monkeypatch, qian):
    monkeypatch.setattr(inbox, "BATCH", 3)
    many = [inbox.NewEntry(qian.pk, f"k{n}", "请办", "/inbox/", "request") for n in range(8)]
    assert len(inbox.leave_many([*many, *many], at=at())) == 8
    assert inbox.leave_many(many, at=at()) == set()


def test_only_neighbours_of_one_deed_stand_together_and_what_waits_for_nothing_stands_alone(
    zhao: User, zhao_home, form
) -> None:
    def leave(key: str, kind: str, *, waits: bool) -> None:
        awaits = Awaited(zhao_home.pk, form.series_id, DAY) if waits else None
        inbox.leave(to=zhao, key=key, text=key, url="/", at=at(), kind=kind, awaits=awaits)

    for key in ("催一", "催二"):
        leave(key, "chased", waits=True)
    leave("知晓", "chased", waits=False)
    leave("退回", "returned", waits=True)
    leave("催三", "chased", waits=True)
    lines = queries.shown(list(queries.entries(zhao, "waiting")))
    assert [(line["entry"].text, line["count"], line["follows"]) for line in lines] == [
        ("催三", 1, False), ("退回", 1, False), ("知晓", 1, False), ("催二", 2, False),
        ("催一", 2, True),
    ]  # fmt: skip
