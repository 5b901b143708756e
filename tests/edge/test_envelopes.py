"""What phones send: each entry once, each answered by itself, none lost, none doubled."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client

from shouwang.accounts.access import NotPermitted
from shouwang.accounts.models import AuditEvent, User
from shouwang.accounts.roles import Role
from shouwang.desk.actions import inbox
from shouwang.desk.models import Entry
from shouwang.edge import retention
from shouwang.edge.actions import held
from shouwang.edge.models import HeldEnvelope
from shouwang.edge.reading import packet
from shouwang.kit import clock, offline
from shouwang.kit.context import person_of
from shouwang.kit.encrypted import Unreadable
from shouwang.kit.ids import uuid7
from shouwang.kit.offline import Conflict, Envelope, Taken, Unfit
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from tests.cast import PASSWORD, make_user

KIND = "test.note"


def receive(envelope: Envelope, *, by: User, scope: Any, at: datetime) -> Taken:
    """A kind of entry that leaves a note in its author's inbox, keyed by the entry's id."""
    match envelope.body.get("how"):
        case "unfit":
            raise Unfit({"temperature": "体温应在 34 到 42.5 之间"})
        case "conflict":
            raise Conflict("这位老人已于昨日离院", {"现状": "已离院"})
        case "forbidden":
            raise NotPermitted("test.note")
        case "fault":
            raise RuntimeError(f"{envelope.body.get('words')}的体温读不出")
    return settle(envelope, by=by, scope=scope, at=at)


def settle(envelope: Envelope, *, by: User, scope: Any, at: datetime) -> Taken:
    """Leave the note whatever stands against it; one with a photo names its size."""
    sizes = [len(file.read()) for file in envelope.files.values()]
    text = f"{envelope.body.get('words', '')} {sizes or ''}".strip()
    told = {"to": by, "text": text, "url": "/", "kind": "note"}
    is_new = inbox.leave(key=f"t:{envelope.id}", at=envelope.happened_at, **told)
    return Taken(f"已收下 {text}", url="/inbox/", is_new=is_new)


@pytest.fixture(autouse=True)
def a_kind() -> Iterator[None]:
    """A kind of entry for these tests alone."""
    offline.kind(offline.EntryKind(KIND, "便条", receive, settle, lambda e: {"便条": "一张"}))
    yield
    del offline._kinds[KIND]


@pytest.fixture
def wang(zhao_home: Unit) -> User:
    """The director of 赵家敬老院."""
    return make_user("wang", "王院长", zhao_home, Role.DIRECTOR)


@pytest.fixture
def phone(client: Client, zhao: User, zhao_home: Unit) -> Callable[..., Any]:
    """Send entries as zhao: ``phone({"how": "unfit"})`` answers the answers."""
    client.login(username=zhao.username, password=PASSWORD)

    def _send(*bodies: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
        answer = post(client, zhao, [row(zhao_home, body) for body in bodies], **more)
        assert answer.status_code == 200, answer.content
        return answer.json()["answers"]

    return _send


def row(unit: Unit, body: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An entry as a phone writes it."""
    made = {"id": str(uuid7()), "kind": KIND, "unit": unit.pk, "body": body}
    return made | {"device_at": clock.now().isoformat(), "text": "一张便条", "files": []} | more


def post(client: Client, user: User, rows: list[dict[str, Any]], **more: Any) -> Any:
    """Post a packet."""
    told = {"user": person_of(user.pk), "device_now": clock.now().isoformat()}
    return client.post("/m/envelopes/", told | {"entries": json.dumps(rows)} | more)


def test_each_entry_of_a_packet_is_answered_by_itself(phone: Callable[..., Any]) -> None:
    bodies = [{"words": "甲"}, {"how": "fault"}, {"how": "forbidden"}, {"words": "乙"}]
    assert [a["state"] for a in phone(*bodies)] == ["taken", "again", "unfit", "taken"]
    assert AuditEvent.objects.filter(word="accounts.not_permitted").count() == 1
    assert Entry.objects.filter(key__startswith="t:").count() == 2
    assert not HeldEnvelope.objects.exists()


def test_the_same_entry_twice_makes_one_record(
    client: Client, phone: Callable[..., Any], zhao: User, zhao_home: Unit
) -> None:
    rows = [row(zhao_home, {"words": "甲"})] * 2
    first, second = post(client, zhao, rows).json()["answers"]
    third = post(client, zhao, rows[:1]).json()["answers"][0]
    assert first["text"] == second["text"] == third["text"] == "已收下 甲"
    assert Entry.objects.filter(key__startswith="t:").count() == 1


def test_a_clock_that_is_wrong_by_a_day_is_set_right(
    client: Client, phone: Callable[..., Any], zhao: User, zhao_home: Unit
) -> None:
    ahead, before = timedelta(days=1), timedelta(hours=2)
    told = (clock.now() + ahead - before).isoformat()
    rows = [row(zhao_home, {"words": "甲"}, device_at=told)]
    post(client, zhao, rows, device_now=(clock.now() + ahead).isoformat())
    noted = Entry.objects.get(key=f"t:{rows[0]['id']}")
    assert abs(clock.now() - before - noted.at) < timedelta(seconds=30)


