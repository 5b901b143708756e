"""Reminders by the clock: each filing time once, whoever looks, and never too late."""

from __future__ import annotations

from datetime import timedelta

from shouwang.chasing.actions.times import set_times
from shouwang.chasing.models import ChaseRun
from shouwang.chasing.works import REMIND_WORK
from shouwang.jobs.actions import firing, works
from shouwang.jobs.models import Work
from tests.chasing.conftest import after, told
from tests.reporting.stage import set_clock


def fired(moment, monkeypatch) -> int:
    """Let a moment be now, start what is due, run the reminders; return how many they were."""
    set_clock(monkeypatch, moment)
    firing.fire(at=moment)
    begun = list(Work.objects.filter(state=Work.State.QUEUED, kind=REMIND_WORK))
    for work in begun:
        works.run(work.pk)
    return len(begun)


def test_half_an_hour_before_the_filing_time_whoever_has_not_filed_is_reminded_once(
    form, file, zhao_home, zhao, qian, sun, monkeypatch
):
    file(zhao_home, zhao)
    moments = [after(15, 59), after(16, 0), after(16, 1), after(16, 29), after(16, 31)]
    assert [fired(m, monkeypatch) for m in moments] == [0, 1, 0, 0, 0]
    assert [len(told(user)) for user in (zhao, qian, sun)] == [0, 1, 1]
    assert told(qian) == ["钱村托养院：2月11日养老机构日报请在 16:30 前报送"]
    assert ChaseRun.objects.get().by.is_system


def test_a_worker_that_was_away_reminds_late_rather_than_never_but_not_after_the_time(
    form, qian, monkeypatch
):
    assert fired(after(16, 30), monkeypatch) == 0
    tomorrow = after(16, 28) + timedelta(days=1)
    assert fired(tomorrow, monkeypatch) == 1
    assert len(told(qian)) == 1


def test_the_bureau_says_how_long_before_or_not_at_all(form, prefecture, qian, city, monkeypatch):
    set_times(unit=prefecture, remind_minutes=10, cooldown_minutes=15, by=city, at=after(9, 0))
    assert [fired(after(16, m), monkeypatch) for m in (10, 20)] == [0, 1]
    set_times(unit=prefecture, remind_minutes=0, cooldown_minutes=15, by=city, at=after(18, 0))
    assert fired(after(16, 29) + timedelta(days=1), monkeypatch) == 0


def test_a_clerk_who_reminded_before_leaves_nothing_to_the_clock(
    form, chase, tangning, qian, tang, monkeypatch
):
    chase(tangning, tang, after(15, 50))
    fired(after(16, 0), monkeypatch)
    assert len(told(qian)) == 1
