"""What is in force here, at a moment, and by which paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwang.accounts.models import User
from shouwang.kit import clock, prepared
from shouwang.orgs.actions.units import move_unit
from shouwang.orgs.models import Unit
from shouwang.response import measures
from shouwang.response.measures import Closure
from shouwang.response.models import Order
from tests.cast import DAY, MORNING, START, at

Lay = Callable[..., Order]


def test_without_any_order_the_default_counts(zhao_home: Unit) -> None:
    assert measures.in_force("fever_at", unit=zhao_home, at=at()) is None
    assert measures.value("fever_at", unit=zhao_home, at=at()) == Decimal("37.3")
    assert measures.value("visits", unit=zhao_home, at=at()) == 0
    with pytest.raises(measures.UnknownMeasure):
        measures.value("weather", unit=zhao_home, at=at())


def test_the_order_of_the_prefecture_binds_the_home_and_is_quoted(
    lay: Lay, prefecture: Unit, zhao_home: Unit
) -> None:
    given_ = lay(prefecture, "visits", number="澜疫指〔2020〕3号")
    found = measures.forbidden("visits", unit=zhao_home, at=at())
    assert found is not None
    assert (found.by_unit, found.strength, found.order_id) == ("澜川市", "absolute", given_.pk)
    assert found.paper == "澜疫指〔2020〕3号《关于加强养老机构防控的通知》"
    assert found.paper_url == f"/measures/orders/{given_.pk}/"
    assert "澜疫指〔2020〕3号" in found.refusal
    assert found.refusal.startswith("一律暂停探视")
    assert found.refusal.endswith(f"自 {START.isoformat()} 08:00 起")


def test_an_order_from_fourteen_hundred_does_not_count_a_minute_before(
    lay: Lay, prefecture: Unit, zhao_home: Unit
) -> None:
    lay(prefecture, "visits", starts_at=at(DAY, 14), ends_at=at(DAY, 20))
    assert measures.forbidden("visits", unit=zhao_home, at=at(DAY, 13, 59)) is None
    assert measures.forbidden("visits", unit=zhao_home, at=at(DAY, 14))
    assert measures.forbidden("visits", unit=zhao_home, at=at(DAY, 19, 59))
    assert measures.forbidden("visits", unit=zhao_home, at=at(DAY, 20)) is None


def test_absolute_is_stricter_than_in_principle(
    lay: Lay, prefecture: Unit, tangning: Unit, zhao_home: Unit, sun_home: Unit
) -> None:
    lay(prefecture, "leave", strength="principle")
    lay(tangning, "leave", number="棠疫指〔2020〕1号")
    home = measures.in_force("leave", unit=zhao_home, at=at())
    other = measures.in_force("leave", unit=sun_home, at=at())
    assert home is not None
    assert (home.is_absolute, home.by_unit) == (True, "棠宁区")
    assert other is not None
    assert (other.is_absolute, other.by_unit) == (False, "澜川市")


def test_an_order_for_kinds_leaves_others_alone(
    lay: Lay, prefecture: Unit, zhao_home: Unit, qian_home: Unit
) -> None:
    lay(prefecture, "visits", kinds=[zhao_home.kind])
    assert measures.forbidden("visits", unit=zhao_home, at=at())
    assert measures.forbidden("visits", unit=qian_home, at=at()) is None


def test_a_moved_home_keeps_the_orders_of_its_past(
    lay: Lay, sysadmin: User, tangning: Unit, yanning: Unit, zhao_home: Unit
) -> None:
    lay(tangning, "isolation_days", 21)
    lay(yanning, "isolation_days", 28)
    moved = date(2020, 2, 5)
    move_unit(unit=zhao_home, to=yanning, from_on=moved, by=sysadmin, at=at(moved, 9))
    before, after = at(moved - timedelta(days=1), 12), at(moved, 0)
    assert measures.value("isolation_days", unit=zhao_home, at=before) == 21
    assert measures.value("isolation_days", unit=zhao_home, at=after) == 28


def test_a_home_is_as_closed_as_the_orders_say(
    lay: Lay, prefecture: Unit, tangning: Unit, zhao_home: Unit, qian_home: Unit, sun_home: Unit
) -> None:
    assert measures.closure(zhao_home, at()) == Closure.OPEN
    lay(prefecture, "visits")
    assert measures.closure(zhao_home, at()) == Closure.RESTRICTED
    lay(tangning, "admission")
    lay(qian_home, "return")
    assert measures.closure(qian_home, at()) == Closure.EXIT_ONLY
    lay(tangning, "leave")
    homes = [zhao_home.pk, qian_home.pk, sun_home.pk]
    found = list(measures.closures(homes, at=at()).values())
    assert found == [Closure.CLOSED, Closure.CLOSED, Closure.RESTRICTED]


def test_many_homes_are_answered_in_one_statement(
    lay: Lay, homes: list[Unit], prefecture: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch, asked = prepared.fetch, []
    monkeypatch.setattr(prepared, "fetch", lambda *given: asked.append(1) or fetch(*given))
    lay(prefecture, "fever_at", Decimal("37.0"))
    lay(homes[1], "fever_at", Decimal("36.9"))
    with CaptureQueriesContext(connection) as others:
        found = measures.values_for("fever_at", unit_ids=[h.pk for h in homes], at=at())
        assert len(asked) == 1
    assert [found[h.pk] for h in homes] == [Decimal("37"), Decimal("36.9"), Decimal("37")]
    codes = ["visits", "fever_at", "isolation_days"]
    assert len(others) == 0
    told = measures.values(codes, unit=homes[0], at=at())
    assert len(asked) == 2
    assert told == {"visits": 0, "fever_at": Decimal("37"), "isolation_days": 14}


_order = st.tuples(
    st.sampled_from(["prefecture", "tangning", "yanning", "zhao_home", "qian_home"]),
    st.sampled_from(["fever_at", "isolation_days", "visits"]),
    st.integers(1, 40),
    st.sampled_from(["absolute", "principle"]),
    st.integers(0, 5),
    st.integers(1, 5),
)
_ABOVE = {
    "zhao_home": ("zhao_home", "tangning", "prefecture"),
    "qian_home": ("qian_home", "tangning", "prefecture"),
    "sun_home": ("sun_home", "yanning", "prefecture"),
}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_=st.lists(_order, max_size=8), hour=st.integers(0, 10), extra=_order)
def test_in_force_is_the_strictest_of_own_and_those_above_and_more_orders_never_loosen(
    lay: Lay,
    prefecture: Unit,
    tangning: Unit,
    yanning: Unit,
    zhao_home: Unit,
    qian_home: Unit,
    sun_home: Unit,
    given_: list[tuple],
    hour: int,
    extra: tuple,
) -> None:
    units = {
        "prefecture": prefecture,
        "tangning": tangning,
        "yanning": yanning,
        "zhao_home": zhao_home,
        "qian_home": qian_home,
        "sun_home": sun_home,
    }
    moment = MORNING + timedelta(hours=hour)
    Order.objects.all().delete()

    def put(one: tuple) -> None:
        who, code, number, strength, begins, lasts = one
        lay(
            units[who],
            code,
            None if code == "visits" else number,
            strength=strength,
            starts_at=MORNING + timedelta(hours=begins),
            ends_at=MORNING + timedelta(hours=begins + lasts),
        )

    def strictness(home: str, code: str) -> tuple:
        found = measures.in_force(code, unit=units[home], at=moment)
        if found is None:
            return (-1000, 0)
        number = found.value or Decimal()
        return (-number if code == "fever_at" else number, int(found.is_absolute))

    def expected(home: str, code: str) -> tuple:
        standing = [
            (0 if code == "visits" else -n if code == "fever_at" else n, int(s == "absolute"))
            for who, c, n, s, b, last in given_
            if c == code and who in _ABOVE[home] and b <= hour < b + last
        ]
        return max(standing, default=(-1000, 0))

    for one in given_:
        put(one)
    homes = [units[h] for h in _ABOVE]
    before = {}
    for code in ("fever_at", "isolation_days", "visits"):
        bulk = measures.values_for(code, unit_ids=[u.pk for u in homes], at=moment)
        for home in _ABOVE:
            before[home, code] = strictness(home, code)
            assert before[home, code] == expected(home, code)
            single = measures.value(code, unit=units[home], at=moment)
            assert bulk[units[home].pk] == single
    put(extra)
    for (home, code), was in before.items():
        assert strictness(home, code) >= was


def test_the_day_is_that_of_shanghai(lay: Lay, prefecture: Unit, zhao_home: Unit) -> None:
    midnight = clock.start_of(DAY)
    lay(prefecture, "visits", starts_at=midnight)
    assert measures.forbidden("visits", unit=zhao_home, at=midnight)
    before = midnight - timedelta(seconds=1)
    assert measures.forbidden("visits", unit=zhao_home, at=before) is None
