"""A clerk's day in a real browser: keyboard, drafts, receipts, corrections, the phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.reporting.actions.reports import Receipt
from shouwang.reporting.models import Draft, Form, Submission
from tests.cast import DAY, at
from tests.reporting.stage import set_clock, sign_in

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
PASTE = """(cell, text) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  const how = {clipboardData: data, bubbles: true, cancelable: true};
  cell.dispatchEvent(new ClipboardEvent('paste', how));
}"""


@pytest.fixture
def visit(
    live: str, open_page: Open, monkeypatch: pytest.MonkeyPatch, zhao_home: Unit, form: Form
) -> Open:
    """Open the home's report of the day as a member of the cast: ``visit(zhao, width=360)``."""
    set_clock(monkeypatch, at(hour=16, minute=9))

    def _visit(user: User, *, path: str = "reports", **options: int) -> Page:
        page = open_page(**options)
        sign_in(page, live, user)
        page.goto(f"{live}/{path}/{zhao_home.pk}/{form.pk}/{DAY}/")
        return page

    return _visit


def cell(page: Page, code: str):
    """Return the field of an item."""
    return page.locator(f"#item-{code}")


def fill(page: Page, **values: str) -> None:
    """Fill items by code."""
    for code, text in values.items():
        cell(page, code).fill(text)


def wait_until_kept(page: Page) -> None:
    """Wait until this page can be opened without a network."""
    page.evaluate(
        """async () => {
            for (let n = 0; n < 100; n += 1) {
                if (await (await caches.open('m-pages')).match(location.href)) return;
                await new Promise((go) => setTimeout(go, 100));
            }
            throw new Error('the page was not kept');
        }"""
    )


def hand_in(page: Page) -> None:
    """Press 提交."""
    page.get_by_role("button", name="提交", exact=True).click()


GOOD = {"in_house": "46", "admitted": "0", "staff": "16", "fever_residents": "0"}


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
    expect(page.locator("[data-save-state]")).to_contain_text("16:", timeout=6000)
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
    expect(first.locator("[data-save-state]")).to_contain_text("已保存", timeout=6000)
    fill(second, in_house="44")
    banner = second.get_by_role("alertdialog")
    expect(banner).to_be_visible(timeout=6000)
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
    expect(question).to_be_visible(timeout=6000)
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
    expect(again.locator(".receipt")).to_be_visible(timeout=10_000)
    made = Submission.objects.get()
    assert made.source == Submission.Source.PHONE
    assert again.evaluate("Object.keys(localStorage).filter(k => k.startsWith('unsent:'))") == []


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


def test_an_administrator_drafts_and_tries_a_form_without_leaving_the_page(
    live: str, open_page: Open, sysadmin: User, form: Form, axe: Callable[[Page], list[str]]
) -> None:
    page = open_page()
    sign_in(page, live, sysadmin)
    page.goto(f"{live}/forms/{form.pk}/draft/")
    page.get_by_role("button", name="添一项").click()
    row = page.locator("[data-rows=item] tr").last
    row.get_by_label("代码").fill("visits")
    row.get_by_label("名称").fill("今日探访")
    row.get_by_role("button", name="上移").click()
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    codes = page.locator("[data-rows=item] [aria-label=代码]")
    assert [codes.nth(n).input_value() for n in (4, 5)] == ["visits", "days_left"]
    page.locator("[name=now-in_house]").fill("3")
    page.locator("[name=now-admitted]").fill("5")
    page.get_by_role("button", name="试校验").click()
    expect(page.locator("#told")).to_contain_text("新入住不能多于在院")
    assert axe(page) == [], "\n".join(axe(page))
