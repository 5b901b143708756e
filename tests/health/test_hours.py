"""By when a house does its rounds: seen, changed from tomorrow on, every change kept."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import AuditEvent
from shouwang.health import timetable, watching
from shouwang.health.actions import hours
from shouwang.health.models import RoundHours
from shouwang.kit import clock
from tests.cast import DAY, at
from tests.health.test_pages import now, signed_in

__all__ = ["now"]
TOMORROW = DAY + timedelta(days=1)


def due(unit, day) -> list[str]:
    late = at(day, 23)
    return [f"{clock.local(one.until):%H:%M}" for one in timetable.of_unit(unit, day, at=late)]


def test_a_bureau_sets_by_when_a_house_measures_from_tomorrow_on_and_the_history_stays(
    house, tang, qian_home, now
) -> None:
    client, address = signed_in(tang), reverse("health:hours", args=[house.unit.pk])
    assert 'value="09:00"' in client.get(address).content.decode()
    assert client.post(address, {"hour-1": "10:30", "hour-2": "16:00"}).status_code == 302
    assert due(house.unit, DAY) == ["09:00", "15:00"]
    assert due(house.unit, TOMORROW) == ["10:30", "16:00"]
    many = timetable.of_units([house.unit.pk, qian_home.pk], TOMORROW, at=at(TOMORROW, 23))
    assert many[house.unit.pk] == timetable.of_unit(house.unit, TOMORROW, at=at(TOMORROW, 23))
    assert many[qian_home.pk] == timetable.of_day(2, TOMORROW)
    assert list(watching.undone(at(TOMORROW, 9, 30), None)) == []
    assert len(list(watching.undone(at(TOMORROW, 10, 31), None))) == 1
    assert "10:30、16:00" in client.get(address).content.decode()
    # the usual ones again: the latest that was set for a day holds
    assert client.post(address, {"hour-1": "x", "usual": "1"}).status_code == 302
    assert due(house.unit, TOMORROW) == ["09:00", "15:00"]
    assert RoundHours.objects.count() == 2
    events = AuditEvent.objects.filter(word="health.hours_set").order_by("pk")
    assert [(e.by, e.detail.get("round_hours")) for e in events] == [
        (tang, "10:30、16:00"),
        (tang, None),
    ]


def test_hours_out_of_order_are_refused_and_who_may_not_order_may_not_set_them(
    house, tang, carer, qian, now
) -> None:
    wrong = {"hour-1": "16:00", "hour-2": "10:30"}
    answer = signed_in(tang).post(reverse("health:hours", args=[house.unit.pk]), wrong)
    assert answer.status_code == 422
    assert "后一轮的时限要晚于前一轮" in answer.content.decode()
    with pytest.raises(ValidationError):
        hours.set_hours(unit=house.unit, hours=[time(9)], by=tang, at=at())
    for user, refused in ((carer, NotPermitted), (qian, OutOfScope)):
        with pytest.raises(refused):
            hours.set_hours(unit=house.unit, hours=[time(9), time(15)], by=user, at=at())
    assert not RoundHours.objects.exists()
