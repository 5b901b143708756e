"""Deaths: what must be known to enter one."""

from __future__ import annotations

from uuid import UUID

import pytest

from shouwang.accounts.models import User
from shouwang.kit.offline import Unfit
from shouwang.movements.actions import deaths
from shouwang.movements.actions.deaths import Passed
from shouwang.orgs.models import Unit
from tests.cast import at


def test_a_cause_of_death_needs_the_physician_who_told_it(
    zhao_home: Unit, director: User, people: list[UUID]
) -> None:
    passed = Passed(people[0], at(hour=12), "house", cause="心脏病")
    with pytest.raises(Unfit) as refused:
        deaths.record_death(unit=zhao_home, passed=passed, by=director, at=at(hour=13))
    assert "医师" in refused.value.findings["cause_told_by"]
