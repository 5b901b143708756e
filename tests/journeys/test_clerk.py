"""A clerk's day in a real browser: keyboard, drafts, receipts, corrections, the phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.reporting.actions.reports import Receipt
from shouwang.reporting.models import Draft, Submission
from tests.cast import DAY
from tests.journeys.sheet import GOOD, cell, fill, hand_in
from tests.reporting.stage import sign_in

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
PASTE = """(cell, text) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  const how = {clipboardData: data, bubbles: true, cancelable: true};
  cell.dispatchEvent(new ClipboardEvent('paste', how));
}"""


def test_a_report_is_filled_by_keyboard_alone_and_gives_a_receipt(visit: Open, zhao: User) -> None:
    page = visit(zhao)
    cell(page, "in_house").focus()
    for text in ("46", "0", "１６", "0"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    expect(cell(page, "staff")).to_have_value("16")
    expect(cell(page, "days_left")).to_be_focused()
    page.keyboard.press("Tab")
    expect(cell(page, "days_left")).not_to_be_focused()
    page.get_by_role("button", name="提交", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".receipt")).to_contain_text("20200211-")
    assert Submission.objects.count() == 1


def test_the_draft_saves_itself_and_survives_a_reload(visit: Open, zhao: User) -> None:
    page = visit(zhao)
    fill(page, in_house="46", staff="1x")
    expect(page.locator("[data-save-state]")).to_contain_text("16:")
    page.reload()
    expect(cell(page, "in_house")).to_have_value("46")
    expect(cell(page, "staff")).to_have_value("1x")
    expect(page.locator("#item-staff-cell-error")).to_be_visible()
    expect(page.get_by_text("已打开草稿")).to_be_visible()


def test_an_unchanged_page_is_left_without_a_question(visit: Open, zhao: User) -> None:
    page = visit(zhao)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="返回").click()
    page.wait_for_url("**/reports/")
    assert asked == []
    assert not Draft.objects.exists()


def test_the_second_clerk_chooses_between_both_values(visit: Open, zhao: User, tang: User) -> None:
    first, second = visit(zhao), visit(tang)
    fill(first, in_house="46", staff="16")
    expect(first.locator("[data-save-state]")).to_contain_text("已保存")
    fill(second, in_house="44")
    banner = second.get_by_role("alertdialog")
    expect(banner).to_be_visible()
    expect(banner).to_contain_text("赵填报")
    expect(banner.locator("[data-mine]")).to_have_text("44")
    expect(banner.locator("[data-theirs]")).to_have_text("46")
    expect(cell(second, "staff")).to_have_value("16")
    banner.locator("input[value=theirs]").check()
    banner.get_by_role("button", name="按所选保存").click()
    expect(cell(second, "in_house")).to_have_value("46")
    expect(banner).to_have_count(0)


def test_a_double_click_files_once(visit: Open, zhao: User) -> None:
    page = visit(zhao)
    fill(page, **GOOD)
    page.get_by_role("button", name="提交", exact=True).dblclick()
    expect(page.locator(".receipt")).to_be_visible()
    assert Submission.objects.count() == 1


def test_errors_take_the_focus_and_lead_to_their_fields(visit: Open, zhao: User) -> None:
    page = visit(zhao)
    fill(page, in_house="46", staff="16", fever_residents="0")
    hand_in(page)
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    assert page.title().startswith("错误：")
    summary.get_by_role("link").first.click()
    expect(cell(page, "admitted")).to_be_focused()
    expect(cell(page, "admitted")).to_have_value("")
    assert not Submission.objects.exists()


def test_a_jump_asks_before_handing_in_and_a_reason_lets_it_pass(
    visit: Open, zhao: User, zhao_home: Unit, file: Callable[..., Receipt]
) -> None:
    file(zhao_home, zhao, day=DAY - timedelta(days=1))
    page = visit(zhao)
    expect(cell(page, "in_house")).to_have_value("46")
    fill(page, **{**GOOD, "in_house": "20"})
    expect(page.locator("[data-carried=item-in_house]")).to_be_hidden()
    expect(page.locator("[data-change-of=item-in_house]")).to_have_text("−26")
    question = page.locator("[data-ask=in_house]")
    expect(question).to_be_visible()
    question.locator("input").fill("二十六人回家过节")
    hand_in(page)
    expect(page.locator(".receipt")).to_be_visible()
    assert Submission.objects.get(report__day=DAY).reasons == {"in_house": "二十六人回家过节"}


def test_a_column_pasted_from_excel_fills_the_sheet_and_can_be_undone(
    visit: Open, zhao: User
) -> None:
    page = visit(zhao)
    fill(page, in_house="1")
    cell(page, "in_house").focus()
    cell(page, "in_house").evaluate(PASTE, "1,046\n0\n16\n0\n9\n")
    expect(cell(page, "in_house")).to_have_value("1046")
    expect(cell(page, "days_left")).to_have_value("9")
    cell(page, "in_house").focus()
    page.keyboard.press("Control+z")
    expect(cell(page, "days_left")).to_have_value("")
    expect(cell(page, "in_house")).to_have_value("1")


def test_escape_gives_the_cell_its_value_back(visit: Open, zhao: User) -> None:
    page = visit(zhao)
    fill(page, in_house="46")
    cell(page, "staff").focus()
    cell(page, "in_house").focus()
    page.keyboard.type("999")
    page.keyboard.press("Escape")
    expect(cell(page, "in_house")).to_have_value("46")


def test_ticking_the_zero_report_fills_what_it_declares_and_nothing_else(
    visit: Open, zhao: User
) -> None:
    page = visit(zhao)
    page.get_by_label("今日无异常情况").check()
    expect(cell(page, "fever_residents")).to_have_value("0")
    expect(cell(page, "admitted")).to_have_value("")


def test_a_session_that_is_over_loses_nothing(visit: Open, zhao: User, live: str) -> None:
    page = visit(zhao)
    fill(page, **GOOD)
    page.context.clear_cookies(name="sessionid")
    hand_in(page)
    expect(page.locator("[data-signed-out]")).to_be_visible()
    expect(cell(page, "in_house")).to_have_value("46")
    other = page.context.new_page()
    sign_in(other, live, zhao)
    hand_in(page)
    expect(page.locator(".receipt")).to_be_visible()
    assert Submission.objects.count() == 1


def test_a_correction_needs_a_reason_and_leaves_its_trace(
    visit: Open, zhao: User, zhao_home: Unit, file: Callable[..., Receipt]
) -> None:
    file(zhao_home, zhao)
    page = visit(zhao)
    page.get_by_role("link", name="更正", exact=True).click()
    fill(page, in_house="45")
    page.get_by_role("button", name="提交更正").click()
    expect(page.locator("[data-error-summary]")).to_contain_text("请写明更正原因")
    page.get_by_label("更正原因").fill("一人昨日已退住")
    page.get_by_role("button", name="提交更正").click()
    page.get_by_role("link", name="更正记录").click()
    expect(page.get_by_text("第 1 次更正")).to_be_visible()
    expect(page.get_by_text("一人昨日已退住")).to_be_visible()


def test_the_phone_page_fits_360_px_and_takes_numbers_by_keypad(
    visit: Open, zhao: User, axe: Callable[[Page], list[str]]
) -> None:
    page = visit(zhao, width=360, height=740, path="m")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for code in GOOD:
        assert cell(page, code).get_attribute("inputmode") == "numeric"
        assert cell(page, code).bounding_box()["height"] >= 44
    button = page.get_by_role("button", name="提交", exact=True).bounding_box()
    assert button["height"] >= 44
    assert button["y"] + button["height"] <= 740
    assert axe(page) == [], "\n".join(axe(page))
    fill(page, **GOOD)
    hand_in(page)
    expect(page.locator(".receipt")).to_be_visible()
    assert axe(page) == [], "\n".join(axe(page))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_desk_page_is_clean_with_errors_on_it(
    visit: Open, zhao: User, theme: str, axe: Callable[[Page], list[str]]
) -> None:
    page = visit(zhao)
    page.evaluate(f"localStorage.setItem('theme', '{theme}')")
    fill(page, in_house="x", admitted="-1")
    hand_in(page)
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert axe(page) == [], "\n".join(axe(page))
