"""Counting in boxes and in 万元 on the page of a report: both numbers shown, rounding told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from shouwang.reporting.actions.forms import FigureSpec, ItemDraft
from shouwang.reporting.models import Form, Submission
from tests.journeys.sheet import GOOD, cell, fill, hand_in
from tests.reporting.signing import publish_again

pytestmark = pytest.mark.browser


@pytest.fixture
def supplies(form: Form) -> None:
    """The report asks for masks, which come in boxes and cases, and for money."""
    masks = FigureSpec("masks", "口罩库存", "stock", measure="只")
    cash = FigureSpec("cash", "接收捐款", "flow", measure="元")
    packed = ItemDraft(masks, packs="盒=50 箱=2000", is_required=False)
    publish_again(form, added=(packed, ItemDraft(cash, is_required=False)))


@pytest.mark.usefixtures("supplies")
@pytest.mark.parametrize(("path", "width"), [("m", 360), ("reports", 1440)])
def test_boxes_become_pieces_and_money_becomes_yuan(
    visit: Callable[..., Page], zhao: User, path: str, width: int
) -> None:
    page = visit(zhao, path=path, width=width)
    fill(page, **GOOD)
    masks, cash = (page.locator(f'[data-boxed="item-{code}"]') for code in ("masks", "cash"))
    cell(page, "masks").press_sequentially("3")
    masks.get_by_role("button", name="按盒填（50 只）").click()
    expect(cell(page, "masks")).to_have_value("150")
    expect(masks.get_by_role("status")).to_have_text("3 盒 = 150 只")
    masks.get_by_role("button", name="改回").click()
    expect(cell(page, "masks")).to_have_value("3")
    masks.get_by_role("button", name="按箱填").click()
    expect(cell(page, "masks")).to_have_value("6000")
    # typed with its word, and not a whole number of 元
    cell(page, "cash").press_sequentially("3.418625 万元")
    cell(page, "cash").press("Tab")
    told = "3.418625 万元 = 34,186.25 元，四舍五入为 34,186 元"
    expect(cash.get_by_role("status")).to_have_text(told)
    hand_in(page)
    expect(page.locator(".receipt")).to_be_visible()
    stated = Submission.objects.get().values.values()
    assert {6000, 34186} <= set(stated)


@pytest.mark.usefixtures("supplies")
def test_a_box_of_nothing_is_asked_for_and_what_is_typed_anew_stands_alone(
    visit: Callable[..., Page], zhao: User
) -> None:
    page = visit(zhao, path="m", width=360)
    masks = page.locator('[data-boxed="item-masks"]')
    masks.get_by_role("button", name="按盒填").click()
    expect(masks.get_by_role("status")).to_have_text("先填数，再按“按盒填（50 只）”")
    page.keyboard.type("2")
    expect(masks.get_by_role("status")).to_have_text("")
    masks.get_by_role("button", name="按盒填").click()
    expect(cell(page, "masks")).to_have_value("100")
    cell(page, "masks").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("7")
    expect(masks.get_by_role("status")).to_have_text("")
    expect(masks.get_by_role("button", name="按盒填")).to_be_visible()
