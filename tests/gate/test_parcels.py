"""Goods left for a resident: taken in, disinfected, passed on."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.gate import queries
from shouwang.gate.actions import parcels
from shouwang.gate.actions.parcels import NewParcel
from shouwang.orgs.scope import scope_of
from tests.cast import at
from tests.gate.conftest import NINE, PHONE


def left(unit, person=None, **more) -> NewParcel:
    told = {"what": "苹果一箱", "sender": "李建国", "sender_phone": PHONE}
    told |= {"person_id": person.pk if person else None, "happened_at": NINE}
    return NewParcel(unit=unit, **(told | more))


def test_a_parcel_is_on_the_list_until_it_is_disinfected_and_passed_on(zhao_home, keeper, wang):
    made = parcels.take_in(new=left(zhao_home, wang), by=keeper, at=NINE)
    with pytest.raises(ValidationError):
        parcels.pass_on(parcel=made, happened_at=NINE, by=keeper, at=NINE)
    parcels.disinfect(parcel=made, happened_at=at(hour=10), by=keeper, at=at(hour=10))
    scope = scope_of(keeper, at=NINE)
    assert list(queries.parcels(scope, zhao_home)) == [made]
    parcels.pass_on(parcel=made, happened_at=at(hour=11), by=keeper, at=at(hour=11))
    parcels.pass_on(parcel=made, happened_at=at(hour=12), by=keeper, at=at(hour=12))
    made.refresh_from_db()
    assert (made.disinfected_at, made.passed_at, made.passed_by) == (
        at(hour=10), at(hour=11), keeper,
    )  # fmt: skip
    assert not queries.parcels(scope, zhao_home)


@pytest.mark.parametrize(
    "told", [{"what": " "}, {"person_id": None}, {"sender_phone": "1"}, {"happened_at": at()}]
)
def test_what_cannot_stand_is_refused(zhao_home, keeper, wang, told):
    with pytest.raises(ValidationError):
        parcels.take_in(new=left(zhao_home, wang, **told), by=keeper, at=NINE)


def test_a_resident_of_the_neighbour_gets_nothing_here(zhao_home, qian_home, qian, keeper, wang):
    with pytest.raises(ValidationError):
        parcels.take_in(new=left(qian_home, wang), by=qian, at=NINE)
    made = parcels.take_in(new=left(zhao_home, wang), by=keeper, at=NINE)
    for deed in (parcels.disinfect, parcels.pass_on):
        with pytest.raises(OutOfScope):
            deed(parcel=made, happened_at=NINE, by=qian, at=NINE)


def test_who_only_reads_takes_nothing_in(zhao_home, tang, wang):
    with pytest.raises(NotPermitted):
        parcels.take_in(new=left(zhao_home, wang), by=tang, at=NINE)
