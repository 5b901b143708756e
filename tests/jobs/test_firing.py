"""Plans: what is due is started once, whatever becomes of another plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import pytest

from shouwang.jobs import kinds, schedule
from shouwang.jobs.actions import firing
from shouwang.jobs.models import Firing, Work
from shouwang.jobs.progress import Progress
from shouwang.jobs.schedule import Due
from tests.cast import at

pytestmark = pytest.mark.django_db


@kinds.kind("tests.ring")
def ring(work: Work, progress: Progress) -> dict[str, bool]:
    return {"rung": True}


def broken(now: datetime) -> Iterable[Due]:
    raise LookupError("a fault in one plan")


def unknown(now: datetime) -> Iterable[Due]:
    yield Due("tests.gone", now, "tests.no_such_kind", "of a kind that nobody knows")


def sound(now: datetime) -> Iterable[Due]:
    yield Due("tests.bell", at(hour=16), "tests.ring", "the bell")


def test_a_plan_that_fails_keeps_none_of_the_others_from_its_work(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(schedule, "_plans", [broken, unknown, sound])
    assert [firing.fire(at=at(hour=16)), firing.fire(at=at(hour=16, minute=1))] == [1, 0]
    assert Firing.objects.get().work.title == "the bell"
    assert "a fault in one plan" in caplog.text
    assert "tests.gone" in caplog.text
