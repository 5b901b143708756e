"""The same entry over two lines at once: the second waits, then answers the first."""

from __future__ import annotations

from uuid import UUID

import pytest

from shouwang.accounts.models import User
from shouwang.movements.actions import checks, deferrals, isolation, requests
from shouwang.movements.actions.checks import Check
from shouwang.movements.actions.deferrals import Wait
from shouwang.movements.actions.isolation import Observed
from shouwang.movements.models import Deferral, IsolationCheck, Movement
from shouwang.orgs.models import Unit
from tests.cast import at
from tests.meanwhile import twice
from tests.movements.stage import ask, sent_out


@pytest.fixture
def db(committed_db: str) -> None:
    """Let everything commit: both lines are to see it."""
    return


def test_requests_notices_and_checks_that_come_twice_answer_the_first(
    zhao_home: Unit, carer: User, director: User, people: list[UUID]
) -> None:
    asked = ask(people[0])
    both = twice(lambda: requests.request(unit=zhao_home, ask=asked, by=carer, at=at(hour=8)))
    assert [one.pk for one in both] == [asked.id, asked.id]
    assert Movement.objects.count() == 1

    sent_out(zhao_home, ask(people[1]), carer=carer, director=director, when=at(hour=8))
    wait = Wait(people[1], at(hour=10), "王强（儿子）")
    told = twice(lambda: deferrals.tell(unit=zhao_home, wait=wait, by=carer, at=at(hour=10)))
    assert [one.pk for one in told] == [wait.id, wait.id]
    assert Deferral.objects.count() == 1

    here = Observed(people[2], "contact", at(hour=8), place="central", where="区集中点")
    kept = isolation.begin(unit=zhao_home, who=here, by=director, at=at(hour=8))
    made = Check(kept.pk, at(hour=9), tenths=365)
    looked = twice(lambda: checks.check(unit=zhao_home, made=made, by=carer, at=at(hour=9)))
    assert [one.pk for one in looked] == [made.id, made.id]
    assert IsolationCheck.objects.count() == 1
