"""A form in the editor of a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from shouwang.reporting.models import Form
from tests.reporting.stage import sign_in

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


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
