"""A report leaves the phone: handed over to be signed, or by whom it may not be filed any more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.orgs.models import Unit
from shouwang.reporting.models import Form, Handover, Report
from tests.cast import DAY, at, make_user
from tests.journeys.sheet import GOOD, cell, fill, hand_in
from tests.reporting.signing import publish_again
from tests.reporting.stage import set_clock

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
WAITING = "Object.keys(localStorage).filter((key) => key.startsWith('unsent:'))"


def test_what_was_handed_over_waits_no_more_on_the_phone_and_stays_withdrawn(
    visit: Open, zhao: User, zhao_home: Unit, form: Form
) -> None:
    publish_again(form, signing=("director",), starts_on=DAY)
    make_user("director", "袁院长", zhao_home, Role.DIRECTOR)
    page = visit(zhao, width=360, path="m")
    fill(page, **GOOD)
    page.get_by_role("button", name="送审").click()
    expect(page.get_by_text("等负责人（袁院长）签")).to_be_visible()
    expect(page.locator("[data-outbox-badge]")).to_be_hidden()
    assert page.evaluate(WAITING) == []
    page.get_by_role("button", name="撤回修改").click()
    expect(cell(page, "in_house")).to_have_value("46")
    # nothing goes out by itself: the clerk took it back to mend it
    expect(page.get_by_text("尚未送达")).to_have_count(0)
    page.wait_for_timeout(1500)
    assert list(Handover.objects.values_list("state", flat=True)) == ["withdrawn"]


def test_a_duty_officer_whose_night_is_over_is_told_so_in_place(
    visit: Open, zhao_home: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = make_user("watch", "魏值班", zhao_home, Role.DUTY)
    page = visit(watch, width=360, path="m", when=at(hour=8, minute=20))
    fill(page, **GOOD)
    set_clock(monkeypatch, at(hour=8, minute=31))
    hand_in(page)
    said = page.get_by_text("现在不由您填这份表，没有提交。")
    expect(said).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    hand_in(page)
    expect(said).to_have_count(1)
    expect(cell(page, "in_house")).to_have_value("46")
    assert not Report.objects.exists()


def test_a_line_that_dies_before_the_reason_of_a_refusal_has_come_keeps_the_page(
    visit: Open, zhao_home: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = make_user("watch", "魏值班", zhao_home, Role.DUTY)
    page = visit(watch, width=360, path="m", when=at(hour=8, minute=20))
    fill(page, **GOOD)
    set_clock(monkeypatch, at(hour=8, minute=31))
    page.route(page.url, lambda route: route.abort())
    hand_in(page)
    expect(page.get_by_text("尚未送达")).to_be_visible()
    page.unroute(page.url)
    expect(page.get_by_text("现在不由您填这份表，没有提交。")).to_be_visible()
    expect(page.get_by_text("尚未送达")).to_have_count(0)
    expect(cell(page, "in_house")).to_have_value("46")
