"""A clerk checks what a county sent: pasted, scanned, written in WPS, too large."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.orgs.models import Unit
from tests.cast import DAY, at, make_user
from tests.checking import wps
from tests.checking.test_extract import scan
from tests.checking.world import found_world
from tests.reporting.stage import set_clock, sign_in

pytestmark = pytest.mark.browser

TEXT = "全市在院300人，在岗115人。\n已隔离3人。志愿者服务320人次，捐款万元。"
MB = 1024 * 1024


@pytest.fixture
def world(live: str, system: User, monkeypatch: pytest.MonkeyPatch) -> Unit:
    """澜川市 on the evening of the second day."""
    made = found_world()
    set_clock(monkeypatch, at(hour=18))
    return made


def mark(page: Page, words: str) -> str:
    """Return the shape before a number of the text."""
    return page.locator(".check-mark", has_text=words).locator(".check-shape").inner_text()


def upload(page: Page, base: str, path: Path) -> None:
    page.goto(f"{base}/check/")
    form = page.locator("#check-file")
    form.locator("input[type=file]").set_input_files(path)
    form.get_by_role("button", name="上传并核对").click()


def test_a_clerk_checks_what_came_in_and_sends_the_summary_back(
    live: str, world: Unit, open_page: Callable[..., Page], axe: Callable[[Page], list[str]],
    tmp_path: Path,
) -> None:  # fmt: skip
    office = make_user("city", "成主任", world, Role.OFFICE)
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, live, office)
    page.goto(f"{live}/check/")
    page.locator("#id_text").fill(TEXT)
    page.locator("#check-text input[name=day]").fill(DAY.isoformat())
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.locator("h1")).to_contain_text("核对结果")
    assert [mark(page, n) for n in ("300", "115", "3人", "320")] == ["✔", "✕", "○", "?"]
    assert axe(page) == []

    # which number it is
    choice = page.locator("select[name^=choice-]").first
    option = choice.locator("option[value*=isolated_new]").first
    choice.select_option(value=option.get_attribute("value"))
    page.locator(".check-choose").first.get_by_role("button", name="核对").click()
    expect(page.locator("select[name^=choice-]").first).not_to_have_value("")

    page.locator("[data-check-copy]").click()
    expect(page.locator("[data-check-copy]")).to_have_text("已复制")
    assert "记录为116人" in page.evaluate("navigator.clipboard.readText()")

    # a scan says so
    scanned = tmp_path / "扫描件.pdf"
    scanned.write_bytes(scan())
    upload(page, live, scanned)
    expect(page.locator("main")).to_contain_text("是扫描件，没有文字层")

    # a file of WPS with pictures, just below the limit, is read to its text box
    written = tmp_path / "wps.docx"
    written.write_bytes(
        wps.document("全市在院300人，在岗115人。", box="今日解除1人。", picture=48 * MB)
    )
    upload(page, live, written)
    expect(page.locator("h1")).to_contain_text("核对结果")
    assert (mark(page, "300"), mark(page, "115")) == ("✔", "✕")
    expect(page.locator("[data-check-text]")).to_contain_text("今日解除")

    # one above it is refused in words
    large = tmp_path / "large.docx"
    large.write_bytes(wps.document("全市在院300人。", picture=51 * MB))
    page.goto(f"{live}/check/")
    page.locator("#check-file input[type=file]").set_input_files(large)
    page.locator("#check-file").get_by_role("button", name="上传并核对").click()
    expect(page.locator("main")).to_contain_text("50 MB")
    expect(page.locator("h1")).not_to_contain_text("核对结果")
