from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import User
from shouwang.figures.actions import rollups
from shouwang.figures.evidence import evidence
from shouwang.figures.models import Figure
from shouwang.figures.totals import unit_day
from shouwang.orgs.actions.units import change_unit, close_unit, move_unit, reopen_unit
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import SYSTEM, scope_of
from shouwang.reporting.actions.reports import Receipt
from tests.cast import DAY, START, at, make_unit

NEXT = DAY + timedelta(days=1)


def residents(unit: Unit, day: object) -> dict[str, object]:
    """Return a unit's 在院 of a day with its expected and reported counts."""
    rollups.settle_all()
    counted = unit_day(SYSTEM, Unit.objects.get(pk=unit.pk), day).total  # type: ignore[arg-type]
    figure = Figure.objects.get(code="in_house")
    return {
        "in_house": counted.values.get(figure.pk),
        "expected": counted.due,
        "reported": counted.filed,
    }


def test_a_moved_home_counts_there_from_the_day_on_and_its_past_stays(
    form: object,
    homes: list[Unit],
    tangning: Unit,
    yanning: Unit,
    zhao: User,
    sun: User,
    tang: User,
    yan: User,
    sysadmin: User,
    file: Callable[..., Receipt],
) -> None:
    zhao_home, _qian, sun_home = homes
    file(zhao_home, zhao, in_house=46)
    before = residents(tangning, DAY)
    move_unit(unit=zhao_home, to=yanning, from_on=NEXT, by=sysadmin, at=at(NEXT, 8))
    zhao_home.refresh_from_db()
    file(zhao_home, zhao, day=NEXT, in_house=45)
    file(sun_home, sun, day=NEXT, in_house=30)
    assert residents(tangning, DAY) == before == {"in_house": 46, "expected": 2, "reported": 1}
    assert residents(yanning, DAY)["in_house"] is None
    assert residents(tangning, NEXT) == {"in_house": None, "expected": 1, "reported": 0}
    assert residents(yanning, NEXT) == {"in_house": 75, "expected": 2, "reported": 2}
    figure = Figure.objects.get(code="in_house")
    old = evidence(scope_of(tang, at=at(NEXT)), tangning, figure, DAY)
    assert [(row.unit_id, row.value) for row in old.rows] == [(zhao_home.pk, 46)]
    scope = scope_of(yan, at=at(NEXT))
    moved = Unit.objects.get(pk=zhao_home.pk)
    assert [row.value for row in evidence(scope, moved, figure, DAY).rows] == [46]


def test_a_unit_does_not_move_under_its_own_branch_nor_to_a_coming_day(
    tangning: Unit, yanning: Unit, zhao_home: Unit, sysadmin: User
) -> None:
    with pytest.raises(ValidationError, match="不能隶属于"):
        move_unit(unit=tangning, to=zhao_home, from_on=DAY, by=sysadmin, at=at())
    with pytest.raises(ValidationError, match="不能晚于今天"):
        move_unit(unit=zhao_home, to=yanning, from_on=NEXT, by=sysadmin, at=at())
    with pytest.raises(ValidationError, match="须晚于"):
        move_unit(unit=zhao_home, to=yanning, from_on=START, by=sysadmin, at=at())


def test_a_unit_closes_after_those_below_it_and_opens_again(
    tangning: Unit, zhao_home: Unit, sysadmin: User
) -> None:
    with pytest.raises(ValidationError, match="还有未关闭"):
        close_unit(unit=tangning, closed_on=DAY, by=sysadmin, at=at())
    close_unit(unit=zhao_home, closed_on=DAY, by=sysadmin, at=at())
    close_unit(unit=tangning, closed_on=DAY, by=sysadmin, at=at())
    with pytest.raises(ValidationError, match="棠宁区已关闭"):
        reopen_unit(unit=zhao_home, by=sysadmin, at=at())
    reopen_unit(unit=tangning, by=sysadmin, at=at())
    assert reopen_unit(unit=zhao_home, by=sysadmin, at=at()).closed_on is None


def test_only_the_system_administrator_changes_units(
    zhao_home: Unit, city: User, secadmin: User, sysadmin: User
) -> None:
    for user in (city, secadmin):
        with pytest.raises(NotPermitted):
            change_unit(unit=zhao_home, phone="12349", by=user, at=at())
    assert change_unit(unit=zhao_home, phone="12349", by=sysadmin, at=at()).phone == "12349"


def test_another_prefecture_is_out_of_scope(sysadmin: User) -> None:
    other = make_unit("XX", "他市", Kind.PREFECTURE, None)
    with pytest.raises(OutOfScope):
        change_unit(unit=other, phone="1", by=sysadmin, at=at())


def test_a_closed_unit_takes_no_new_child(tangning: Unit, sysadmin: User) -> None:
    close_unit(unit=tangning, closed_on=DAY, by=sysadmin, at=at())
    with pytest.raises(ValidationError, match="已关闭"):
        make_unit("LC/TN/NEW", "新院", Kind.CEMETERY, tangning)
