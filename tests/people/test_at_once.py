"""The same entry over two lines at once: the second waits, then answers the first."""

from __future__ import annotations

import pytest

from shouwang.kit.ids import uuid7
from shouwang.people.actions import admissions, staff, stays
from shouwang.people.checks import NewPerson
from shouwang.people.models import Absence, Engagement, Stay
from tests.cast import DAY, at
from tests.meanwhile import twice

NOON = at(DAY, 12)


@pytest.fixture
def db(committed_db: str) -> None:
    """Let everything commit: both lines are to see it."""
    return


def test_an_admission_and_a_hiring_that_come_twice_answer_the_first(zhao_home, head):
    told = {"unit": zhao_home, "at": at(DAY, 9), "by": head, "now": NOON}
    come, joined = uuid7(), uuid7()
    wang, dong = NewPerson(name="王秀英"), NewPerson(name="董师傅")
    both = twice(lambda: admissions.admit(person=wang, id=come, **told))
    assert [stay.pk for stay in both] == [come, come]
    both = twice(lambda: staff.engage(person=dong, id=joined, **told))
    assert [one.pk for one in both] == [joined, joined]
    assert (Stay.objects.count(), Engagement.objects.count()) == (1, 1)


def test_a_leaving_and_a_coming_back_that_come_twice_answer_the_first(zhao_home, zhao, admit):
    wang, went, back = admit(zhao_home, "王秀英").person_id, uuid7(), uuid7()
    told = {"person_id": wang, "by": zhao, "now": NOON}
    both = twice(lambda: stays.leave(kind="leave", at=at(DAY, 9), id=went, **told))
    assert [absence.pk for absence in both] == [went, went]
    both = twice(lambda: stays.come_back(at=at(DAY, 10), id=back, **told))
    assert [absence.end_key for absence in both] == [back, back]
    assert Absence.objects.count() == 1
