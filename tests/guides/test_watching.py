"""The warning that a self-check was not filled by its hour."""

from __future__ import annotations

from datetime import timedelta

from shouwang.alarms.actions import watching as watch
from shouwang.alarms.models import Alarm
from shouwang.desk.models import Entry
from shouwang.guides import watching
from shouwang.guides.actions import checklists, sheets
from tests.cast import DAY, at
from tests.guides.test_checks import daily, sheet

__all__ = ["daily"]


def test_a_self_check_not_filled_by_its_hour_is_an_alarm_until_it_is_filled(
    daily, zhao_home, qian_home, zhao, tang, system
):
    look = {"codes": [watching.OVERDUE]}
    due = at(DAY, daily.due_time.hour, daily.due_time.minute)
    for home in (zhao_home, qian_home):
        when = at(DAY, 8) - timedelta(days=1)
        sheets.fill(new=sheet(home, daily, when=when), by=system, at=when)
    assert watch.look(at=due, **look) == 0
    assert watch.look(at=due + timedelta(minutes=1), **look) == 2
    assert watch.look(at=due + timedelta(minutes=31), **look) == 0
    alarm = Alarm.objects.get(unit=zhao_home)
    assert daily.title in alarm.why
    assert alarm.why.endswith("前填报，仍未填")
    assert Entry.objects.filter(to=tang, key=alarm.inbox_key, done_at=None).exists()
    late = due + timedelta(minutes=40)
    sheets.fill(new=sheet(zhao_home, daily, when=late), by=zhao, at=late)
    watch.look(at=due + timedelta(minutes=61), **look)
    alarm.refresh_from_db()
    assert alarm.outcome == "原因已消除（系统自动关闭）"
    # the neighbour still owes it on the day after, and no longer when the list is closed
    assert Alarm.objects.filter(unit=qian_home, closed_at=None).count() == 1
    watch.look(at=at(DAY + timedelta(days=1), 1), **look)
    assert Alarm.objects.filter(unit=qian_home, closed_at=None).count() == 1
    # what its phone could not send before midnight was done in time all the same
    came = at(DAY + timedelta(days=1), 2)
    sheets.fill(new=sheet(qian_home, daily, when=at(DAY, 16)), by=system, at=came)
    watch.look(at=came, **look)
    assert Alarm.objects.get(unit=qian_home).outcome == "原因已消除（系统自动关闭）"
    checklists.close(checklist=daily, by=tang, at=at(DAY + timedelta(days=1), 9))
    assert list(watching.overdue(at(DAY + timedelta(days=1), 10), None)) == []


def test_a_self_check_that_nobody_made_up_for_is_not_called_mended(daily, zhao_home, tang, system):
    look = {"codes": [watching.OVERDUE], "unit_ids": [zhao_home.pk]}
    when = at(DAY, 8) - timedelta(days=1)
    sheets.fill(new=sheet(zhao_home, daily, when=when), by=system, at=when)
    assert watch.look(at=at(DAY, 23, 30), **look) == 1
    watch.look(at=at(DAY + timedelta(days=2), 1), **look)
    mine = Alarm.objects.get(key=f"{daily.pk}:{DAY.isoformat()}")
    assert mine.outcome == "时限已过，未见补做（系统自动关闭）"
