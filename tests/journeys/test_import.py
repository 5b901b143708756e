"""Importing reports in a real browser: checked, run with its bar, looked at, stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from shouwang.jobs.actions import works
from shouwang.jobs.models import Work
from shouwang.orgs.models import Unit
from shouwang.reporting.models import Form, Report
from tests.cast import DAY, at
from tests.intake.test_import_pages import MAPPING, csv
from tests.reporting.stage import set_clock, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A file of reports, one row of it wrong, and its mapping."""
    reports, mapping = tmp_path / "日报.csv", tmp_path / "homes.toml"
    lines = [f"LC/TN/ZHAO,赵家敬老院,{DAY},46,16", f"LC/YN/SUN,孙桥敬老院,{DAY},三十,9"]
    reports.write_bytes(csv(*lines))
    mapping.write_text(MAPPING, encoding="utf-8")
    return reports, mapping


@pytest.fixture
def uploaded(
    live: str,
    open_page: Callable[..., Page],
    monkeypatch: pytest.MonkeyPatch,
    city: User,
    form: Form,
    homes: list[Unit],
    files: tuple[Path, Path],
) -> Callable[..., Page]:
    """Upload the file: ``uploaded(width=360)`` gives the page that waits for the worker."""
    set_clock(monkeypatch, at(hour=16, minute=9))

    def _uploaded(**options: int) -> Page:
        page = open_page(**options)
        sign_in(page, live, city)
        page.goto(f"{live}/reports/import/")
        page.set_input_files("input[name=file]", files[0])
        page.set_input_files("input[name=mapping]", files[1])
        page.get_by_role("button", name="核对").click()
        expect(page.locator("#progress")).to_be_visible()
        return page

    return _uploaded  # fmt: skip


def work() -> None:
    """Run the work that waits, as the worker would: on a connection of its own."""

    def run() -> None:
        works.run(Work.objects.latest("pk").pk)
        connection.close()

    worker = threading.Thread(target=run)
    worker.start()
    worker.join()


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_a_file_is_checked_imported_and_told_about(
    uploaded: Callable[..., Page], width: int, axe: Callable[[Page], list[str]]
) -> None:
    page = uploaded(width=width)
    work()
    page.wait_for_url("**/reports/import/*/")
    expect(page.get_by_role("cell", name="三十")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="导入这 1 行").click()
    expect(page.locator("#progress")).to_be_visible()
    work()
    page.wait_for_url("**/result/")
    expect(page.get_by_text("导入完成")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Report.objects.count() == 1


def test_what_is_stopped_in_time_writes_nothing(uploaded: Callable[..., Page]) -> None:
    page = uploaded()
    work()
    page.get_by_role("button", name="导入这 1 行").click()
    page.get_by_role("button", name="取消").click()
    work()
    expect(page.get_by_text("已取消").first).to_be_visible()
    assert not Report.objects.exists()


def test_the_upload_page_is_clean_and_names_what_is_missing(
    uploaded: Callable[..., Page], live: str, axe: Callable[[Page], list[str]]
) -> None:
    page = uploaded(width=360)
    page.goto(f"{live}/reports/import/")
    assert axe(page) == []
    page.get_by_role("button", name="核对").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.locator("[data-error-summary]")).to_contain_text("请选择文件")
    assert axe(page) == []
