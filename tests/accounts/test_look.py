"""The sign-in, account and audit pages in a real browser: a phone, a tablet, a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from shouwang.accounts.actions import seals
from shouwang.accounts.actions.users import set_password
from shouwang.accounts.roles import Role
from shouwang.kit import clock
from shouwang.orgs.kinds import Kind
from tests.cast import PASSWORD, make_unit, make_user

pytestmark = pytest.mark.browser
WIDTHS = (360, 768, 1440)


def enter(page, live: str, name: str, password: str = PASSWORD, to: str = "/me/") -> None:
    """Sign in as a person does: type, Enter."""
    page.goto(f"{live}/sign-in/?next={to}")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def complaints(page, axe) -> list[str]:
    """Return broken rules of accessibility, and whether the page scrolls sideways."""
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return axe(page) + ([f"{over} px too wide"] if over > 0 else [])


def test_a_first_password_is_replaced_and_the_account_opens(live, open_page, axe):
    home = make_unit("LC", "澜川市", Kind.PREFECTURE, None)
    zhao = make_user("zhao", "赵填报", home, Role.OFFICE)
    secadmin = make_user("secadmin", "安全管理员", home, Role.SECURITY_ADMIN)
    set_password(user=zhao, password="First-2020", by=secadmin, at=clock.now())
    page = open_page(width=360)
    page.goto(f"{live}/sign-in/")
    wrong = complaints(page, axe)
    enter(page, live, "zhao", "First-2020")
    expect(page.get_by_role("heading", name="设置您自己的密码")).to_be_visible()
    wrong += complaints(page, axe)
    page.get_by_label("当前密码").fill("First-2020")
    page.get_by_label("新密码", exact=True).fill("Harbour-2021")
    page.get_by_label("再输一次新密码").fill("Harbour-2021")
    page.get_by_role("button", name="保存并继续").click()
    expect(page.get_by_role("heading", name="我的账号")).to_be_visible()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for path in ("/me/", "/me/password/", "/me/two-factor/on/"):
            page.goto(live + path)
            wrong += complaints(page, axe)
    assert wrong == []


def test_an_auditor_searches_opens_verifies_and_exports(live, open_page, axe):
    top = make_unit("LC", "澜川市", Kind.PREFECTURE, None)
    make_user("auditor", "审计管理员", top, Role.AUDIT_ADMIN)
    seals.seal_pending(at=clock.now())
    page = open_page(width=1440)
    enter(page, live, "auditor", to="/audit/")
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wrong += complaints(page, axe)
    page.get_by_label("事项").select_option(label="登录")
    page.get_by_role("button", name="查询").click()
    page.get_by_role("table").get_by_role("link", name="登录").click()
    expect(page.get_by_role("dialog")).to_contain_text("等待封存")
    wrong += complaints(page, axe)
    page.keyboard.press("Escape")
    with page.expect_download() as export:
        page.get_by_role("button", name="导出 Excel").click()
    assert export.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("button", name="核验").click()
    expect(page.get_by_text("核验完成")).to_be_visible()
    assert wrong == []
