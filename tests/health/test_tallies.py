from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from shouwang.epidemic.models import Case
from shouwang.figures.counting import counters
from shouwang.health import queries
from shouwang.health.actions import tallies
from shouwang.health.models import Round, Temperature
from shouwang.health.readings import Reading
from shouwang.orgs.scope import scope_of
from tests.cast import DAY, at


def enter(house, by, *, singles=(), **told):
    given = {"should": 7, "measured": 6, "signer": "何护理", "number": 1} | told
    return tallies.enter(
        unit=house.unit, day=DAY, happened_at=at(DAY, 9), by=by, at=at(DAY, 10),
        singles=[Reading(house[n], at(DAY, 9), tenths=t, context="tally") for n, t in singles],
        **given,
    )  # fmt: skip


def counted(house):
    span = house.span()
    found = counters()["temp_done"]
    return [one.rows(span).aggregate(n=one.amount)["n"] or 0 for one in found]


def test_a_signed_tally_counts_what_it_says_and_is_called_so(house, carer) -> None:
    enter(house, carer, singles=[("王秀英", 376)])
    assert counted(house) == [0, 6]
    line = counters()["temp_done"][1]
    told = line.line(line.rows(house.span()).get())
    assert told.text == "汇总登记 第1轮：应测 7，实测 6，异常 1"
    assert Case.objects.get().person_id == house["王秀英"]
    day = queries.house_day(scope_of(carer, at=at(DAY, 20)), house.unit, DAY, at=at(DAY, 20))
    assert (day.progress[0].is_tally, day.progress[0].measured) == (True, 6)


def test_a_tally_that_does_not_add_up_is_refused(house, carer) -> None:
    for wrong in ({"measured": 8}, {"abnormal": 7}, {"signer": " "}, {"number": 0}):
        with pytest.raises(ValidationError):
            enter(house, carer, **wrong)
    with pytest.raises(ValidationError, match="异常人数"):
        enter(house, carer, abnormal=0, singles=[("王秀英", 376)])
    assert (Round.objects.count(), Temperature.objects.count()) == (0, 0)


def test_a_round_is_tallied_once_and_not_after_it_was_walked(house, carer) -> None:
    first = enter(house, carer)
    with pytest.raises(ValidationError, match="已有汇总登记"):
        enter(house, carer)
    tallies.void(tally=first.round, reason="表签错", by=carer, at=at(DAY, 11))
    assert counted(house) == [0, 0]
    house.round(carer)
    with pytest.raises(ValidationError, match="逐人测完"):
        enter(house, carer)
