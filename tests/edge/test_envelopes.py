"""What phones send: each entry once, each answered by itself, none lost, none doubled."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shouwang.accounts.models import AuditEvent, User
from shouwang.desk.models import Entry
from shouwang.edge.models import HeldEnvelope
from shouwang.edge.reading import Unreadable, packet
from shouwang.kit import clock
from shouwang.kit.context import person_of
from shouwang.kit.ids import uuid7
from shouwang.orgs.models import Unit
from tests.cast import PASSWORD
from tests.edge.notes import KIND, post, row


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


@pytest.mark.parametrize("end", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_clock_beyond_the_calendars_ends_sets_nothing_right(
    client: Client, zhao: User, zhao_home: Unit, phone: Callable[..., Any], end: str
) -> None:
    answer = post(client, zhao, [row(zhao_home, {"words": "甲"})], device_now=end).json()
    assert [one["state"] for one in answer["answers"]] == ["taken"]
    with pytest.raises(Unreadable):
        packet({"entries": json.dumps([row(zhao_home, {}, device_at=end)])}, {}, now=clock.now())
    with pytest.raises(Unreadable):
        packet(
            {"entries": json.dumps([row(zhao_home, {}, device_at="2020-02-31T08:00:00+08:00")])},
            {}, now=clock.now(),
        )  # fmt: skip


def test_a_photo_comes_with_its_entry(
    client: Client, phone: Callable[..., Any], zhao: User, zhao_home: Unit
) -> None:
    rows = [row(zhao_home, {"words": "甲"}, files=["photo"]), row(zhao_home, {"words": "乙"})]
    photo = SimpleUploadedFile("photo", b"x" * 70, "image/jpeg")
    answers = post(client, zhao, rows, **{f"{rows[0]['id']}/photo": photo}).json()["answers"]
    assert [a["text"] for a in answers] == ["已收下 甲 [70]", "已收下 乙"]


def test_another_homes_entry_and_another_persons_are_not_taken(
    client: Client, phone: Callable[..., Any], zhao: User, qian: User, qian_home: Unit
) -> None:
    [answer] = post(client, zhao, [row(qian_home, {"words": "甲"})]).json()["answers"]
    assert answer["state"] == "unfit"
    assert post(client, qian, [row(qian_home, {"words": "甲"})]).status_code == 409
    assert not Entry.objects.filter(key__startswith="t:").exists()
    assert not HeldEnvelope.objects.exists()


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