def test_a_moment_never_lies_after_its_arrival_and_seconds_are_left_alone() -> None:
    now = clock.now()
    entry = {"id": str(uuid7()), "kind": KIND, "unit": 1, "device_at": ""}

    def happened(device_at: datetime, device_now: datetime) -> datetime:
        told = json.dumps([entry | {"device_at": device_at.isoformat()}])
        data = {"entries": told, "device_now": device_now.isoformat()}
        return packet(data, {}, now=now)[0].envelope.happened_at

    hour, second = timedelta(hours=1), timedelta(seconds=20)
    assert happened(now + hour, now) == now
    assert happened(now - hour, now + second) == now - hour
    assert happened(now - 2 * hour, now - hour) == now - hour


def test_a_photo_comes_with_its_entry(
    client: Client, phone: Callable[..., Any], zhao: User, zhao_home: Unit
) -> None:
    rows = [row(zhao_home, {"words": "甲"}, files=["photo"]), row(zhao_home, {"words": "乙"})]
    photo = SimpleUploadedFile("photo", b"x" * 70, "image/jpeg")
    answers = post(client, zhao, rows, **{f"{rows[0]['id']}/photo": photo}).json()["answers"]
    assert [a["text"] for a in answers] == ["已收下 甲 [70]", "已收下 乙"]


def test_what_contradicts_waits_for_a_person_and_its_director_is_told(
    phone: Callable[..., Any], wang: User
) -> None:
    [answer] = phone({"how": "conflict", "words": "甲"})
    assert (answer["state"], answer["why"]) == ("held", "这位老人已于昨日离院")
    waiting = HeldEnvelope.objects.get()
    assert waiting.state == "waiting"
    told = Entry.objects.get(to=wang)
    assert told.url == f"/held/{waiting.pk}/"
    assert AuditEvent.objects.filter(word="edge.envelope_held").count() == 1


def test_what_is_kept_is_not_readable_in_the_database(
    phone: Callable[..., Any], django_db_blocker: Any
) -> None:
    phone({"how": "conflict", "words": "王小明"})
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT content FROM edge_heldenvelope")
        stored = bytes(cursor.fetchone()[0])
    assert "王小明".encode() not in stored
    assert "王小明" in HeldEnvelope.objects.get().content


def test_letting_it_stand_makes_the_record_in_its_authors_name(
    client: Client, phone: Callable[..., Any], zhao: User, wang: User, zhao_home: Unit
) -> None:
    rows = [row(zhao_home, {"how": "conflict", "words": "甲"})]
    post(client, zhao, rows)
    waiting = HeldEnvelope.objects.get()
    client.login(username="wang", password=PASSWORD)
    page = client.get(f"/held/{waiting.pk}/").content.decode()
    assert "已离院" in page
    assert "一张便条" in page
    client.post(f"/held/{waiting.pk}/", {"deed": "stand"})
    assert Entry.objects.get(key=f"t:{rows[0]['id']}").to == zhao
    assert not Entry.objects.filter(to=wang, done_at=None).exists()
    client.login(username=zhao.username, password=PASSWORD)
    [answer] = post(client, zhao, rows).json()["answers"]
    assert (answer["state"], answer["text"]) == ("taken", "已收下 甲")
    assert Entry.objects.filter(key__startswith="t:").count() == 1


def test_dropping_needs_a_reason_and_the_phone_hears_it(
    client: Client, phone: Callable[..., Any], zhao: User, wang: User, zhao_home: Unit
) -> None:
    rows = [row(zhao_home, {"how": "conflict"})]
    post(client, zhao, rows)
    waiting = HeldEnvelope.objects.get()
    client.login(username="wang", password=PASSWORD)
    refused = client.post(f"/held/{waiting.pk}/", {"deed": "drop", "reason": " "})
    assert refused.status_code == 422
    client.post(f"/held/{waiting.pk}/", {"deed": "drop", "reason": "登记错了人"})
    client.login(username=zhao.username, password=PASSWORD)
    [answer] = post(client, zhao, rows).json()["answers"]
    assert answer["state"] == "unfit"
    assert "登记错了人" in answer["why"]
    assert not Entry.objects.filter(key__startswith="t:").exists()


def test_what_was_unfit_is_taken_once_it_has_become_fit(
    client: Client, phone: Callable[..., Any], zhao: User, wang: User, zhao_home: Unit
) -> None:
    rows = [row(zhao_home, {"how": "unfit", "words": "甲"})]
    [answer] = post(client, zhao, rows).json()["answers"]
    assert answer["findings"] == {"temperature": "体温应在 34 到 42.5 之间"}
    assert HeldEnvelope.objects.get().why == "unfit"
    rows[0]["body"].pop("how")
    [answer] = post(client, zhao, rows).json()["answers"]
    assert answer["state"] == "taken"
    assert HeldEnvelope.objects.get().state == "stands"
    assert not Entry.objects.filter(to=wang, done_at=None).exists()


