"""原则上 lets one case through by special approval; 一律 lets none."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from shouwang.accounts import wording
from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import AuditEvent, User
from shouwang.accounts.roles import Role
from shouwang.desk.models import Entry
from shouwang.kit.ids import uuid7
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.response import exempted
from shouwang.response.actions import exemptions
from shouwang.response.models import Exemption, Order
from shouwang.response.refusals import Refused
from tests.cast import DAY, at, make_unit, make_user

CASE = "movements.request:7"
Lay = Callable[..., Order]


def ask(unit: Unit, by: User, **more: object) -> Exemption:
    given = {"about": CASE, "what": "302 室老人", "reason": "亲属病危", "at": at()} | more
    return exemptions.ask(unit=unit, measure="leave", by=by, **given)


def test_a_case_passes_once_the_county_approves_and_only_that_case_until_it_expires(
    lay: Lay, prefecture: Unit, zhao_home: Unit, zhao: User, tang: User
) -> None:
    lay(prefecture, "leave", strength="principle", number="澜疫指〔2020〕3号")
    assert exempted.standing("leave", unit=zhao_home, about=CASE, at=at()).is_stopped
    asked = ask(zhao_home, zhao)
    assert "302 室老人" in Entry.objects.get(to=tang).text
    assert exempted.waiting(scope_of(tang, at=at())) == [asked]
    until = at() + timedelta(hours=6)
    exemptions.approve(exemption=asked, conditions="全程佩戴口罩", until_at=until, by=tang, at=at())
    found = exempted.standing("leave", unit=zhao_home, about=CASE, at=at())
    assert not found.is_stopped
    assert found.exemption is not None
    assert found.exemption.conditions == "全程佩戴口罩"
    assert found.exemption.decided_unit is not None
    assert found.exemption.decided_unit.name == "棠宁区"
    assert exempted.standing("leave", unit=zhao_home, about="other:1", at=at()).is_stopped
    assert exemptions.covering("leave", zhao_home, CASE, until) is None
    assert "全程佩戴口罩" in Entry.objects.get(to=zhao).text
    assert Entry.objects.get(to=tang).done_at is not None


def test_what_waits_takes_two_statements_also_for_houses_that_lie_under_no_county(
    lay: Lay,
    prefecture: Unit,
    lead: User,
    django_assert_num_queries: Callable[..., AbstractContextManager],
) -> None:
    lay(prefecture, "leave", strength="principle")
    asked = []
    for number in range(3):
        home = make_unit(f"LC/OWN{number}", f"市属{number}院", Kind.PUBLIC_URBAN_HOME, prefecture)
        by = make_user(f"own{number}", "王院长", home, Role.DIRECTOR)
        asked.append(ask(home, by))
    scope = scope_of(lead, at=at())
    with django_assert_num_queries(2):
        assert exempted.waiting(scope) == asked


def test_terms_stand_at_the_gate_and_in_the_trail_and_words_of_ones_own_only_with_the_case(
    lay: Lay, prefecture: Unit, zhao_home: Unit, zhao: User, tang: User
) -> None:
    lay(prefecture, "leave", strength="principle")
    asked = ask(zhao_home, zhao)
    for wrong in ("电话138 1234 5678", "证件 341202194005120011", "长" * 121):
        with pytest.raises(ValidationError):
            exemptions.approve(exemption=asked, conditions=wrong, by=tang, at=at())
    told = {"terms": ["one", "mask"], "conditions": "由王秀英的女儿陪同"}
    exemptions.approve(exemption=asked, by=tang, at=at(), **told)
    asked.refresh_from_db()
    assert asked.conditions == "全程佩戴口罩；只限一人；由王秀英的女儿陪同"
    event = AuditEvent.objects.get(word="response.exemption_approved")
    assert dict(wording.details(event))["附带条件"] == "全程佩戴口罩、只限一人"
    assert "王秀英" not in str(event.detail)
    exemptions.withdraw(exemption=asked, reason="王秀英已返院", by=tang, at=at())
    trail = AuditEvent.objects.filter(word__startswith="response.exemption")
    assert "王秀英" not in str([one.detail for one in trail])


def test_nothing_passes_what_is_absolute_and_the_refusal_quotes_the_paper(
    lay: Lay, prefecture: Unit, tangning: Unit, zhao_home: Unit, zhao: User, tang: User
) -> None:
    lay(prefecture, "leave", strength="principle")
    asked = ask(zhao_home, zhao)
    exemptions.approve(exemption=asked, by=tang, at=at())
    lay(tangning, "leave", number="棠疫指〔2020〕8号", starts_at=at(DAY, 17))
    assert exemptions.covering("leave", zhao_home, CASE, at(DAY, 16, 59)) == asked
    assert exemptions.covering("leave", zhao_home, CASE, at(DAY, 17)) is None
    assert exempted.standing("leave", unit=zhao_home, about=CASE, at=at(DAY, 17)).is_stopped
    with pytest.raises(Refused, match="棠疫指〔2020〕8号《关于加强养老机构防控的通知》.*不设特批"):
        ask(zhao_home, zhao, about="movements.request:8", at=at(DAY, 17))


def test_who_may_approve_is_what_the_order_says_or_anybody_above(
    lay: Lay, prefecture: Unit, zhao_home: Unit, zhao: User, tang: User, city: User
) -> None:
    head = make_user("zhaodir", "赵院长", zhao_home, Role.DIRECTOR)
    lay(prefecture, "leave", strength="principle", approver="county")
    asked = ask(zhao_home, zhao)
    with pytest.raises(NotPermitted):
        exemptions.approve(exemption=asked, by=head, at=at())
    assert exemptions.approve(exemption=asked, by=city, at=at()).state == "approved"
    lay(prefecture, "transfer", strength="principle", approver="giver")
    of_giver = exemptions.ask(
        unit=zhao_home, measure="transfer", about="b", reason="转院", by=zhao, at=at()
    )
    with pytest.raises(NotPermitted):
        exemptions.approve(exemption=of_giver, by=tang, at=at())
    lay(prefecture, "visits", strength="principle", approver="home")
    granted = exemptions.grant(
        unit=zhao_home, measure="visits", about="c", reason="临终探视", by=head, at=at()
    )
    assert granted.decided_unit == zhao_home


def test_the_neighbour_sees_nothing_of_it(
    lay: Lay, prefecture: Unit, zhao_home: Unit, zhao: User, qian: User, yan: User
) -> None:
    lay(prefecture, "leave", strength="principle")
    asked = ask(zhao_home, zhao)
    for stranger in (qian, yan):
        with pytest.raises(OutOfScope):
            exempted.exemption(scope_of(stranger, at=at()), asked.pk)
    with pytest.raises(OutOfScope):
        ask(zhao_home, qian)
    with pytest.raises(OutOfScope):
        exemptions.approve(exemption=asked, by=yan, at=at())


def test_the_same_asking_arriving_twice_is_one(
    lay: Lay, prefecture: Unit, zhao_home: Unit, zhao: User, tang: User
) -> None:
    lay(prefecture, "leave", strength="principle")
    key = uuid7()
    assert ask(zhao_home, zhao, id=key) == ask(zhao_home, zhao, id=key)
    assert AuditEvent.objects.filter(word="response.exemption_asked").count() == 1


def test_a_refused_or_withdrawn_one_covers_nothing(
    lay: Lay, prefecture: Unit, zhao_home: Unit, zhao: User, tang: User
) -> None:
    with pytest.raises(ValidationError, match="不需要特批"):
        ask(zhao_home, zhao)
    lay(prefecture, "leave", strength="principle")
    asked = ask(zhao_home, zhao)
    exemptions.refuse(exemption=asked, reason="可视频", by=tang, at=at())
    assert exemptions.covering("leave", zhao_home, CASE, at()) is None
    second = ask(zhao_home, zhao)
    exemptions.approve(exemption=second, by=tang, at=at())
    exemptions.withdraw(exemption=second, reason="情况变化", by=tang, at=at())
    assert exemptions.covering("leave", zhao_home, CASE, at()) is None
    with pytest.raises(ValidationError, match="了结"):
        exemptions.approve(exemption=asked, by=tang, at=at())
