"""A paper in a real browser: written, returned, mended, signed, numbered, received."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.papers import fonts
from tests.cast import at
from tests.reporting.stage import set_clock, sign_in

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
BODY = """一、总体要求
各地要严格落实封闭式管理，做到人员不进不出。
二、有关事项
（一）每日报送
各单位每日16时30分前报送当日情况。"""


@pytest.fixture
def noon(live: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The site at noon of the story's day."""
    fonts.build()
    set_clock(monkeypatch, at(hour=12))
    return live


def press(page: Page, name: str) -> None:
    """Press a button and wait for the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def test_from_the_draft_over_a_return_to_the_receipt(
    noon: str, tangning: Unit, city: User, lead: User, tang: User, open_page: OpenPage,
    axe: Callable[[Page], list[str]],
) -> None:  # fmt: skip
    office, leader = open_page(), open_page(width=360)
    sign_in(office, noon, city)
    office.goto(f"{noon}/papers/new/")
    office.get_by_label("标题").fill("关于加强养老机构封闭式管理的通知")
    office.get_by_label("正文").fill(BODY)
    assert axe(office) == []
    press(office, "存为草稿")
    press(office, "送审")
    expect(office.get_by_text("没有填主送机关")).to_be_visible()
    office.get_by_role("link", name="修改", exact=True).click()
    office.get_by_label("主送").fill("各县（市、区）民政局")
    press(office, "保存为新稿")
    press(office, "送审")
    press(office, "同意")

    sign_in(leader, noon, lead)
    leader.goto(f"{noon}/papers/")
    leader.get_by_role("link", name="关于加强养老机构封闭式管理的通知").first.click()
    assert axe(leader) == []
    assert leader.evaluate("document.documentElement.scrollWidth") <= 360
    leader.get_by_label("意见").fill("写明执行时间")
    press(leader, "退回修改")

    office.reload()
    expect(office.get_by_text("写明执行时间")).to_be_visible()
    office.get_by_role("link", name="修改", exact=True).click()
    office.get_by_label("正文").fill(BODY.replace("严格落实", "自即日起严格落实"))
    press(office, "保存为新稿")
    office.get_by_role("link", name="左右对照最近两稿").click()
    expect(office.locator("ins")).to_have_text("自即日起")
    office.go_back()
    press(office, "送审")
    press(office, "同意")
    leader.reload()
    press(leader, "同意签发")

    office.reload()
    press(office, "编号")
    expect(office.get_by_text("澜民发〔2020〕1号").first).to_be_visible()
    press(office, "已用印")
    office.get_by_role("link", name="选定分发单位").click()
    office.get_by_label("棠宁区").check()
    press(office, "加入分发名单")
    press(office, "分发")
    expect(office.get_by_text("未签收")).to_be_visible()

    county = open_page(width=768)
    sign_in(county, noon, tang)
    county.goto(f"{noon}/papers/received/")
    press(county, "签收：关于加强养老机构封闭式管理的通知")
    office.reload()
    expect(office.get_by_text("已签收 1／1")).to_be_visible()
    with office.expect_download() as taken:
        office.get_by_role("link", name="下载 PDF").click()
    assert "澜民发〔2020〕1号" in taken.value.suggested_filename
    office.goto(f"{noon}/papers/register/")
    expect(office.get_by_role("link", name="澜民发〔2020〕1号")).to_be_visible()
    assert axe(office) == []
