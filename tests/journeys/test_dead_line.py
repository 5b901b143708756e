"""A report on a phone whose network comes and goes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.reporting.actions.reports import Receipt
from shouwang.reporting.models import Submission
from tests.journeys.sheet import GOOD, cell, fill, hand_in, wait_until_kept

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def test_a_dead_line_is_said_and_the_report_goes_out_when_it_is_back(
    visit: Open, zhao: User
) -> None:
    page = visit(zhao, width=360, path="m")
    fill(page, **GOOD)
    page.context.set_offline(True)
    hand_in(page)
    expect(page.get_by_text("尚未送达")).to_be_visible()
    expect(cell(page, "in_house")).to_have_value("46")
    page.context.set_offline(False)
    expect(page.locator(".receipt")).to_be_visible()
    assert Submission.objects.count() == 1


def test_a_line_too_weak_to_carry_is_tried_again_without_the_browser_calling_it_offline(
    visit: Open, zhao: User
) -> None:
    page = visit(zhao, width=360, path="m")
    fill(page, **GOOD)
    expect(page.locator("[data-save-state]")).to_contain_text("已保存")
    page.route("**/draft/", lambda route: route.abort())
    hand_in(page)
    expect(page.get_by_text("尚未送达")).to_be_visible()
    expect(page.locator("[data-outbox-badge]")).to_contain_text("待上传 1")
    assert page.evaluate("navigator.onLine")
    page.unroute("**/draft/")
    expect(page.locator(".receipt")).to_be_visible()
    expect(page.locator("[data-outbox-badge]")).to_be_hidden()
    assert Submission.objects.count() == 1


def test_the_phone_page_opens_without_a_network_and_sends_what_it_kept(
    visit: Open, zhao: User
) -> None:
    page = visit(zhao, width=360, path="m")
    wait_until_kept(page)
    page.context.set_offline(True)
    page.reload()
    fill(page, **GOOD)
    hand_in(page)
    expect(page.get_by_text("尚未送达")).to_be_visible()
    address = page.url
    page.close(run_before_unload=False)
    again = page.context.new_page()
    again.goto(address)
    expect(cell(again, "in_house")).to_have_value("46")
    expect(again.get_by_text("尚未送达")).to_be_visible()
    assert not Submission.objects.exists()
    again.context.set_offline(False)
    expect(again.locator(".receipt")).to_be_visible()
    made = Submission.objects.get()
    assert made.source == Submission.Source.PHONE
    assert again.evaluate("Object.keys(localStorage).filter(k => k.startsWith('unsent:'))") == []


def test_what_another_filed_meanwhile_does_not_swallow_what_waited_on_the_phone(
    visit: Open, zhao: User, tang: User, zhao_home: Unit, live: str, file: Callable[..., Receipt]
) -> None:
    page = visit(zhao, width=360, path="m")
    fill(page, **GOOD | {"in_house": "44"})
    page.context.set_offline(True)
    hand_in(page)
    expect(page.get_by_text("尚未送达")).to_be_visible()
    page.close(run_before_unload=False)
    receipt = file(zhao_home, tang)
    again = page.context.new_page()
    page.context.set_offline(False)
    again.goto(f"{live}/m/receipts/{receipt.report_id}/")
    expect(again.get_by_text("还有一份没有送达")).to_be_visible()
    again.get_by_role("button", name="对照两份").click()
    expect(again.get_by_text("数值与您填的不同")).to_be_visible()
    expect(cell(again, "in_house")).to_have_value("44")
    again.goto(f"{live}/m/receipts/{receipt.report_id}/")
    expect(again.get_by_text("还有一份没有送达")).to_have_count(0)
    assert Submission.objects.count() == 1


def test_signing_out_wipes_what_the_phone_kept(visit: Open, zhao: User) -> None:
    page = visit(zhao, width=360, path="m")
    wait_until_kept(page)
    page.context.set_offline(True)
    fill(page, in_house="46")
    assert "46" in page.evaluate("JSON.stringify(localStorage)")
    page.context.set_offline(False)
    page.locator("details.menu summary").click()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/sign-in/**")
    kept = page.evaluate("Object.keys(localStorage)")
    assert not [key for key in kept if key != "clock-skew"]
    assert page.evaluate("caches.has('m-pages')") is False
