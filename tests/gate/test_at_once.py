"""The same entry over two lines at once: the second finds the first, wherever it stood."""

from __future__ import annotations

import pytest

from shouwang.gate.actions import parcels, visits
from shouwang.gate.models import Parcel, Visit
from tests.gate.conftest import NINE, came
from tests.gate.test_parcels import left
from tests.meanwhile import meanwhile


@pytest.fixture
def db(committed_db: str) -> None:
    """Let everything commit: both lines are to see it."""
    return


def test_a_visit_or_parcel_that_is_written_between_look_and_write_answers_the_first(
    zhao_home, keeper, wang
):
    visit, parcel = came(zhao_home), left(zhao_home, wang)

    first = meanwhile(keeper, lambda: visits.enter(new=visit, by=keeper, at=NINE))
    assert visits.enter(new=visit, by=keeper, at=NINE, scope=first).pk == visit.id
    first = meanwhile(keeper, lambda: parcels.take_in(new=parcel, by=keeper, at=NINE))
    assert parcels.take_in(new=parcel, by=keeper, at=NINE, scope=first).pk == parcel.id

    assert (Visit.objects.count(), Parcel.objects.count()) == (1, 1)
