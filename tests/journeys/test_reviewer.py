"""A county clerk's afternoon in a real browser: read, return, see it come again, sign."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from shouwang.figures.actions import rollups
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.reporting.actions.reports import Receipt
from shouwang.review.models import DaySign
from tests.cast import at
from tests.reporting.stage import set_clock, sign_in

pytestmark = pytest.mark.browser


def test_a_clerk_returns_a_report_sees_it_come_again_and_signs_with_one_missing(
    live: str,
    monkeypatch: pytest.MonkeyPatch,
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    zhao: User,
    qian: User,
    tang: User,
    homes: list[Unit],
    file: Callable[..., Receipt],
) -> None:
    set_clock(monkeypatch, at(hour=16, minute=40))
    file(homes[0], zhao, in_house=60, fever_residents=1)
    rollups.settle_all()
    page = open_page(width=1440)
    sign_in(page, live, tang)
    page.goto(f"{live}/reports/today/")
    expect(page.locator("#review-rows")).to_contain_text("钱村托养院")
    assert axe(page) == []

    page.get_by_role("link", name="待审核").click()
    page.get_by_role("link", name="赵家敬老院").click()
    drawer = page.locator("#drawer")
    expect(drawer).to_contain_text("异常情况")
    drawer.get_by_text("退回修改", exact=True).click()
    drawer.get_by_label("退回原因").fill("在院与名册不符")
    assert axe(page) == []
    drawer.get_by_role("button", name="退回", exact=True).click()
    expect(page.get_by_text("已退回赵家敬老院修改")).to_be_visible()
    rollups.settle_all()
    page.goto(f"{live}/reports/today/?show=returned")
    expect(page.locator("#review-rows")).to_contain_text("在院与名册不符 · 唐科员")

    # the home files again: the numbers follow by themselves, what is open stays open
    page.get_by_text("县级审核签字").click()
    file(homes[0], zhao, in_house=46, when=clock.now())
    rollups.settle_all()
    expect(page.locator("#review-rows")).to_contain_text("这一类没有机构")
    expect(page.get_by_label("确认带缺上报")).to_be_visible()
    page.get_by_label("确认带缺上报").check()
    page.get_by_role("button", name="带缺签字").click()
    expect(page.get_by_text("请看过新的数字再签")).to_be_visible()

    page.get_by_text("县级审核签字").click()
    page.get_by_label("确认带缺上报").check()
    page.get_by_role("button", name="带缺签字").press("Enter")
    expect(page.locator("#sign-stages")).to_contain_text("签字时缺 1 家：钱村托养院")
    assert DaySign.objects.get().missing_names == ["钱村托养院"]

    # the missing home files: the way to sign anew appears, the way to chase goes, by themselves
    expect(page.get_by_role("link", name="催报 1")).to_be_visible()
    file(homes[1], qian, when=clock.now())
    rollups.settle_all()
    expect(page.get_by_text("看过变动，重新签")).to_be_visible()
    expect(page.get_by_role("link", name="催报 1")).to_have_count(0)

    page.set_viewport_size({"width": 360, "height": 760})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe(page) == []


def test_a_leader_signs_on_the_phone_and_reads_that_it_is_signed(
    live: str,
    monkeypatch: pytest.MonkeyPatch,
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    zhao: User,
    lead: User,
    homes: list[Unit],
    file: Callable[..., Receipt],
) -> None:
    set_clock(monkeypatch, at(hour=17, minute=40))
    file(homes[0], zhao, in_house=46)
    rollups.settle_all()
    page = open_page(width=360)
    sign_in(page, live, lead)
    page.goto(f"{live}/m/leader/")
    page.get_by_text("前面环节已签 0 / 1").click()
    expect(page.get_by_text("下级单位未签：")).to_be_visible()
    assert axe(page) == []
    page.get_by_label("确认带缺上报").check()
    page.get_by_role("button", name="带缺签发").click()
    told = page.get_by_text("已签字", exact=True)
    expect(told).to_be_visible()
    # nothing lies over what was just said
    told.click(trial=True)
    assert DaySign.objects.get().stage == DaySign.Stage.LEADER
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
