"""A superior's afternoon in a real browser: the day, what is behind it, who is still missing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from shouwang.figures.actions import rollups
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.reporting.actions.reports import Receipt
from tests.cast import at
from tests.reporting.stage import set_clock, sign_in

File = Callable[..., Receipt]
OpenPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]


pytestmark = pytest.mark.browser


@pytest.fixture
def under_way(
    live: str,
    monkeypatch: pytest.MonkeyPatch,
    zhao: User,
    qian: User,
    sun: User,
    city: User,
    homes: list[Unit],
    file: File,
) -> str:
    """A day on which two of three homes have filed; a week before it."""
    set_clock(monkeypatch, at(hour=16, minute=9))
    today = clock.today()
    for back in range(7, 0, -1):
        for home, by in zip(homes, (zhao, qian, sun), strict=True):
            file(home, by, day=today - timedelta(days=back), in_house=40 + back)
    file(homes[0], zhao, day=today, when=clock.now(), in_house=46, days_left=9)
    file(homes[2], sun, day=today, when=clock.now(), in_house=30, fever_residents=1, days_left=2)
    rollups.settle_all()
    return live


def test_from_the_prefecture_down_to_the_report_and_behind_a_number(
    under_way: str, city: User, open_page: OpenPage
) -> None:
    page = open_page()
    sign_in(page, under_way, city)
    page.goto(f"{under_way}/day/")
    total = page.locator("#day-foot tr")
    expect(total).to_contain_text("2/3")
    total.get_by_role("link", name="76", exact=True).click()
    drawer = page.locator("#drawer")
    expect(drawer).to_contain_text("行数相符")
    expect(drawer).to_contain_text("赵填报")
    expect(drawer.locator(".chart-canvas canvas")).to_be_visible()
    drawer.get_by_role("button", name="关闭").click()
    page.get_by_role("link", name="棠宁区").first.click()
    expect(page.locator("#day-rows")).to_contain_text("钱村托养院")
    page.locator("#day-rows").get_by_role("link", name="赵家敬老院").click()
    expect(page).to_have_url(re.compile(r"/reports/receipts/\d+/"))


def test_a_new_report_appears_by_itself_and_keeps_where_one_is(
    under_way: str, city: User, qian: User, homes: list[Unit], file: File, open_page: OpenPage
) -> None:
    page = open_page()
    sign_in(page, under_way, city)
    page.goto(f"{under_way}/day/")
    link = page.locator("#day-rows a").first
    link.focus()
    name = link.inner_text()
    file(homes[1], qian, day=clock.today(), when=clock.now(), in_house=40)
    rollups.settle_all()
    expect(page.locator("#day-foot")).to_contain_text("3/3")
    expect(page.locator("#day-tiles")).to_contain_text("116")
    assert page.evaluate("document.activeElement.innerText") == name


def test_the_columns_are_ones_own_choice_and_the_file_is_what_is_on_the_screen(
    under_way: str, city: User, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page()
    sign_in(page, under_way, city)
    page.goto(f"{under_way}/day/")
    page.get_by_text("选择项目").click()
    for words in ("今日新入住", "在册职工", "最紧缺物资可用"):
        page.get_by_role("checkbox", name=words).uncheck()
    page.get_by_role("button", name="显示所选").click()
    heads = page.locator("table.day-table thead th")
    expect(heads).to_have_count(6)
    with page.expect_download() as started:
        page.get_by_role("link", name="导出 Excel").click()
    kept = tmp_path / "day.xlsx"
    started.value.save_as(kept)
    sheet = load_workbook(io.BytesIO(kept.read_bytes())).active
    rows = [[c.value for c in row] for row in sheet.iter_rows()]
    assert rows[-1] == ["合计", None, 3, 2, 0, rows[-1][5], 1, 76, 1]


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_every_page_fits_and_is_accessible_light_and_dark(
    under_way: str, city: User, prefecture: Unit, open_page: OpenPage, axe: Axe, width: int
) -> None:
    from shouwang.figures.models import Figure

    page, figure = open_page(width=width), Figure.objects.get(code="in_house").pk
    sign_in(page, under_way, city)
    base = f"{under_way}/day/{clock.today()}/{prefecture.pk}/"
    course = f"{under_way}/figures/{figure}/{prefecture.pk}/"
    for url in (base, f"{base}?view=all", f"{base}missing/", f"{base}figure/{figure}/", course):
        page.goto(url)
        expect(page.locator("h1")).to_contain_text(re.compile("今日报送|待报名单|在院"))
        for theme in ("light", "dark"):
            page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
            assert axe(page) == [], (url, theme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, url
    page.goto(base)
    page.locator("#day-foot a.num").first.click()
    expect(page.locator("#drawer")).to_contain_text("口径")
    assert axe(page) == []