def test_another_homes_entry_and_another_persons_are_not_taken(
    client: Client, phone: Callable[..., Any], zhao: User, qian: User, qian_home: Unit
) -> None:
    [answer] = post(client, zhao, [row(qian_home, {"words": "甲"})]).json()["answers"]
    assert answer["state"] == "unfit"
    assert post(client, qian, [row(qian_home, {"words": "甲"})]).status_code == 409
    assert not Entry.objects.filter(key__startswith="t:").exists()
    assert not HeldEnvelope.objects.exists()


def test_another_persons_held_entry_tells_nothing(
    client: Client, phone: Callable[..., Any], zhao: User, zhao_home: Unit
) -> None:
    rows = [row(zhao_home, {"how": "conflict"})]
    post(client, zhao, rows)
    make_user("li", "李护理", zhao_home, Role.REPORTER)
    client.login(username="li", password=PASSWORD)
    li = User.objects.get(username="li")
    [answer] = post(client, li, rows).json()["answers"]
    assert answer["state"] == "unfit"
    assert "离院" not in answer["why"]


def test_a_session_that_is_over_is_told_as_such_and_nothing_is_taken(
    client: Client, zhao: User, zhao_home: Unit
) -> None:
    told = {"user": person_of(zhao.pk), "entries": json.dumps([row(zhao_home, {})])}
    answer = client.post("/m/envelopes/", told, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith("/sign-in/")


def test_a_fault_is_logged_without_what_it_says(
    phone: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        phone({"how": "fault", "words": "王小明"})
    assert "RuntimeError" in caplog.text
    assert "王小明" not in caplog.text


@pytest.mark.parametrize("entries", ["", "no", "{}", "[]", "[1]", '[{"id": "x"}]'])
def test_a_packet_that_is_not_ours_is_refused_in_words(
    client: Client, zhao: User, entries: str
) -> None:
    client.login(username=zhao.username, password=PASSWORD)
    told = {"user": person_of(zhao.pk), "entries": entries}
    answer = client.post("/m/envelopes/", told)
    assert answer.status_code == 400
    assert "刷新" in answer.json()["why"]


def test_a_pack_is_answered_to_who_may_have_it(
    client: Client, zhao: User, zhao_home: Unit, qian_home: Unit
) -> None:
    def build(**asked: Any) -> dict[str, Any]:
        return {"unit": asked["unit"].name}

    offline.pack(offline.Pack("test.names", "reporting.file_report", build))
    try:
        client.login(username=zhao.username, password=PASSWORD)
        answer = client.get(f"/m/packs/test.names/{zhao_home.pk}/")
        assert answer.json()["data"] == {"unit": "赵家敬老院"}
        assert "no-store" in answer.headers["Cache-Control"]
        assert client.get(f"/m/packs/test.names/{qian_home.pk}/").status_code == 404
        assert client.get(f"/m/packs/test.none/{zhao_home.pk}/").status_code == 404
    finally:
        del offline._packs["test.names"]


def test_decided_entries_are_purged_and_waiting_ones_stay(
    phone: Callable[..., Any], wang: User
) -> None:
    phone({"how": "conflict"}, {"how": "conflict"})
    one = HeldEnvelope.objects.first()
    scope = scope_of(wang, at=clock.now())
    held.drop(held_id=one.pk, reason="错", by=wang, scope=scope, at=clock.now())
    assert retention.purge(before=clock.today() - timedelta(days=30), at=clock.now()) == 0
    assert retention.purge(before=clock.today() + timedelta(days=1), at=clock.now()) == 1
    assert HeldEnvelope.objects.get().state == "waiting"


def test_what_is_held_about_a_person_is_found(phone: Callable[..., Any]) -> None:
    person = UUID(int=77)
    phone({"how": "conflict", "person": str(person)}, {"how": "conflict"})
    assert [text for _at, text in retention.about(person)] == ["便条：一张便条"]


def test_what_is_held_about_one_person_is_found_without_opening_what_names_others(
    phone: Callable[..., Any],
) -> None:
    person, other = UUID(int=77), UUID(int=78)
    phone({"how": "conflict", "list": [{"person": str(person).upper()}]})
    phone({"how": "unfit", "person": str(other)})
    with connection.cursor() as cursor:  # what cannot be opened would be told by an error
        cursor.execute("UPDATE edge_heldenvelope SET content = 'x' WHERE why = 'unfit'")
    assert len(retention.about(person)) == 1
    with pytest.raises(Unreadable):
        retention.about(other)


def test_entries_held_before_an_upgrade_are_found_by_whom_they_name(
    phone: Callable[..., Any],
) -> None:
    person = UUID(int=77)
    phone({"how": "conflict", "person": str(person)}, {"how": "conflict"})
    with connection.cursor() as cursor:  # as if the entries had been committed
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    call_command("migrate", "edge", "0002", verbosity=0)
    call_command("migrate", "edge", verbosity=0)
    assert len(retention.about(person)) == 1
