"""A bureau makes a template its own in a real browser, and drafts from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from shouwang.briefs.models import Brief, Template
from tests.journeys.keys import TO_THE_END
from tests.reporting.stage import sign_in

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]


def saved(page: Page) -> None:
    """Wait until the server has what was written."""
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")


def test_a_template_is_copied_changed_published_and_drafted_from(
    evening: str, city: User, open_page: OpenPage, axe: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    page = open_page()
    sign_in(page, evening, city)
    page.goto(f"{evening}/templates/")
    assert axe(page) == []
    page.get_by_role("link", name="每日简报").click()
    page.get_by_label("新模板名称").fill("晚间简报")
    page.get_by_role("button", name="复制").click()
    expect(page.locator("h1")).to_contain_text("晚间简报")
    expect(page.locator("[data-preview-place]")).to_contain_text("在院服务对象76人")
    assert axe(page) == []

    # a figure found by its Chinese name, with what it says today
    paragraph = page.locator("[data-line] [data-part='runs']").first
    paragraph.evaluate(TO_THE_END)
    page.keyboard.type("职工共")
    page.get_by_label("查找数据项").fill("职工")
    hit = page.locator(".hit-list li", has_text="在册职工").first
    expect(hit).to_contain_text("32人")
    hit.get_by_role("button", name="插入").click()
    expect(page.locator("[data-preview-place]")).to_contain_text("职工共32人")

    # a condition around words: it does not hold, so nothing is said
    page.keyboard.press("Enter")
    page.keyboard.type("今日新入住请核对。")
    page.keyboard.press("Shift+Home")
    page.locator("[data-cond-code]").select_option(label="今日新入住")
    page.get_by_role("button", name="如果…").click()
    saved(page)
    expect(page.locator(".tpl-paper")).to_contain_text("如果 有今日新入住")
    expect(page.locator("[data-preview-place]")).not_to_contain_text("请核对")

    # a mistake is told, and keeps it from being published
    page.locator("[data-line] [data-part='runs']", has_text="请核对").evaluate(TO_THE_END)
    page.keyboard.type("{没有的项}")
    expect(page.locator("[data-problems]")).to_contain_text("没有“没有的项”这个数据项")
    page.get_by_role("button", name="发布").click()
    expect(page.locator("main")).to_contain_text("还不能发布")
    wrong = page.locator("[data-line] [data-part='runs']", has_text="没有的项")
    wrong.evaluate(
        "p => { for (const n of p.childNodes) if (n.nodeType === 3)"
        " n.data = n.data.replace('{没有的项}', '');"
        " p.querySelectorAll('[data-ref=\"{没有的项}\"]').forEach(c => c.remove());"
        " p.dispatchEvent(new Event('input', {bubbles: true})) }"
    )
    saved(page)
    expect(page.locator("[data-problems]")).not_to_contain_text("没有的项")

    with page.expect_download() as held:
        page.get_by_role("link", name="下载 Word").click()
    word = tmp_path / "模板.docx"
    held.value.save_as(word)
    page.get_by_label("Word 文件").set_input_files(word)
    page.get_by_role("button", name="上传").click()
    expect(page.locator("main")).to_contain_text("已按上传的 Word 更新")

    page.get_by_role("button", name="发布").click()
    expect(page.locator("main")).to_contain_text("已发布第 1 版")
    page.get_by_role("link", name="用它起草").click()
    page.get_by_role("button", name="起草", exact=True).click()
    expect(page.locator(".paper")).to_contain_text("职工共32人")
    made = Brief.objects.get()
    assert made.version.template == Template.objects.get(name="晚间简报")

    # another number for a reason, seen in the margin
    page.locator(".paper .chip", has_text="76人").click()
    drawer = page.locator("#drawer")
    drawer.get_by_text("改写这个数").click()
    drawer.get_by_label("文中写作").fill("77人")
    drawer.get_by_label("理由").fill("一人夜间返院")
    drawer.get_by_role("button", name="改写").click()
    expect(page.locator(".paper-margin")).to_contain_text("记录为 76人，写作 77人")


@pytest.mark.parametrize("width", [360, 768])
def test_the_editor_fits_every_screen(
    evening: str, city: User, open_page: OpenPage, width: int
) -> None:
    page = open_page(width=width)
    sign_in(page, evening, city)
    for address in ("/templates/", "/docs/new/", "/docs/"):
        page.goto(f"{evening}{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    template = Template.objects.get(unit=None, kind="work_report")
    page.goto(f"{evening}/templates/{template.pk}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
