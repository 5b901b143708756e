"""一院一策: drafted by the house, approved or returned by its bureau, compared and printed."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import AuditEvent
from shouwang.accounts.roles import Role
from shouwang.desk.models import Entry
from shouwang.guides import plan_fields, plan_queries
from shouwang.guides.actions import plans
from shouwang.guides.models import PlanVersion
from shouwang.kit import clock
from shouwang.orgs.kinds import Kind
from shouwang.orgs.scope import scope_of
from tests.cast import DAY, at, make_unit, make_user
from tests.reporting.stage import set_clock

WHOLE = {code: f"{code}：东楼一层" for code in plan_fields.CODES}


@pytest.fixture
def director(zhao_home):
    """The head of 赵家敬老院."""
    return make_user("director", "赵院长", zhao_home, Role.DIRECTOR)


@pytest.fixture
def submitted(zhao_home, zhao, director, tang) -> PlanVersion:
    """The first plan of 赵家敬老院, waiting for approval."""
    plans.save(unit=zhao_home, content=WHOLE, by=zhao, at=at(hour=9))
    return plans.submit(unit=zhao_home, by=director, at=at(hour=10))


def told(user) -> list[str]:
    found = Entry.objects.filter(to=user, kind="plan", done_at=None)
    return list(found.values_list("text", flat=True))


def test_a_plan_is_in_force_once_the_bureau_approved_it(submitted, zhao_home, tang, director):
    assert plan_queries.in_force(zhao_home) is None
    assert told(tang) == ["赵家敬老院报审一院一策第1版"]
    plans.approve(version=submitted, filing_number="棠民备〔2020〕1号", by=tang, at=at(hour=11))
    assert plan_queries.in_force(zhao_home).filing_number == "棠民备〔2020〕1号"
    assert told(tang) == []
    assert told(director) == ["一院一策第1版已批准"]
    assert AuditEvent.objects.filter(word="guides.plan_approved", by=tang).count() == 1
    with pytest.raises(ValidationError, match="不在审批中"):
        plans.approve(version=submitted, by=tang, at=at(hour=12))


def test_a_returned_plan_stays_as_it_was_and_the_next_version_mends_it(
    submitted, zhao_home, zhao, tang, director
):
    with pytest.raises(ValidationError, match="理由"):
        plans.send_back(version=submitted, reason=" ", by=tang, at=at(hour=11))
    plans.send_back(version=submitted, reason="隔离室不足", by=tang, at=at(hour=11))
    mended = plans.save(
        unit=zhao_home, content=WHOLE | {"isolation_rooms": "三间"}, by=zhao, at=at(hour=12)
    )
    submitted.refresh_from_db()
    assert (submitted.state, submitted.content) == ("returned", WHOLE)
    assert (mended.number, mended.state) == (2, "draft")
    assert told(zhao) == []


def test_a_revision_leaves_the_plan_in_force_until_it_is_approved(
    submitted, zhao_home, zhao, tang, director
):
    plans.approve(version=submitted, by=tang, at=at(hour=11))
    plans.save(unit=zhao_home, content=WHOLE | {"lead": "李副院长"}, by=zhao, at=at(hour=12))
    assert plan_queries.in_force(zhao_home).number == 1
    second = plans.submit(unit=zhao_home, by=director, at=at(hour=13))
    plans.approve(version=second, by=tang, at=at(hour=14))
    assert plan_queries.in_force(zhao_home).content["lead"] == "李副院长"


def test_what_is_lacking_is_named_and_what_waits_is_not_changed(zhao_home, zhao, director):
    plans.save(unit=zhao_home, content=WHOLE | {"supplies": " "}, by=zhao, at=at(hour=9))
    with pytest.raises(ValidationError, match="储备"):
        plans.submit(unit=zhao_home, by=director, at=at(hour=10))
    plans.save(unit=zhao_home, content=WHOLE, by=zhao, at=at(hour=10))
    plans.submit(unit=zhao_home, by=director, at=at(hour=11))
    with pytest.raises(ValidationError, match="正在审批"):
        plans.save(unit=zhao_home, content={}, by=zhao, at=at(hour=12))


def test_of_two_who_write_at_once_the_second_is_told(zhao_home, zhao, director):
    first = plans.save(unit=zhao_home, content=WHOLE, revision=0, by=zhao, at=at(hour=9))
    with pytest.raises(ValidationError, match="赵填报刚刚保存过"):
        plans.save(unit=zhao_home, content={}, revision=0, by=director, at=at(hour=9))
    plans.save(unit=zhao_home, content={}, revision=first.revision, by=director, at=at(hour=9))


def test_who_may_draft_submit_and_decide(submitted, zhao, zhao_home, qian, yan, tangning, director):
    with pytest.raises(NotPermitted):
        plans.submit(unit=zhao_home, by=zhao, at=at(hour=10))
    with pytest.raises(OutOfScope):
        plans.save(unit=zhao_home, content=WHOLE, by=qian, at=at(hour=10))
    with pytest.raises(NotPermitted):
        plans.approve(version=submitted, by=director, at=at(hour=11))
    with pytest.raises(OutOfScope):
        plans.approve(version=submitted, by=yan, at=at(hour=11))
    town = make_unit("LC/TN/T1", "柳镇", Kind.TOWNSHIP, tangning)
    home = make_unit("LC/TN/T1/A", "柳镇敬老院", Kind.PUBLIC_RURAL_HOME, town)
    head = make_user("liu", "柳院长", home, Role.DIRECTOR)
    clerk = make_user("zhen", "镇干事", town, Role.CLERK)
    plans.save(unit=home, content=WHOLE, by=head, at=at(hour=9))
    waiting = plans.submit(unit=home, by=head, at=at(hour=9))
    with pytest.raises(NotPermitted):
        plans.approve(version=waiting, by=clerk, at=at(hour=11))


def test_a_bureau_sees_no_draft_and_a_neighbour_nothing(zhao_home, zhao, qian, tang):
    draft = plans.save(unit=zhao_home, content=WHOLE, by=zhao, at=at(hour=9))
    for user in (tang, qian):
        with pytest.raises(OutOfScope):
            plan_queries.version(scope_of(user, at=at(hour=9)), draft.pk)
    assert plan_queries.version(scope_of(zhao, at=at(hour=9)), draft.pk) == draft


def test_coverage_names_who_has_none_and_the_versions_stand_side_by_side(
    submitted, homes, zhao, zhao_home, director, tang, city, monkeypatch
):
    plans.approve(version=submitted, by=tang, at=at(hour=11))
    plans.save(unit=zhao_home, content=WHOLE | {"lead": "李副院长"}, by=zhao, at=at(hour=12))
    plans.submit(unit=zhao_home, by=director, at=at(hour=13))
    covers = plan_queries.covers(homes)
    assert [bool(c.in_force) for c in covers] == [True, False, False]
    set_clock(monkeypatch, at(hour=14))
    browser = Client()
    browser.force_login(city)
    page = browser.get("/plans/?show=none").content.decode()
    assert "钱村托养院" in page
    assert ">赵家敬老院<" not in page
    shown = browser.get(f"/plans/{zhao_home.pk}/compare/")
    differs = [row["new"] for s in shown.context["sections"] for row in s["rows"] if row["differs"]]
    assert differs == ["李副院长"]
    assert clock.today() == DAY


def test_only_kinds_that_owe_a_plan_are_counted(tangning, zhao_home, tang):
    hall = make_unit("LC/TN/HALL", "棠宁区殡仪馆", Kind.FUNERAL_HOME, tangning)
    make_unit("LC/TN/WED", "棠宁区婚姻登记处", Kind.MARRIAGE_REGISTRY, tangning)
    scope = scope_of(tang, at=at())
    assert list(plan_queries.houses(scope, day=DAY)) == [zhao_home]
    head = make_user("hall", "馆长", hall, Role.DIRECTOR)
    plans.save(unit=hall, content=WHOLE, by=head, at=at(hour=9))
    assert set(plan_queries.houses(scope, day=DAY)) == {zhao_home, hall}


def test_the_house_drafts_on_the_page_and_the_bureau_returns_it(
    zhao_home, zhao, director, tang, monkeypatch
):
    set_clock(monkeypatch, at(hour=9))
    browser = Client()
    browser.force_login(director)
    page = f"/plans/{zhao_home.pk}/edit/"
    half = WHOLE | {"contacts": ""}
    assert browser.post(page, half | {"revision": "0", "submit": "1"}).status_code == 422
    shown = browser.get(page).content.decode()
    assert 'name="revision" value="1"' in shown
    assert browser.post(page, WHOLE | {"revision": "1", "submit": "1"}).status_code == 302
    version = PlanVersion.objects.get(state="submitted")
    browser.force_login(tang)
    assert "批准并备案" in browser.get(f"/plans/versions/{version.pk}/").content.decode()
    browser.post(f"/plans/versions/{version.pk}/decide/", {"deed": "return", "reason": "缺电话"})
    browser.force_login(zhao)
    assert "缺电话" in browser.get(f"/plans/{zhao_home.pk}/").content.decode()
