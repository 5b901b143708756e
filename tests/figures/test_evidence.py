from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.figures.actions import periods, rollups
from shouwang.figures.evidence import by_day, evidence, last_known, missing
from shouwang.figures.models import Figure, Series
from shouwang.figures.queries import figure as figure_of
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import SYSTEM, scope_of
from shouwang.reporting.actions.reports import Receipt
from shouwang.reporting.models import Submission
from tests.cast import DAY, MORNING, at, make_unit

File = Callable[..., Receipt]
YESTERDAY = DAY - timedelta(days=1)


@pytest.fixture
def in_house(form: object) -> Figure:
    """在院."""
    return Figure.objects.get(code="in_house")


def test_rows_come_a_page_at_a_time_and_the_total_is_of_all(
    zhao: User, qian: User, homes: list[Unit], tangning: Unit, in_house: Figure, file: File
) -> None:
    file(homes[0], zhao, in_house=46)
    file(homes[1], qian, in_house=0)
    rollups.settle_all()
    first = evidence(SYSTEM, tangning, in_house, DAY, most=1)
    second = evidence(SYSTEM, tangning, in_house, DAY, most=1, offset=1)
    assert [(r.unit, r.value) for r in (*first.rows, *second.rows)] == [
        ("赵家敬老院", 46), ("钱村托养院", 0),
    ]  # fmt: skip
    assert (first.total, first.count, second.total, second.count) == (46, 2, 46, 2)
    only = evidence(SYSTEM, tangning, in_house, DAY, nonzero=True)
    assert (len(only.rows), only.total, only.count) == (1, 46, 2)


def test_a_total_names_the_submissions_that_stand(
    zhao: User, homes: list[Unit], prefecture: Unit, in_house: Figure, file: File
) -> None:
    file(homes[0], zhao, in_house=46)
    file(homes[0], zhao, in_house=45, options={"correction_reason": "重复计数"})
    rollups.settle_all()
    standing = Submission.objects.get(number=2).pk
    behind = evidence(SYSTEM, prefecture, in_house, DAY).rows
    assert [row.source_id for row in behind] == [standing]


def test_what_is_left_out_is_what_the_missing_stated_last(
    zhao: User, qian: User, homes: list[Unit], prefecture: Unit, in_house: Figure, file: File
) -> None:
    file(homes[1], qian, day=YESTERDAY - timedelta(days=1), in_house=19)
    file(homes[1], qian, day=YESTERDAY, in_house=20)
    file(homes[0], zhao, day=YESTERDAY, in_house=44)
    file(homes[0], zhao, in_house=46)
    rollups.settle_all()
    known = last_known(SYSTEM, prefecture, in_house, DAY)
    assert (known.units, known.stated, known.value) == (2, 1, 20)
    nobody = last_known(SYSTEM, prefecture, in_house, DAY, series_ids=())
    assert (nobody.units, nobody.value) == (0, None)


def test_the_missing_name_the_child_they_count_in_and_since_when(
    zhao: User, homes: list[Unit], prefecture: Unit, tangning: Unit, form: object, file: File
) -> None:
    town = make_unit("LC/TN/T", "拾桥镇", Kind.TOWNSHIP, tangning)
    make_unit("LC/TN/T/LI", "李湾敬老院", Kind.PUBLIC_RURAL_HOME, town)
    file(homes[0], zhao, day=YESTERDAY)
    periods.ensure_open(Series.objects.all(), DAY, at=at())
    rollups.settle_all()
    found = missing(SYSTEM, prefecture, DAY)
    assert [(m.child, m.parent, m.name) for m in found] == [
        ("棠宁区", "棠宁区", "赵家敬老院"),
        ("棠宁区", "棠宁区", "钱村托养院"),
        ("棠宁区", "拾桥镇", "李湾敬老院"),
        ("砚宁县", "砚宁县", "孙桥敬老院"),
    ]
    assert (found[0].since, found[1].since) == (DAY, MORNING.date())
    assert missing(SYSTEM, prefecture, DAY, offset=1, most=2) == found[1:3]


def test_a_course_leaves_out_what_was_not_stated(
    zhao: User, homes: list[Unit], prefecture: Unit, in_house: Figure, file: File
) -> None:
    file(homes[0], zhao, day=DAY - timedelta(days=2), in_house=44)
    file(homes[0], zhao, in_house=46)
    rollups.settle_all()
    for unit in (prefecture, homes[0]):
        points = by_day(SYSTEM, unit, in_house, DAY - timedelta(days=30), DAY)
        assert [(p.day, p.value) for p in points] == [(DAY - timedelta(days=2), 44), (DAY, 46)]


def test_nobody_sees_what_is_behind_a_neighbours_number(
    tang: User, yanning: Unit, in_house: Figure
) -> None:
    scope = scope_of(tang, at=at())
    for ask in (
        lambda: evidence(scope, yanning, in_house, DAY),
        lambda: missing(scope, yanning, DAY),
        lambda: last_known(scope, yanning, in_house, DAY),
        lambda: by_day(scope, yanning, in_house, YESTERDAY, DAY),
    ):
        with pytest.raises(OutOfScope):
            ask()


def test_another_provinces_figure_is_not_there(tang: User, in_house: Figure) -> None:
    elsewhere = make_unit("KY", "别处", Kind.PROVINCE, None)
    theirs = Figure.objects.create(owner=elsewhere, code="staff", zh="职工", nature="stock")
    scope = scope_of(tang, at=at())
    assert figure_of(scope, in_house.pk) == in_house
    with pytest.raises(OutOfScope):
        figure_of(scope, theirs.pk)
