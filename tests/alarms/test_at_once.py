"""Two workers that find the same at once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from shouwang.alarms import rules
from shouwang.alarms.actions import watching
from shouwang.alarms.models import Alarm
from shouwang.alarms.rules import Finding
from shouwang.desk.models import Entry
from shouwang.orgs import records
from tests.cast import DAY, at
from tests.meanwhile import both

NIGHT = at(DAY, 22, 30)


@pytest.fixture
def db(committed_db: str) -> None:
    """Let everything commit: both workers are to see it."""
    return


def test_two_workers_who_find_the_same_at_once_raise_it_once(zhao_home, tang, monkeypatch):
    found = Finding(zhao_home.pk, "k", "两人发热", "/somewhere/")
    ready = threading.Barrier(2, timeout=60)

    def check(at, unit_ids):
        ready.wait()
        return [found]

    monkeypatch.setattr(rules, "_rules", {})
    rules.watch("test.rule", "漏测体温", check)
    new: list[int] = []

    def work() -> None:
        try:
            new.append(watching.look(at=NIGHT))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)
    assert sorted(new) == [0, 1]
    assert Alarm.objects.count() == 1
    assert Entry.objects.filter(kind="alarm").count() == 1


@pytest.fixture
def late(zhao_home, system, monkeypatch):
    """A round that was missed, and a record of it that is written in the night after."""
    found, done = [Finding(zhao_home.pk, "k", "漏测一轮", "/somewhere/")], []
    monkeypatch.setattr(rules, "_rules", {})
    rules.watch(
        "test.rule", "漏测体温", lambda at, unit_ids: found, of_a_day=True,
        undone=lambda gone: [] if done else list(gone),
    )  # fmt: skip
    watching.look(at=NIGHT)
    found.clear()

    def write() -> None:
        records.changed([(zhao_home.pk, DAY)])
        done.append("the round that was missed")

    return write


def test_a_late_record_that_is_being_written_while_an_alarm_closes_is_seen(late):
    both(late, lambda: watching.look(at=NIGHT + timedelta(hours=2)))
    assert Alarm.objects.get().outcome == "原因已消除（系统自动关闭）"


def test_a_late_record_that_is_being_written_while_an_alarm_is_asked_again_still_corrects_it(
    late, zhao_home
):
    watching.look(at=NIGHT + timedelta(hours=2))
    records.changed([(zhao_home.pk, DAY)])  # another record of that day, which shows nothing done
    both(late, lambda: watching.look(at=NIGHT + timedelta(hours=3)))
    watching.look(at=NIGHT + timedelta(hours=4))
    alarm = Alarm.objects.get()
    assert (alarm.is_undone, alarm.is_asked_again) == (False, False)
