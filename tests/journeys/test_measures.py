"""Raising the level in a real browser, then the notice at the door and the phone's page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.response.actions import bundles
from shouwang.response.models import Bundle
from tests.cast import DAY, MORNING, at
from tests.reporting.stage import set_clock, sign_in

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser


def fits(page: Page) -> bool:
    """Return whether nothing of a page lies beyond its width."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_level_is_raised_at_fourteen_and_the_door_says_so(
    live: str,
    monkeypatch: pytest.MonkeyPatch,
    prefecture: Unit,
    zhao_home: Unit,
    city: User,
    zhao: User,
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
) -> None:
    set_clock(monkeypatch, at(DAY, 14, 5))
    library = Bundle.objects.get(code="closed_management")
    bundles.adopt(bundle=library, unit=prefecture, levels=[1], by=city, at=MORNING)
    page = open_page(width=1440)
    sign_in(page, live, city)
    page.goto(f"{live}/response/")
    page.get_by_label("一级响应").check()
    page.get_by_label("自何时起").fill("2020-02-11T14:00")
    page.get_by_label("文号").fill("澜疫指〔2020〕3号")
    page.get_by_label("文件标题").fill("关于启动一级响应的通知")
    assert axe(page) == []
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text("一律暂停探视")).to_be_visible()
    page.get_by_role("button", name="确认下达").click()
    expect(page.locator(".level-word")).to_have_text("一级响应")
    assert axe(page) == []
    home = open_page(width=360, height=760)
    sign_in(home, live, zhao)
    home.goto(f"{live}/m/measures/")
    expect(home.locator(".level-word")).to_have_text("封闭管理")
    assert axe(home) == []
    assert fits(home)
    for width in (360, 1440):
        home.set_viewport_size({"width": width, "height": 800})
        home.goto(f"{live}/measures/{zhao_home.pk}/notice/")
        notice = home.get_by_role("article", name="封闭管理告知书")
        expect(notice).to_contain_text("根据澜川市 澜疫指〔2020〕3号《关于启动一级响应的通知》")
        expect(notice).to_contain_text("自2020年2月11日14时起实行封闭管理")
        expect(notice).to_contain_text("一律暂停：探视、新入住。")
        assert fits(home)
        assert axe(home) == []
    home.goto(f"{live}/measures/{zhao_home.pk}/?at=2020-02-11T13:59")
    expect(home.get_by_text("目前没有限制")).to_be_visible()
