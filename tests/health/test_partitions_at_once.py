"""Two houses' first readings of a month, at the same moment."""

from __future__ import annotations

import threading
import time
from datetime import date

import pytest
from django.db import connection, transaction

from shouwang.health.actions import partitions

pytestmark = pytest.mark.usefixtures("committed_db")


def waits_for_the_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return cursor.fetchone()[0] > 0


def test_who_waited_for_another_to_make_a_month_finds_it_made() -> None:
    days, made = [date(2031, 5, 1)], []

    def second() -> None:
        try:
            with transaction.atomic():
                made.append(partitions.ensure(days))
        except Exception as problem:
            made.append(problem)
        finally:
            connection.close()

    other = threading.Thread(target=second)
    with transaction.atomic():
        assert partitions.ensure(days) == 1
        other.start()
        end = time.monotonic() + 60
        while not waits_for_the_lock() and time.monotonic() < end:
            time.sleep(0.02)
    other.join(timeout=90)
    assert made == [0]
    partitions.drop([partitions.name(days[0])])
