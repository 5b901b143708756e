"""A level of an area switches what is bound to it, to the hour, in one go."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.response import measures, switching
from shouwang.response.actions import bundles, levels
from shouwang.response.actions.orders import NewOrder
from shouwang.response.cited import Cited
from shouwang.response.measures import Closure
from shouwang.response.models import Bundle, Level, Order
from tests.cast import DAY, at

FIRST = Cited("澜疫指〔2020〕3号", "关于启动一级响应的通知")
SECOND = Cited("澜疫指〔2020〕20号", "关于调整为二级响应的通知")


def adopted(code: str, unit: Unit, by: User, *grades: int) -> Bundle:
    found = Bundle.objects.get(code=code)
    return bundles.adopt(bundle=found, unit=unit, levels=grades, by=by, at=at(DAY, 8))


def change(unit: Unit, by: User, grade: int, hour: int, paper: Cited = FIRST) -> Level:
    when = at(DAY, hour)
    return levels.change(unit=unit, grade=grade, from_at=when, paper=paper, by=by, at=when)


def test_a_level_raised_at_fourteen_counts_from_fourteen_not_a_minute_before(
    city: User, prefecture: Unit, zhao_home: Unit
) -> None:
    adopted("closed_management", prefecture, city, 1)
    change(prefecture, city, 1, 14)
    assert measures.closure(zhao_home, at(DAY, 13, 59)) == Closure.OPEN
    assert measures.closure(zhao_home, at(DAY, 14)) == Closure.CLOSED
    before, after = at(DAY, 13, 59), at(DAY, 14)
    assert switching.level_at(prefecture, before) is None
    level = switching.level_at(prefecture, after)
    assert level is not None
    assert level.grade == 1
    found = measures.forbidden("visits", unit=zhao_home, at=after)
    assert found is not None
    assert found.paper == "澜疫指〔2020〕3号《关于启动一级响应的通知》"


def test_lowering_a_level_ends_what_is_bound_to_it_and_leaves_the_rest_unbroken(
    city: User, prefecture: Unit, zhao_home: Unit
) -> None:
    adopted("closed_management", prefecture, city, 1)
    adopted("isolation_14", prefecture, city, 1, 2)
    change(prefecture, city, 1, 9)
    kept = Order.objects.get(measure="isolation_days")
    plan = switching.plan(prefecture, 2, at(DAY, 12))
    assert {o.measure_id for o in plan.ends} == {"visits", "admission", "leave", "return"}
    assert [o.pk for o in plan.stays] == [kept.pk]
    assert plan.brings == []
    change(prefecture, city, 2, 12, SECOND)
    assert measures.closure(zhao_home, at(DAY, 12)) == Closure.OPEN
    assert measures.closure(zhao_home, at(DAY, 11, 59)) == Closure.CLOSED
    still = measures.in_force("isolation_days", unit=zhao_home, at=at(DAY, 12))
    assert still is not None
    assert (still.order_id, still.since) == (kept.pk, at(DAY, 9))
    change(prefecture, city, 0, 15, SECOND)
    assert measures.in_force("isolation_days", unit=zhao_home, at=at(DAY, 15)) is None
    assert switching.levels(prefecture).count() == 3


def test_the_same_level_again_brings_changed_bundles_up_to_date(
    city: User, prefecture: Unit, zhao_home: Unit
) -> None:
    bundle = adopted("isolation_14", prefecture, city, 1)
    change(prefecture, city, 1, 9)
    new = NewOrder("isolation_days", Decimal(21))
    bundles.put_item(new, bundle=bundle, by=city, at=at(DAY, 10))
    assert measures.value("isolation_days", unit=zhao_home, at=at(DAY, 11)) == 14
    change(prefecture, city, 1, 12)
    assert measures.value("isolation_days", unit=zhao_home, at=at(DAY, 12)) == 21
    assert measures.value("isolation_days", unit=zhao_home, at=at(DAY, 11)) == 14


def test_a_proposal_of_ours_switches_nothing_on_until_somebody_says_so(
    city: User, prefecture: Unit, zhao_home: Unit
) -> None:
    bundle = adopted("cluster_watch", prefecture, city, 1)
    assert bundle.is_on is False
    change(prefecture, city, 1, 9)
    assert measures.in_force("cluster_fevers", unit=zhao_home, at=at(DAY, 9)) is None
    bundles.change(
        bundle=bundle,
        name=bundle.name,
        levels=[1],
        is_on=True,
        source=bundle.source,
        by=city,
        at=at(DAY, 10),
    )
    change(prefecture, city, 1, 11)
    assert measures.in_force("cluster_fevers", unit=zhao_home, at=at(DAY, 11))


@pytest.mark.django_db
def test_what_is_offered_as_sourced_says_where_it_is_from_and_proposals_say_so() -> None:
    library = Bundle.objects.filter(unit=None)
    assert library.count() >= 12
    for bundle in library:
        assert bundle.source
        assert bundle.is_on is False
    ours = set(library.filter(standing="proposal").values_list("code", flat=True))
    assert {"cluster_watch", "five_stricts", "five_pauses", "simple_funerals"} <= ours


def test_only_the_area_s_own_office_and_leader_change_its_level(
    city: User, lead: User, tang: User, elder: User, prefecture: Unit, tangning: Unit
) -> None:
    with pytest.raises(NotPermitted):
        change(tangning, tang, 1, 9)
    with pytest.raises(OutOfScope):
        change(prefecture, tang, 1, 9)
    with pytest.raises(NotPermitted):
        bundles.make(unit=prefecture, name="本市", levels=[1], by=elder, at=at())
    assert change(prefecture, lead, 1, 9).by == lead


def test_a_level_goes_forward_in_time_and_not_for_a_home(
    city: User, prefecture: Unit, zhao_home: Unit
) -> None:
    with pytest.raises(ValidationError, match="不用解除"):
        change(prefecture, city, 0, 9)
    change(prefecture, city, 1, 12)
    with pytest.raises(ValidationError, match="之后"):
        change(prefecture, city, 2, 11)
    with pytest.raises(ValidationError, match="按地区"):
        change(zhao_home, city, 1, 13)
