"""Checks of an isolation: temperatures too, once each, within its time."""

from __future__ import annotations

from uuid import UUID

import pytest

from shouwang.accounts.models import User
from shouwang.health.models import Temperature
from shouwang.kit.offline import Conflict
from shouwang.movements import observing
from shouwang.movements.actions import checks, deaths
from shouwang.movements.actions.checks import Check
from shouwang.movements.actions.deaths import Passed
from shouwang.movements.models import IsolationCheck
from shouwang.orgs.models import Unit
from shouwang.people.models import Stay
from tests.cast import at
from tests.movements.stage import begun


def test_a_check_is_a_temperature_too_and_comes_once(
    zhao_home: Unit, carer: User, people: list[UUID]
) -> None:
    one = begun(zhao_home, people[0], carer)
    made = Check(one.pk, at(hour=9), tenths=368, symptoms=["cough"])
    for _turn in range(2):
        row = checks.check(unit=zhao_home, made=made, by=carer, at=at(hour=9))
    taken = Temperature.objects.get()
    assert (taken.pk, taken.context, taken.tenths) == (row.pk, "isolation", 368)
    assert IsolationCheck.objects.count() == 1
    observed = observing.observe([one], at=at(hour=9))[0]
    assert (observed.number, observed.made, observed.due) == (1, 1, 2)


def test_a_check_made_after_the_end_is_a_conflict(
    zhao_home: Unit, carer: User, director: User, people: list[UUID]
) -> None:
    one = begun(zhao_home, people[0], carer)
    passed = Passed(people[0], at(hour=12), "hospital", cause="肺炎", cause_told_by="市医院 张医师")
    for _turn in range(2):
        deaths.record_death(unit=zhao_home, passed=passed, by=director, at=at(hour=13))
    one.refresh_from_db()
    assert (one.ended_as, one.ended_at) == ("died", at(hour=12))
    assert Stay.objects.get(person=people[0]).end == "deceased"
    with pytest.raises(Conflict) as conflict:
        checks.check(
            unit=zhao_home, made=Check(one.pk, at(hour=15), tenths=365), by=carer, at=at(hour=18)
        )
    assert conflict.value.held == {"死亡": "2020-02-11 12:00"}
