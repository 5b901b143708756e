"""Two clerks at the same moment, on a database that both see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from shouwang.accounts.models import User
from shouwang.figures.actions import rollups
from shouwang.orgs.models import Unit
from shouwang.reporting.actions.reports import Receipt
from shouwang.reporting.actions.review import return_report
from shouwang.reporting.actions.review_signs import sign_day
from shouwang.reporting.models import DaySign, Report, Review
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
