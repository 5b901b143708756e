"""Whose entries they are: sessions that end, another user, signing out."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from tests.edge.notes import a_kind  # noqa: F401 (a fixture)
from tests.journeys.phone import (
    BOX,
    Phone,
    cut,
    delivered,
    enter,
    notes,
    put,
    states,
    until,
)

pytestmark = pytest.mark.browser


def test_a_session_that_is_over_keeps_the_entries_until_the_sign_in(
    phone: Phone, live: str, zhao: User, zhao_home: Unit
) -> None:
    page = phone()
    page.context.clear_cookies()
    put(page, zhao_home.pk, "甲")
    expect(page.locator("#box-trouble")).to_contain_text("请登录后自动上传")
    expect(page.locator("[data-outbox-badge]")).to_have_text("▲ 待上传 1 · 请登录")
    # whoever opens the outbox asks it to send once more, so it may be trying just now
    until(page, "(await first()).state === 'waiting'")
    assert len(states(page)) == 1
    enter(page.context, live, zhao)
    page.goto(f"{live}{BOX}")
    delivered(page, 1)
    assert notes() == ["甲"]


def test_another_user_on_the_same_phone_sends_nothing_of_mine(
    phone: Phone, live: str, zhao: User, qian: User, zhao_home: Unit
) -> None:
    page = phone()
    cut(page)
    put(page, zhao_home.pk, "甲")
    enter(page.context, live, qian)
    cut(page, off=False)
    until(page, "box.sender.trouble === 'other-user'")
    page.goto(f"{live}{BOX}")
    expect(page.locator("#box-others")).to_contain_text("其他用户的 1 条")
    expect(page.locator(".outbox-line")).to_have_count(0)
    assert notes() == []
    enter(page.context, live, zhao)
    page.goto(f"{live}{BOX}")
    delivered(page, 1)
    assert notes() == ["甲"]


def test_signing_out_asks_about_what_waits_and_wipes_after_the_export(
    phone: Phone, live: str, zhao: User, zhao_home: Unit, tmp_path: Path
) -> None:
    page = phone()
    cut(page)
    put(page, zhao_home.pk, "甲")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="退出登录").click()
    box = page.get_by_role("dialog")
    expect(box).to_contain_text("待上传 1 条")
    box.get_by_role("button", name="先上传，再退出").click()
    expect(box).to_contain_text("还没有全部送达")
    cut(page, off=False)
    with page.expect_download() as saving:
        box.get_by_role("button", name="导出救急文件后退出").click()
    saving.value.save_as(tmp_path / "rescue.json")
    page.wait_for_url("**/sign-in/**")
    assert page.evaluate("Object.keys(localStorage).filter((k) => k !== 'clock-skew')") == []
    enter(page.context, live, zhao)
    page.goto(f"{live}{BOX}")
    page.locator("#box-load").set_input_files(tmp_path / "rescue.json")
    until(page, "(await box.summary()).waiting === 0")
    assert len(notes()) == 1


def test_what_a_phone_keeps_speaks_the_language_that_was_chosen_last(
    phone: Phone, live: str, zhao: User, zhao_home: Unit
) -> None:
    page = phone(path="/m/?all=1")
    kept_in(page, "zh-Hans")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    kept_in(page, "en")
    cut(page)
    page.goto(f"{live}/m/nowhere/")
    expect(page.get_by_role("heading", name="Offline")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text(zhao_home.name)
    page.get_by_role("link", name="Start page").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("body")).to_contain_text(zhao_home.name)


def kept_in(page: Page, language: str) -> None:
    """Wait until the page for no network, and every page that is kept, are in a language."""
    # a condition that is a promise counts as met at once: the waiting is done in the page
    page.evaluate(
        """async (told) => {
            const pages = [...document.querySelectorAll("#outbox-keep a")].map((link) => link.href);
            for (let n = 0; n < 300; n += 1) {
                const texts = ["/m/offline/", location.href, ...pages].map(async (path) =>
                    (await (await caches.match(path))?.text()) || "");
                if ((await Promise.all(texts)).every((text) => text.includes(told))) return;
                await new Promise((go) => setTimeout(go, 100));
            }
            throw new Error('not kept in that language');
        }""",
        f'<html lang="{language}">',
    )
