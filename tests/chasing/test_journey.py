"""A clerk chases from the day's page in two clicks; the reporter hears of it on the phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from tests.cast import DAY
from tests.chasing.conftest import after
from tests.reporting.stage import set_clock, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def db(committed_db: str) -> None:
    """The browser sees what is committed."""


def test_two_clicks_chase_and_the_reporter_hears_of_it(
    live: str,
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    form: object,
    tangning: Unit,
    zhao_home: Unit,
    qian_home: Unit,
    zhao: User,
    qian: User,
    tang: User,
    file: Callable[..., object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    User.objects.filter(pk=qian.pk).update(phone="13900001234")
    file(zhao_home, zhao, when=after(16, 20))
    set_clock(monkeypatch, after(16, 31))
    clerk = open_page(permissions=["clipboard-read", "clipboard-write"])
    sign_in(clerk, live, tang)
    clerk.goto(f"{live}/day/{DAY}/{tangning.pk}/")
    clerk.get_by_role("link", name="催报 1").click()
    expect(clerk.get_by_role("checkbox", name="钱村托养院")).to_be_checked()
    assert axe(clerk) == []
    clerk.get_by_role("button", name="催报 1 家").click()
    expect(clerk.locator(".banner")).to_contain_text("已催 1 家 站内 1 家 1 人")
    assert axe(clerk) == []
    clerk.get_by_role("button", name="复制").click()
    expect(clerk.locator("#toasts")).to_contain_text("已复制")
    assert "钱村托养院" in clerk.evaluate("navigator.clipboard.readText()")
    clerk.get_by_role("link", name="电话名单").click()
    expect(clerk.get_by_role("link", name="13900001234")).to_have_attribute(
        "href", "tel:13900001234"
    )
    clerk.get_by_label("承诺几点前报").fill("17:00")
    clerk.get_by_role("button", name="接通，承诺").click()
    expect(clerk.locator(".call-log")).to_contain_text("16:31 接通，已承诺报送（17:00 前） 唐科员")
    assert axe(clerk) == []

    reporter = open_page(width=360)
    sign_in(reporter, live, qian)
    reporter.goto(f"{live}/m/")
    reporter.locator(".bell").click()
    expect(reporter.locator(".inbox-line")).to_contain_text(
        "钱村托养院：2月11日养老机构日报尚未报送"
    )
    assert axe(reporter) == []
    reporter.locator(".inbox-link").click()
    assert f"/m/{qian_home.pk}/" in reporter.url
    file(qian_home, qian, when=after(16, 32))
    reporter.goto(f"{live}/m/inbox/?state=done")
    expect(reporter.locator(".inbox-line")).to_contain_text("已报送")
    expect(reporter.locator(".bell-count")).to_have_count(0)
