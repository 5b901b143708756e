"""A writer's evening in a real browser: drafting, writing around figures, signing, downloading."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from shouwang.briefs import queries
from shouwang.briefs.models import Brief
from shouwang.figures.actions import rollups
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.reporting.actions.reports import Receipt
from tests.journeys.keys import TO_THE_END
from tests.reporting.stage import sign_in

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]


def draft(page: Page, live: str, writer: User) -> None:
    """Sign in and draft today's paper."""
    sign_in(page, live, writer)
    page.goto(f"{live}/docs/")
    page.get_by_role("link", name="起草文稿").first.click()
    page.get_by_role("button", name="起草", exact=True).click()
    expect(page.locator(".paper")).to_contain_text("全市应报3家，已报2家")


def body_of(page: Page, words: str):
    """Return the paragraph that holds some words."""
    return page.locator(".paper [data-part='runs']", has_text=words).first


def saved(page: Page) -> None:
    """Wait until the server has what was written."""
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")


def test_from_the_draft_to_the_signed_paper(
    evening: str, city: User, lead: User, open_page: OpenPage, axe: Callable[[Page], list[str]]
) -> None:
    page = open_page()
    draft(page, evening, city)
    assert axe(page) == []
    expect(page.locator("[data-lint='holes']")).to_contain_text("[待疾控反馈]")

    page.locator(".paper .chip", has_text="76人").click()
    drawer = page.locator("#drawer")
    expect(drawer).to_contain_text("应报 3 家，已报 2 家")
    expect(drawer).to_contain_text("赵填报")
    page.keyboard.press("Escape")

    paragraph = body_of(page, "诊断结论")
    html = paragraph.inner_html().replace("[待疾控反馈]", "为普通感冒")
    paragraph.evaluate(
        "(p, html) => { p.innerHTML = html; p.dispatchEvent(new Event('input', {bubbles: true})) }",
        html,
    )
    saved(page)
    expect(page.locator("[data-lint='holes']")).to_have_text("没有待补充的内容")
    expect(page.get_by_role("button", name="签发定稿")).to_have_count(0)
    address = page.url

    boss = open_page()
    sign_in(boss, evening, lead)
    boss.goto(address)
    boss.get_by_role("button", name="签发定稿").click()
    expect(boss.locator("main")).to_contain_text("已定稿：第1期")
    expect(boss.locator(".paper")).to_contain_text("为普通感冒")
    expect(boss.locator("[contenteditable='true']")).to_have_count(0)
    with boss.expect_download() as one:
        boss.get_by_role("link", name="下载 PDF").click()
    first = Path(one.value.path()).read_bytes()
    with boss.expect_download() as two:
        boss.get_by_role("link", name="下载 PDF").click()
    assert Path(two.value.path()).read_bytes() == first
    assert first.startswith(b"%PDF")
    boss.locator(".paper .chip", has_text="76人").click()
    expect(boss.locator("#drawer")).to_contain_text("定稿时已封存")


def test_words_are_typed_around_figures_that_cannot_be_typed_into(
    evening: str, city: User, open_page: OpenPage
) -> None:
    page = open_page()
    draft(page, evening, city)
    paragraph = body_of(page, "全市应报")
    paragraph.evaluate(TO_THE_END)
    page.keyboard.type("请各县抓紧。")
    page.keyboard.press("Enter")
    page.keyboard.type("另起一段，涉及35人。")
    saved(page)
    expect(page.locator("[data-lint='typed']")).to_contain_text("35人")
    chip = page.locator(".paper .chip", has_text="76人")
    assert chip.evaluate("c => c.isContentEditable") is False

    kept = queries.content(Brief.objects.get())
    lines = [kept.text_of(block) for block in kept.blocks]
    assert lines[1].endswith("请各县抓紧。")
    assert lines[2] == "另起一段，涉及35人。"
    page.reload()
    expect(page.locator(".paper")).to_contain_text("另起一段")


def test_a_figure_forged_in_the_page_is_refused(
    evening: str, city: User, open_page: OpenPage
) -> None:
    page = open_page()
    draft(page, evening, city)
    body_of(page, "全市应报").evaluate(
        "p => { p.querySelector('[data-ref=filed]').textContent = '3家';"
        " p.dispatchEvent(new Event('input', {bubbles: true})) }"
    )
    expect(page.locator("[data-brief-banner]")).to_contain_text("数字不能改动")
    assert "已报2家" in queries.content(Brief.objects.get()).text()


def test_two_writers_are_told_of_each_other(
    evening: str, city: User, lead: User, open_page: OpenPage
) -> None:
    first, second = open_page(), open_page()
    draft(first, evening, city)
    sign_in(second, evening, lead)
    second.goto(first.url)
    for page, words in ((first, "甲写的。"), (second, "乙写的。")):
        paragraph = body_of(page, "全市应报")
        paragraph.evaluate(TO_THE_END)
        page.keyboard.type(words)
        if page is first:
            saved(page)
    expect(second.locator("[data-brief-banner]")).to_contain_text("成主任")
    second.get_by_role("button", name="载入最新内容").click()
    expect(second.locator(".paper")).to_contain_text("甲写的。")


def test_late_reports_are_shown_old_and_new_and_taken_over(
    evening: str, city: User, sun: User, homes: list[Unit], file: Callable[..., Receipt],
    open_page: OpenPage,
) -> None:  # fmt: skip
    page = open_page()
    draft(page, evening, city)
    file(homes[2], sun, when=clock.now(), in_house=20, days_left=8)
    rollups.settle_all()
    page.reload()
    expect(page.locator(".change-list")).to_contain_text(re.compile(r"在院\s*76人\s*→\s*96人"))
    page.get_by_role("button", name="全部更新").click()
    expect(page.locator(".paper")).to_contain_text("已报3家")
    expect(page.locator(".change-list")).to_have_count(0)


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_the_paper_fits_every_screen(
    evening: str, city: User, open_page: OpenPage, width: int
) -> None:
    page = open_page(width=width)
    draft(page, evening, city)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
