"""Words typed into a form that does not save itself: leaving the page asks, and only then."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Open = Callable[..., Page]

ASKS = """(() => {
    const leaving = new Event('beforeunload', {cancelable: true});
    dispatchEvent(leaving);
    return leaving.defaultPrevented;
})()"""


def test_half_typed_words_are_asked_about_before_the_page_is_left(show: Open) -> None:
    page = show("/me/")
    phone = page.get_by_label("联系电话")
    assert not page.evaluate(ASKS)
    phone.fill("000-6011")
    assert page.evaluate(ASKS)
    phone.fill("")  # as it stood
    assert not page.evaluate(ASKS)
    phone.fill("000-6012")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_label("联系电话")).to_have_value("000-6012")
    assert asked == []
    page.get_by_role("link", name="机构", exact=True).first.click()
    page.get_by_label("名称、代码或拼音").fill("敬老院")  # a search keeps nothing
    assert not page.evaluate(ASKS)
