"""The same walk over two lines at once."""

from __future__ import annotations

import pytest

from shouwang.routines.actions import routines
from shouwang.routines.models import Routine
from tests.cast import at
from tests.meanwhile import twice
from tests.routines.test_routines import carer, house, new

__all__ = ["carer", "house"]


@pytest.fixture
def db(committed_db: str) -> None:
    """Let everything commit: both lines are to see it."""
    return


def test_a_walk_that_comes_again_while_it_is_written_answers_the_first(house, carer):
    walk, now = new(house, "101", "102"), at(hour=9)
    answers = twice(lambda: routines.done(new=walk, by=carer, at=now))
    assert [one.pk for one in answers] == [walk.id, walk.id]
    assert Routine.objects.count() == 1
