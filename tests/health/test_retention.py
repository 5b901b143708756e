from __future__ import annotations

from datetime import date, timedelta

from shouwang.health import works
from shouwang.health.actions import partitions
from shouwang.health.models import Temperature
from shouwang.kit.retention import kept
from tests.cast import DAY, at

TEMPERATURES = kept()["health.temperatures"]


def test_days_beyond_the_limit_go_by_the_month_and_the_rest_by_the_day(house, carer) -> None:
    for days in (0, 10, 11, 40, 80):
        house.round(carer, day=DAY - timedelta(days=days), 王秀英=365, 李桂兰=365, when=at(DAY, 20))
    assert TEMPERATURES.purge(before=DAY - timedelta(days=10), at=at(DAY, 20)) == 6
    assert set(Temperature.objects.values_list("happened_at__date", flat=True)) == {
        DAY, DAY - timedelta(days=10)
    }  # fmt: skip
    held = [first for _, first in partitions.existing()]
    assert held == [date(2020, 1, 1), date(2020, 2, 1)]


def test_what_a_month_still_owes_is_not_dropped_with_it(house, carer) -> None:
    last = date(2020, 1, 31)
    house.round(carer, day=last, 王秀英=365, when=at(DAY, 20))
    assert TEMPERATURES.purge(before=date(2020, 1, 31), at=at(DAY, 20)) == 0
    assert TEMPERATURES.purge(before=date(2020, 2, 1), at=at(DAY, 20)) == 1


def test_all_that_is_held_about_a_person_can_be_handed_out(house, carer) -> None:
    house.round(carer, 王秀英=376, 李桂兰=365)
    told = TEMPERATURES.about(house["王秀英"])
    assert told == [(at(DAY, 8), "赵家敬老院，巡测，37.6 ℃")]


def test_the_months_to_come_are_made_by_the_clock_at_night(db) -> None:
    asked = [*works.nightly(at(DAY, 2)), *works.nightly(at(DAY, 4))]
    assert [due.due_at for due in asked] == [at(DAY, 3, 20)]
