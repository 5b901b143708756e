"""The same walk over two lines at once."""

from __future__ import annotations

import pytest

from shouwang.routines.actions import routines
from shouwang.routines.models import Routine
from tests.cast import at
from tests.meanwhile import meanwhile
from tests.routines.test_routines import carer, house, new

__all__ = ["carer", "house"]


@pytest.fixture
def db(committed_db: str) -> None:
    """Let everything commit: both lines are to see it."""
    return


def test_a_walk_that_is_written_between_look_and_write_answers_the_first(house, carer):
    walk, now = new(house, "101", "102"), at(hour=9)

    scope = meanwhile(carer, lambda: routines.done(new=walk, by=carer, at=now))
    assert routines.done(new=walk, by=carer, at=now, scope=scope).pk == walk.id

    assert Routine.objects.count() == 1
