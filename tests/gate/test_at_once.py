"""The same entry over two lines at once: the second finds the first, wherever it stood."""

from __future__ import annotations

import pytest

from shouwang.gate.actions import parcels, visits
from shouwang.gate.models import Parcel, Visit
from tests.gate.conftest import NINE, came
from tests.gate.test_parcels import left
from tests.meanwhile import meanwhile, twice


@pytest.fixture
def db(committed_db: str) -> None:
    """Let everything commit: both lines are to see it."""
    return


def test_a_visit_that_is_written_between_look_and_write_answers_the_first(zhao_home, keeper):
    visit = came(zhao_home)
    first = meanwhile(keeper, lambda: visits.enter(new=visit, by=keeper, at=NINE))
    assert visits.enter(new=visit, by=keeper, at=NINE, scope=first).pk == visit.id
    assert Visit.objects.count() == 1


def test_a_parcel_that_comes_again_while_it_is_written_answers_the_first(zhao_home, keeper, wang):
    parcel = left(zhao_home, wang)
    answers = twice(lambda: parcels.take_in(new=parcel, by=keeper, at=NINE))
    assert [one.pk for one in answers] == [parcel.id, parcel.id]
    assert Parcel.objects.count() == 1
