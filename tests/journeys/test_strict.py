"""What browsers may be sure of: strict security, a quiet console, an entrance without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.reporting.actions.reports import Receipt
from shouwang.reporting.models import Form
from tests.cast import DAY, PASSWORD, at
from tests.reporting.stage import set_clock, sign_in

pytestmark = pytest.mark.browser
Open = Callable[..., Page]

STRANGE = """() => {
    const script = document.createElement('script');
    script.textContent = 'window.strange = 1';
    const picture = document.createElement('div');
    picture.innerHTML = '<img src="data:," onerror="window.strange = 2">';
    document.body.append(script, picture);
    document.body.setAttribute('style', 'letter-spacing: 9px');
    return new Promise((go) => setTimeout(
        () => go([window.strange ?? null, getComputedStyle(document.body).letterSpacing]), 300));
}"""


@pytest.mark.parametrize("address", ["/sign-in/", "/no-such-page/", "/m/", "/reports/"])
def test_every_page_comes_with_a_policy_that_allows_nothing_unsafe(
    client: Client, zhao: User, form: Form, address: str
) -> None:
    client.force_login(zhao)
    policy = client.get(address).headers["Content-Security-Policy"]
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    assert rules["default-src"] == "'self'"
    assert (rules["object-src"], rules["frame-ancestors"]) == ("'none'", "'none'")
    for what in rules.keys() & {"script-src", "style-src", "connect-src"}:
        assert rules[what] == "'self'"
    assert "unsafe" not in policy


def test_what_was_smuggled_into_a_page_neither_runs_nor_dresses_it(
    live: str, open_context: Callable[..., object], zhao: User
) -> None:
    page = open_context().new_page()  # its complaints are what is asked for
    sign_in(page, live, zhao)
    assert page.evaluate(STRANGE) == [None, "normal"]


def test_one_signs_in_and_is_led_back_from_a_wrong_address_without_javascript(
    live: str, open_page: Open, zhao: User, form: Form
) -> None:
    page = open_page(width=360, java_script_enabled=False)
    page.goto(f"{live}/m/")
    page.get_by_label("用户名").fill("zhao")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_text("用户名或密码不对")).to_be_visible()
    page.get_by_label("用户名").fill("zhao")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/m/**")
    expect(page.locator(".phone-head")).to_contain_text("赵家敬老院")
    page.goto(f"{live}/no-such-page/")
    expect(page.locator("main")).to_contain_text("系统管理员")
    expect(page.get_by_role("link", name="回到首页")).to_be_visible()


def test_the_pages_of_a_day_leave_nothing_in_the_console(
    live: str,
    open_page: Open,
    monkeypatch: pytest.MonkeyPatch,
    homes: list[Unit],
    prefecture: Unit,
    zhao: User,
    city: User,
    form: Form,
    file: Callable[..., Receipt],
) -> None:
    set_clock(monkeypatch, at(hour=16, minute=40))
    file(homes[0], zhao, when=clock.now())
    said: list[str] = []

    def walk(user: User, width: int, *addresses: str) -> None:
        page = open_page(width=width)
        page.on("console", lambda m: m.type in ("error", "warning") and said.append(m.text))
        page.on("response", lambda r: r.status >= 400 and said.append(f"{r.status} {r.url}"))
        sign_in(page, live, user)
        for address in addresses:
            page.goto(live + address, wait_until="networkidle")

    walk(zhao, 360, "/m/", f"/m/{homes[0].pk}/{form.pk}/{DAY}/", "/m/inbox/", "/m/outbox/")
    walk(
        city, 1440, "/reports/today/", f"/day/{DAY}/{prefecture.pk}/", "/reports/behalf/",
        f"/day/{DAY}/{prefecture.pk}/chase/", f"/day/{DAY}/{prefecture.pk}/phones/", "/docs/",
    )  # fmt: skip
    assert said == []
