"""Two workers that find the same at once."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from shouwang.alarms import rules
from shouwang.alarms.actions import watching
from shouwang.alarms.models import Alarm
from shouwang.alarms.rules import Finding
from shouwang.desk.models import Entry
from tests.cast import DAY, at

NIGHT = at(DAY, 22, 30)


@pytest.fixture
def db(committed_db: str) -> None:
    """Let everything commit: both workers are to see it."""
    return


def test_two_workers_who_find_the_same_at_once_raise_it_once(zhao_home, tang, monkeypatch):
    found = Finding(zhao_home.pk, "k", "两人发热", "/somewhere/")
    ready = threading.Barrier(2, timeout=20)

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
