"""Two clerks at the same moment, on a database that both see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from shouwang.accounts.models import User
from shouwang.figures.actions import rollups
from shouwang.orgs.models import Unit
from shouwang.reporting.actions.reports import Receipt
from shouwang.reporting.models import Report, Review
from shouwang.review.actions.signs import sign_day
from shouwang.review.actions.verdicts import pass_reports, return_report
from shouwang.review.models import DaySign
from tests.cast import DAY, at


@pytest.fixture
def db(committed_db: str) -> Iterator[None]:
    """Let the cast be visible to both threads: its rows are committed."""
    return


def twice(deed: Callable[[], object]) -> list[str]:
    """Do a deed twice at once; return what came of each."""

    def one(_turn: int) -> str:
        try:
            deed()
        except ValidationError as refused:
            return str(refused.messages[0])
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as both:
        return sorted(both.map(one, range(2)))


def test_two_clerks_who_return_and_sign_at_once_do_it_once(
    file: Callable[..., Receipt],
    zhao_home: Unit,
    qian_home: Unit,
    tangning: Unit,
    zhao: User,
    qian: User,
    tang: User,
) -> None:
    file(zhao_home, zhao)
    file(qian_home, qian)
    report = Report.objects.select_related("unit").get(unit=zhao_home)

    def send_back() -> None:
        return_report(report=report, reason="在院与名册不符", by=tang, at=at(hour=16, minute=20))

    assert twice(send_back)[0] == "done"
    assert Review.objects.count() == 1
    rollups.settle_all()

    def sign() -> None:
        sign_day(unit=tangning, day=DAY, stage="county", by=tang, at=at(hour=17), with_gaps=True)

    told = twice(sign)
    assert told.count("done") == 1
    assert any("签过" in words for words in told)
    assert DaySign.objects.count() == 1


def test_passing_pressed_twice_at_once_is_said_once(
    file: Callable[..., Receipt], zhao_home: Unit, zhao: User, tang: User
) -> None:
    file(zhao_home, zhao)
    report = Report.objects.select_related("unit").get(unit=zhao_home)
    with ThreadPoolExecutor(2) as both, transaction.atomic():
        # both presses are under way before either may write
        Report.objects.select_for_update().get(pk=report.pk)

        def one(_turn: int) -> int:
            try:
                return pass_reports(reports=[report], by=tang, at=at(hour=17))
            finally:
                connection.close()

        turns = [both.submit(one, turn) for turn in range(2)]
        waiting_for_a_lock(2)
        transaction.set_rollback(True)
    assert sorted(turn.result() for turn in turns) == [0, 1]
    assert Review.objects.count() == 1


def waiting_for_a_lock(count: int) -> None:
    """Wait until so many sessions wait for a row that another holds."""
    until = monotonic() + 60
    asked = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    while monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(asked)
            if cursor.fetchone()[0] >= count:
                return
        sleep(0.02)
    raise AssertionError("nobody waits")
