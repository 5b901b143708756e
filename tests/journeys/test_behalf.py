"""A township's clerk pastes the group's list, confirms it and files; a leader calls and signs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from shouwang.figures.actions import rollups
from shouwang.figures.models import Figure
from shouwang.kit import clock
from shouwang.orgs.actions.responsibility import assign, list_leader
from shouwang.orgs.models import Unit
from shouwang.reporting.actions.reports import Receipt
from shouwang.reporting.models import Draft, Report, Submission
from shouwang.review.models import DaySign
from tests.cast import MORNING, at
from tests.reporting.stage import set_clock, sign_in

File = Callable[..., Receipt]
OpenPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]

pytestmark = pytest.mark.browser

CHAT = """#接龙 养老日报
张三 16:05
1. 赵家敬老院 在院45 职工16 无异常
2、钱村托老院：在院 三十八人，职工１４名，无异常👍
合计 在院83"""

LYING = 1047  # A4 on its side without its margins, in pixels of CSS
WIDEN = """() => {
    const rows = '.behalf-grid thead tr:last-child, .behalf-grid tbody tr';
    for (const row of document.querySelectorAll(rows)) {
        const one = row.querySelector('.cell, th.n');
        while (row.cells.length < 36) one.after(one.cloneNode(true));
    }
}"""


@pytest.fixture
def yesterday(
    live: str,
    monkeypatch: pytest.MonkeyPatch,
    zhao: User,
    qian: User,
    homes: list[Unit],
    file: File,
) -> str:
    """A day before which two homes have filed."""
    set_clock(monkeypatch, at(hour=16, minute=9))
    Figure.objects.filter(code="staff").update(aliases=["职工"])
    before = clock.today() - timedelta(days=1)
    file(homes[0], zhao, day=before, in_house=46, staff=16)
    file(homes[1], qian, day=before, in_house=38, staff=14)
    rollups.settle_all()
    return live


def test_a_pasted_list_is_confirmed_completed_and_filed_in_four_taps(
    yesterday: str, tang: User, open_page: OpenPage, axe: Axe, qian_home: Unit
) -> None:
    page = open_page()
    sign_in(page, yesterday, tang)
    page.goto(f"{yesterday}/reports/behalf/")
    page.get_by_label("把群里的接龙整段粘贴到这里").fill(CHAT)
    page.get_by_role("button", name="识别").click()  # 1
    expect(page.locator(".behalf-read")).to_contain_text("可能是这家，请确认")
    expect(page.get_by_text("合计行，不是一家机构")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="以上对应无误，填入表格").click()  # 2
    expect(page.get_by_label("钱村托养院 在院")).to_have_value("38")
    expect(page.get_by_label("赵家敬老院 今日新发发热：服务对象")).to_have_value("0")
    expect(page.get_by_label("赵家敬老院 今日新入住")).to_have_value("")
    expect(page.locator("[data-behalf-state]")).to_contain_text("已存草稿")
    assert Draft.objects.count() == 2
    page.get_by_role("button", name="填过的各家").click()  # 3
    expect(page.get_by_label("赵家敬老院 今日新入住")).to_have_value("0")
    assert not Report.objects.filter(day=clock.today()).exists()
    page.get_by_role("button", name="提交已填齐的").click()  # 4
    expect(page.get_by_text("已代报 2 家")).to_be_visible()
    made = Submission.objects.filter(report__day=clock.today()).order_by("report__unit__path")
    assert [(s.source, s.is_zero) for s in made] == [("on_behalf", True)] * 2
    assert made[1].source_note == "接龙：2、钱村托老院：在院 三十八人，职工14名，无异常👍"
    assert not Draft.objects.exists()
    assert axe(page) == []


def test_the_grid_takes_a_piece_of_excel_and_keeps_what_is_typed_over_a_reload(
    yesterday: str, tang: User, open_page: OpenPage
) -> None:
    page = open_page()
    sign_in(page, yesterday, tang)
    page.goto(f"{yesterday}/reports/behalf/")
    cell = page.get_by_label("赵家敬老院 在院")
    cell.focus()
    page.evaluate(
        """() => { const data = new DataTransfer();
        data.setData('text/plain', '47\\t1\\t16\\n39\\t0\\t14');
        document.activeElement.dispatchEvent(
          new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }"""
    )
    expect(page.get_by_label("钱村托养院 在册职工")).to_have_value("14")
    page.keyboard.press("Enter")
    expect(page.get_by_label("钱村托养院 在院")).to_be_focused()
    expect(page.locator("[data-behalf-state]")).to_contain_text("已存草稿")
    page.reload()
    expect(page.get_by_label("赵家敬老院 今日新入住")).to_have_value("1")
    # on paper the sheet lies, and as many items as the real form has stand on it side by side
    paper = page.pdf(prefer_css_page_size=True)
    [sides] = set(re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", paper))
    assert float(sides[0]) > float(sides[1])
    page.evaluate(WIDEN)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": LYING, "height": 700})
    grid = page.locator(".behalf-grid").bounding_box()
    assert grid
    assert grid["x"] + grid["width"] <= LYING


@pytest.mark.parametrize("width", [360, 1440])
def test_behalf_responsibility_and_the_leaders_page_fit_and_are_accessible(
    yesterday: str,
    city: User,
    lead: User,
    tangning: Unit,
    qian_home: Unit,
    open_page: OpenPage,
    axe: Axe,
    width: int,
) -> None:
    deputy = list_leader(unit=tangning, name="韩副区长", phone="000-6011", by=city, at=MORNING)
    assign(leader=deputy, units=[qian_home], by=city, at=MORNING)
    page = open_page(width=width)
    sign_in(page, yesterday, city)
    addresses = (
        "/reports/behalf/",
        "/responsibility/",
        "/responsibility/?view=without",
        "/responsibility/?view=leaders",
        f"/responsibility/leaders/{deputy.pk}/",
        f"/responsibility/units/{qian_home.pk}/",
        "/responsibility/leaders/new/",
        "/m/leader/",
    )
    for address in addresses:
        page.goto(f"{yesterday}{address}")
        for theme in ("light", "dark"):
            page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
            assert axe(page) == [], (address, theme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_a_leader_sees_who_is_late_calls_and_signs_in_two_taps(
    yesterday: str,
    monkeypatch: pytest.MonkeyPatch,
    city: User,
    lead: User,
    tangning: Unit,
    qian_home: Unit,
    open_page: OpenPage,
) -> None:
    deputy = list_leader(unit=tangning, name="韩副区长", phone="000-6011", by=city, at=MORNING)
    assign(leader=deputy, units=[qian_home], by=city, at=MORNING)
    set_clock(monkeypatch, at(hour=16, minute=45))
    page = open_page(width=360)
    sign_in(page, yesterday, lead)
    page.goto(f"{yesterday}/m/")
    expect(page).to_have_url(re.compile("/m/leader/"))
    call = page.get_by_role("link", name=re.compile("拨打 韩副区长"))
    assert call.get_attribute("href") == "tel:000-6011"
    box = call.bounding_box()
    assert box
    assert box["height"] >= 44
    page.get_by_label(re.compile("确认带缺上报")).check()  # 1
    page.get_by_role("button", name="带缺签发").click()  # 2
    expect(page.get_by_text("已签字")).to_be_visible()
    assert DaySign.objects.get().by == lead
