"""What contradicts the records or is not fit waits for a person, unreadable to others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client

from shouwang.accounts.models import AuditEvent, User
from shouwang.accounts.roles import Role
from shouwang.desk.models import Entry
from shouwang.edge import retention
from shouwang.edge.actions import held
from shouwang.edge.models import HeldEnvelope
from shouwang.kit import clock
from shouwang.kit.encrypted import Unreadable
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from tests.cast import PASSWORD, make_user
from tests.edge.notes import post, row


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
