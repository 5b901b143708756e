"""A grid that saves itself: walked by keys, pasted into, kept through every interruption."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.journeys.samples import focused

pytestmark = pytest.mark.browser


def cell(page: Page, row: int, column: int):
    """Return an input of the sample grid."""
    return page.locator(f"[name='c-{row}-{column}']")


def paste(page: Page, text: str) -> None:
    """Paste text as a spreadsheet would hand it over."""
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const how = {clipboardData: data, bubbles: true, cancelable: true};
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", how));
        }""",
        text,
    )


def stopped(page: Page) -> Page:
    """Stop the clock of a page: its seconds pass when the test says so, not as the machine can."""
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=1))
    return page


def test_the_grid_is_walked_with_arrows_enter_and_tab_and_never_traps(show):
    page = show()
    cell(page, 0, 0).click()
    for key_, name in (("ArrowDown", "c-1-0"), ("ArrowRight", "c-1-1"), ("Enter", "c-2-1"),
                       ("Tab", "c-2-2"), ("Shift+Tab", "c-2-1"), ("ArrowUp", "c-1-1")):  # fmt: skip
        page.keyboard.press(key_)
        assert focused(page) == name
    cell(page, 19, 5).focus()
    page.keyboard.press("Tab")
    assert not focused(page, "closest('[data-grid]')")


def test_escape_gives_a_cell_its_former_value_back(show):
    page = show()
    cell(page, 0, 0).click()
    page.keyboard.type("99")
    page.keyboard.press("Escape")
    expect(cell(page, 0, 0)).to_have_value("1")


def test_full_width_digits_become_plain_ones_when_the_cell_is_left(show):
    page = show()
    cell(page, 3, 3).click()
    page.keyboard.insert_text("１，２３４")
    page.keyboard.press("Tab")
    expect(cell(page, 3, 3)).to_have_value("1234")


def test_a_piece_of_a_spreadsheet_is_pasted_taken_back_and_done_again(show):
    page = show()
    cell(page, 0, 0).click()
    paste(page, "\n".join("\t".join(f"{y * 10 + x}" for x in range(6)) for y in range(20)))
    expect(cell(page, 19, 5)).to_have_value("195")
    expect(cell(page, 0, 0)).to_have_value("0")
    page.keyboard.press("Control+z")
    expect(cell(page, 19, 5)).to_have_value("")
    expect(cell(page, 0, 0)).to_have_value("1")
    page.keyboard.press("Control+y")
    expect(cell(page, 19, 5)).to_have_value("195")


def test_a_draft_is_saved_within_five_seconds_and_leaving_is_then_not_asked_about(show):
    page = stopped(show())
    cell(page, 4, 4).fill("7")
    page.clock.run_for(5_000)
    saved = page.locator("[data-save-state='sample-draft'][data-state='saved']")
    expect(saved).to_contain_text("已保存")
    expect(cell(page, 4, 4).locator("xpath=..")).to_have_attribute("data-state", "saved")
    assert not page.evaluate(
        "(() => { const e = new Event('beforeunload', {cancelable: true});"
        " dispatchEvent(e); return e.defaultPrevented })()"
    )


def test_who_types_on_and_on_is_saved_within_five_seconds_of_the_first_key(show):
    page = stopped(show())
    for digit in "789":
        cell(page, 4, 4).press(digit)
        page.clock.run_for(1_600)
    saved = page.locator("[data-save-state='sample-draft'][data-state='saved']")
    expect(saved).to_contain_text("已保存")


def test_a_wrong_value_is_kept_marked_and_explained(show):
    page = show()
    cell(page, 5, 0).fill("4x")
    box = cell(page, 5, 0).locator("xpath=..")
    expect(box).to_contain_text("应为整数")
    expect(cell(page, 5, 0)).to_have_value("4x")
    expect(cell(page, 5, 0)).to_have_attribute("aria-invalid", "true")


def test_when_two_write_one_value_each_person_chooses_and_nothing_is_overwritten(show):
    page = show()
    page.evaluate("document.querySelector('#sample-draft [name=revision]').value = 0")
    cell(page, 0, 0).fill("50")
    banner = page.locator("#sample-draft .banner")
    expect(banner).to_contain_text("填报人乙")
    expect(cell(page, 0, 0)).to_have_value("50")
    expect(cell(page, 0, 1)).to_have_value("0")
    expect(banner.get_by_role("button")).to_be_disabled()
    banner.locator("input[value=theirs]").check()
    banner.get_by_role("button").click()
    expect(cell(page, 0, 0)).to_have_value("47")
    expect(page.locator("[data-save-state='sample-draft']")).to_contain_text("已保存")


def test_a_lost_network_is_said_and_saving_goes_on_when_it_is_back(show):
    page = show()
    page.context.set_offline(True)
    cell(page, 6, 0).fill("3")
    state = page.locator("[data-save-state='sample-draft']")
    expect(state).to_contain_text("未保存")
    page.context.set_offline(False)
    expect(state).to_contain_text("已保存")


def test_what_may_not_be_saved_is_not_said_to_be_tried_again(show):
    page = show()
    page.route("**/draft/**", lambda route: route.fulfill(status=403))
    cell(page, 6, 0).fill("4")
    state = page.locator("[data-save-state='sample-draft']")
    expect(state).to_contain_text("未保存")
    expect(state).not_to_contain_text("重试")


def test_a_session_that_is_over_keeps_the_words_and_says_how_to_go_on(show, live, office_key):
    page = show()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    cell(page, 7, 0).fill("8")
    expect(page.locator("[data-signed-out]")).to_be_visible()
    state = page.locator("[data-save-state='sample-draft']")
    expect(state).to_contain_text("未保存：登录已过期")
    expect(cell(page, 7, 0)).to_have_value("8")
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": office_key, "url": live}]
    )
    other_window = page.context.new_page()
    other_window.goto(live + "/styleguide/rows/")
    other_window.close()
    expect(page.locator("[data-signed-out]")).to_have_count(0)
