"""Orders are given and lifted by paper; a lower unit may tighten, never loosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import AuditEvent, User
from shouwang.accounts.roles import Role
from shouwang.desk.models import Entry
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.response import measures, queries
from shouwang.response.actions import orders
from shouwang.response.actions.orders import Looser, NewOrder
from shouwang.response.cited import Cited
from shouwang.response.models import Order
from tests.cast import DAY, at, make_user

PAPER = Cited("澜疫指〔2020〕3号", "关于实行封闭管理的通知")
OWN = Cited("棠疫指〔2020〕1号", "关于落实封闭管理的通知")
Lay = Callable[..., Order]


def give(unit: Unit, by: User, measure: str, value: Decimal | None = None, **more: object) -> Order:
    known = {k: more.pop(k) for k in ("strength", "kinds", "approver") if k in more}
    given = {"starts_at": at(), "paper": OWN, "at": at()} | more
    return orders.give(NewOrder(measure, value, **known), unit=unit, by=by, **given)


def test_the_bureau_gives_an_order_and_the_homes_below_are_told(
    city: User, prefecture: Unit, zhao_home: Unit, zhao: User, yanning: Unit, qian: User
) -> None:
    made = give(prefecture, city, "visits", paper=PAPER, kinds=(zhao_home.kind,))
    found = measures.forbidden("visits", unit=zhao_home, at=at())
    assert found is not None
    assert found.source == "澜川市 澜疫指〔2020〕3号《关于实行封闭管理的通知》"
    told = Entry.objects.get(to=zhao)
    assert "一律暂停探视" in told.text
    assert told.url == f"/measures/orders/{made.pk}/"
    assert not Entry.objects.filter(to=qian).exists()
    event = AuditEvent.objects.get(word="response.order_given")
    assert (event.by, event.unit_id) == (city, prefecture.pk)


def test_the_homes_are_told_in_chinese_by_an_official_who_reads_english(
    city: User, prefecture: Unit, zhao: User
) -> None:
    with override("en"):
        made = give(prefecture, city, "visits", paper=PAPER)
        orders.lift(order=made, ends_at=at(), paper=OWN, by=city, at=at())
    told = sorted(Entry.objects.filter(to=zhao).values_list("text", flat=True))
    assert [text[:3] for text in told] == ["新措施", "解除探"]


def test_a_looser_order_of_a_lower_unit_is_refused_and_quotes_the_superiors_paper(
    city: User, tang: User, prefecture: Unit, tangning: Unit
) -> None:
    give(prefecture, city, "fever_at", Decimal("37.0"), paper=PAPER)
    give(prefecture, city, "visits", paper=PAPER)
    with pytest.raises(Looser, match="澜川市 澜疫指〔2020〕3号《关于实行封闭管理的通知》.*37.0 ℃"):
        give(tangning, tang, "fever_at", Decimal("37.3"))
    with pytest.raises(Looser, match="一律暂停探视"):
        give(tangning, tang, "visits", strength="principle")
    assert Order.objects.filter(unit=tangning).count() == 0
    give(tangning, tang, "fever_at", Decimal("36.9"))
    assert measures.value("fever_at", unit=tangning, at=at()) == Decimal("36.9")


def test_a_superiors_order_for_other_kinds_is_no_bar(
    city: User, tang: User, prefecture: Unit, tangning: Unit, zhao_home: Unit, qian_home: Unit
) -> None:
    give(prefecture, city, "isolation_days", Decimal(21), paper=PAPER, kinds=(zhao_home.kind,))
    with pytest.raises(Looser):
        give(tangning, tang, "isolation_days", Decimal(14))
    give(tangning, tang, "isolation_days", Decimal(14), kinds=(qian_home.kind,))
    assert measures.value("isolation_days", unit=zhao_home, at=at()) == 21
    assert measures.value("isolation_days", unit=qian_home, at=at()) == 14


def test_the_home_tightens_for_itself_alone(
    zhao_home: Unit, qian_home: Unit, tangning: Unit
) -> None:
    head = make_user("zhaodir", "赵院长", zhao_home, Role.DIRECTOR)
    give(zhao_home, head, "business", strength="principle")
    assert measures.forbidden("business", unit=zhao_home, at=at())
    assert measures.forbidden("business", unit=qian_home, at=at()) is None
    with pytest.raises(OutOfScope):
        give(qian_home, head, "business")
    with pytest.raises(OutOfScope):
        give(tangning, head, "business")


def test_another_county_can_neither_see_nor_give_nor_lift(
    tang: User, yan: User, zhao: User, sun: User, tangning: Unit, zhao_home: Unit
) -> None:
    made = give(tangning, tang, "visits")
    for stranger in (yan, sun):
        with pytest.raises(OutOfScope):
            queries.order(scope_of(stranger, at=at()), made.pk)
    assert queries.order(scope_of(zhao, at=at()), made.pk) == made
    with pytest.raises(OutOfScope):
        give(zhao_home, yan, "admission")
    with pytest.raises(OutOfScope):
        orders.lift(order=made, ends_at=at(), paper=OWN, by=yan, at=at())
    with pytest.raises(NotPermitted):
        orders.lift(order=made, ends_at=at(), paper=OWN, by=zhao, at=at())


def test_a_county_cannot_lift_the_prefectures_order_for_its_home(
    city: User, tang: User, zhao_home: Unit
) -> None:
    made = give(zhao_home, city, "return", paper=PAPER)
    assert made.giver.name == "澜川市"
    with pytest.raises(NotPermitted):
        orders.lift(order=made, ends_at=at(), paper=OWN, by=tang, at=at())
    with pytest.raises(Looser):
        give(zhao_home, tang, "return", strength="principle")


def test_a_section_gives_orders_for_the_kinds_it_reviews(
    elder: User, prefecture: Unit, zhao_home: Unit
) -> None:
    with pytest.raises(NotPermitted):
        give(prefecture, elder, "visits", paper=PAPER)
    made = give(prefecture, elder, "visits", paper=PAPER, kinds=(zhao_home.kind,))
    assert made.giver == prefecture


def test_an_order_counts_until_it_is_lifted_and_its_past_stays(
    tang: User, tangning: Unit, zhao_home: Unit
) -> None:
    made = give(tangning, tang, "visits", starts_at=at(DAY, 14))
    lifting = Cited("棠疫指〔2020〕9号", "关于有序恢复的通知")
    orders.lift(order=made, ends_at=at(DAY, 20), paper=lifting, by=tang, at=at(DAY, 18))
    assert measures.forbidden("visits", unit=zhao_home, at=at(DAY, 13, 59)) is None
    assert measures.forbidden("visits", unit=zhao_home, at=at(DAY, 19, 59))
    assert measures.forbidden("visits", unit=zhao_home, at=at(DAY, 20)) is None
    made.refresh_from_db()
    assert made.lift_paper == "棠疫指〔2020〕9号《关于有序恢复的通知》"
    with pytest.raises(ValidationError):
        orders.lift(order=made, ends_at=at(DAY, 21), paper=lifting, by=tang, at=at(DAY, 21))


@pytest.mark.parametrize(
    ("measure", "value", "field"),
    [
        ("visits", Decimal(1), "value"),
        ("fever_at", None, "value"),
        ("fever_at", Decimal("37.25"), "value"),
        ("weather", None, "measure"),
    ],
)
def test_an_unfit_order_is_refused_at_its_field(
    tang: User, tangning: Unit, measure: str, value: Decimal | None, field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        give(tangning, tang, measure, value)
    assert refused.value.code == field


def test_an_order_needs_a_paper_and_an_end_after_its_beginning(tang: User, tangning: Unit) -> None:
    with pytest.raises(ValidationError, match="依据"):
        give(tangning, tang, "visits", paper=Cited())
    with pytest.raises(ValidationError, match="之后"):
        give(tangning, tang, "visits", ends_at=at() - timedelta(hours=1))
