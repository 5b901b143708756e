"""An office's evening in a real browser: the day's tables made, sent, scanned, amended."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from shouwang.dispatch.models import Recipient
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from tests.cast import at
from tests.dispatch.conftest import (  # noqa: F401
    correct,
    department,
    headquarters,
    sign,
    two_days,
    typefaces,
)
from tests.reporting.stage import set_clock, sign_in

OpenPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]
pytestmark = pytest.mark.browser


def test_the_day_is_made_sent_scanned_and_amended(
    open_page: OpenPage,
    live: str,
    axe: Axe,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    settings,
    prefecture: Unit,
    headquarters: Recipient,  # noqa: F811
    department: Recipient,  # noqa: F811
    correct: Callable[..., None],  # noqa: F811
    city: User,
    lead: User,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    set_clock(monkeypatch, at(hour=18, minute=30))
    page = open_page()
    sign_in(page, live, city)

    page.get_by_role("navigation").get_by_role("link", name="报送", exact=True).click()
    to = page.locator(".dispatch-entry").filter(has_text="市指挥部")
    expect(to).to_contain_text("未签发")
    expect(to.get_by_role("button", name="生成")).to_have_count(0)
    expect(to.get_by_role("group", name="下载草稿")).to_be_visible()
    assert axe(page) == []

    sign(prefecture, lead)
    page.reload()
    to.get_by_role("button", name="生成").click()
    expect(page.get_by_text("2020年第1号").first).to_be_visible()
    expect(page.locator(".dispatch-notes")).to_contain_text("孙桥敬老院")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Excel").click()
    assert taken.value.suggested_filename == "疫情防控日报表（2020-02-11，2020年第1号）.xlsx"
    book = load_workbook(BytesIO(taken.value.path().read_bytes()))
    assert book.active["A1"].value == "疫情防控日报表"
    page.locator(".dispatch-table .total").get_by_role("link", name="76").click()
    expect(page.get_by_role("dialog")).to_contain_text("棠宁区")
    page.keyboard.press("Escape")

    page.get_by_label("对方回执").fill("值班员签收")
    page.get_by_role("button", name="标记已报出").click()
    expect(page.locator("#sent")).to_contain_text("值班员签收")
    scan = tmp_path / "盖章.pdf"
    scan.write_bytes(b"%PDF-1.4\n%%EOF\n")
    page.set_input_files("input[type=file]", scan)
    page.get_by_role("button", name="上传扫描件").click()
    expect(page.locator("#scans").get_by_role("link", name="盖章.pdf")).to_be_visible()
    assert axe(page) == []

    set_clock(monkeypatch, at(hour=18, minute=42))
    correct(in_house=50)
    page.reload()
    expect(page.locator("#amend")).to_contain_text("重新签发")
    sign(prefecture, lead, minute=45)
    page.reload()
    expect(page.locator("#amend tbody tr").first).to_contain_text("76")
    page.get_by_label("更正事由").fill("赵家敬老院漏计4人")
    page.get_by_role("button", name="出更正").click()
    expect(page.get_by_text("2020年第1号更正1").first).to_be_visible()
    expect(page.locator(".dispatch-title")).to_have_text("疫情防控日报表（更正1）")
    assert axe(page) == []

    page.goto(f"{live}/dispatch/{clock.today()}/{prefecture.pk}/")
    expect(to).to_contain_text("已生成，待报出")
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
