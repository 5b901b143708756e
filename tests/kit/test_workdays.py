"""Work days of 2020, when the holiday changed overnight, and of years nobody has announced."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.kit import workdays


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (dt.date(2020, 1, 19), True),  # a Sunday, worked for the holiday
        (dt.date(2020, 1, 24), False),
        (dt.date(2020, 1, 31), False),  # the holiday was extended to 2 February
        (dt.date(2020, 2, 2), False),
        (dt.date(2020, 2, 3), True),
        (dt.date(2040, 1, 1), False),  # a Sunday in a year nobody knows yet
        (dt.date(2040, 1, 2), True),
    ],
)
def test_the_announced_calendar_counts_and_weekends_where_there_is_none(day, works):
    assert workdays.is_workday(day) is works


def test_a_bureaus_own_table_comes_first():
    monday = dt.date(2020, 2, 3)
    assert not workdays.is_workday(monday, overrides={monday: False})
    assert workdays.is_workday(dt.date(2040, 1, 1), overrides={dt.date(2040, 1, 1): True})


def test_days_are_counted_over_the_holiday():
    before = dt.date(2020, 1, 23)
    assert workdays.add_workdays(before, 1) == dt.date(2020, 2, 3)
    assert workdays.add_workdays(dt.date(2020, 2, 3), -1) == before
    assert workdays.add_workdays(dt.date(2020, 1, 25), 0) == dt.date(2020, 2, 3)
    assert workdays.add_workdays(before, 0) == before
    assert workdays.workdays_between(before, dt.date(2020, 2, 3)) == 2
    assert workdays.workdays_between(dt.date(2020, 2, 3), before) == 0


@given(st.dates(dt.date(2015, 1, 1), dt.date(2030, 1, 1)), st.integers(1, 40))
def test_adding_work_days_ends_on_a_work_day_with_as_many_between(day, count):
    end = workdays.add_workdays(day, count)
    assert workdays.is_workday(end)
    assert workdays.workdays_between(day + dt.timedelta(days=1), end) == count


def test_a_calendar_without_work_days_does_not_search_for_ever():
    day = dt.date(2040, 1, 1)
    never = {day + dt.timedelta(days=index): False for index in range(4000)}
    with pytest.raises(ValueError, match="work days"):
        workdays.add_workdays(day, 1, overrides=never)
