from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from shouwang.figures.counting import counters
from shouwang.health.actions import temperatures
from shouwang.health.models import Temperature
from shouwang.health.readings import Reading
from tests.cast import DAY, at
from tests.health.conftest import AT_THE_GATE, LIVES_IN

YESTERDAY = DAY - timedelta(days=1)


def count(house, code: str, day=DAY) -> int:
    span = house.span(day)
    return sum(one.rows(span).aggregate(n=one.amount)["n"] or 0 for one in counters()[code])


def test_a_fever_counts_once_for_its_person_on_the_day_it_began(house, carer) -> None:
    house.round(carer, day=YESTERDAY, 王秀英=378, 李桂兰=366)
    house.round(carer, 王秀英=379, 李桂兰=375, 张玉珍=366)
    house.round(carer, hour=14, number=2, 李桂兰=377)
    assert count(house, "fever_residents", YESTERDAY) == 1
    assert count(house, "fever_residents") == 1
    row = counters()["fever_residents"][0].rows(house.span()).get()
    assert (row.person_id, row.tenths) == (house["李桂兰"], 375)
    assert counters()["fever_residents"][0].line(row).text == "李** 37.5 ℃（第1轮）"


def test_staff_are_counted_apart_wherever_they_were_measured(house, carer) -> None:
    house.round(carer, 孙住院=378)
    gate = Reading(house[AT_THE_GATE], at(DAY, 9), tenths=374, context="gate")
    temperatures.take(unit=house.unit, reading=gate, by=carer, at=at(DAY, 10))
    assert (count(house, "fever_staff"), count(house, "fever_residents")) == (2, 0)
    assert house[LIVES_IN]


def test_a_slip_that_was_corrected_was_no_fever_and_a_recheck_is_a_measurement(house, carer):
    house.round(carer, 王秀英=396, 李桂兰=376)
    slip = Temperature.objects.get(tenths=396)
    temperatures.correct(
        unit=house.unit, temperature_id=slip.pk, tenths=366, reason="看错", by=carer, at=at(DAY, 10)
    )
    again = Reading(house["李桂兰"], at(DAY, 9), tenths=368, context="recheck")
    temperatures.take(unit=house.unit, reading=again, number=1, by=carer, at=at(DAY, 10))
    assert count(house, "fever_residents") == 1
    assert count(house, "temp_done") == 3


def test_a_late_entry_is_counted_on_its_own_day(house, carer) -> None:
    house.round(carer, day=YESTERDAY, 王秀英=365, 李桂兰=365, when=at(DAY, 20))
    assert (count(house, "temp_done", YESTERDAY), count(house, "temp_done")) == (2, 0)


def test_the_morning_check_counts_persons_of_the_first_round(house, carer) -> None:
    house.round(carer, 王秀英=365, 李桂兰="asleep")
    house.round(carer, hour=9, 王秀英=366, 张玉珍=365)
    house.round(carer, hour=14, number=2)
    assert count(house, "checkups") == 2
    assert count(house, "temp_done") == 3 + 7


def test_the_lines_behind_a_number_are_read_in_one_statement(
    house, carer, django_assert_num_queries
) -> None:
    house.round(carer)
    one = counters()["temp_done"][0]
    with django_assert_num_queries(1):
        lines = [one.line(row) for row in one.rows(house.span())]
    assert len(lines) == 7


@pytest.mark.parametrize("code", ["temp_done", "fever_residents", "checkups"])
def test_a_count_looks_at_the_months_of_its_span_only(house, carer, code) -> None:
    for days in (0, 40, 80):
        house.round(carer, day=DAY - timedelta(days=days), 王秀英=376, when=at(DAY, 20))
    sql, params = counters()[code][0].rows(house.span()).order_by().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", params)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "health_temperature_2020_02" in plan
    assert "health_temperature_2020_01" not in plan
    assert "health_temperature_2019_11" not in plan
