from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from shouwang.health.actions import partitions

pytestmark = pytest.mark.django_db


def test_a_month_is_made_once_and_only_when_it_is_missing() -> None:
    days = [date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 29)]
    assert partitions.ensure(days) == 2
    assert partitions.ensure(days) == 0
    assert [first for _, first in partitions.existing()] == [date(2020, 1, 1), date(2020, 2, 1)]


def test_december_is_followed_by_january_of_the_next_year() -> None:
    assert partitions.following(date(2019, 12, 1)) == date(2020, 1, 1)


def test_a_partition_made_on_demand_has_the_keys_of_the_whole() -> None:
    partitions.ensure([date(2020, 2, 11)])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT contype, count(*) FROM pg_constraint "
            "WHERE conrelid = 'health_temperature_2020_02'::regclass AND contype <> 'n' GROUP BY 1"
        )
        held = dict(cursor.fetchall())
    assert held == {"p": 1, "u": 1, "c": 2, "f": 4}
