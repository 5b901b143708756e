"""Disinfection and ventilation on a phone: two taps a place, a floor in one, no network."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.orgs.models import Unit
from shouwang.routines.actions import places
from shouwang.routines.models import Place, Routine
from tests.cast import DAY, at, make_user
from tests.journeys.test_gate import sent
from tests.journeys.test_phone_day import Thumb
from tests.reporting.stage import set_clock, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def walk(
    live: str, open_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch, zhao_home: Unit,
    zhao: User,
) -> Page:  # fmt: skip
    """The page of a carer of a house with two floors and a vehicle, at two in the afternoon."""
    set_clock(monkeypatch, at(hour=14))
    carer = make_user("carer", "何护理", zhao_home, Role.CARER)
    text = "一楼：大厅、食堂\n二楼：201-206\n救护车"
    places.add_typed(unit=zhao_home, text=text, by=zhao, at=at(DAY - timedelta(days=1)))
    page = open_page(width=360, height=740, has_touch=True)
    sign_in(page, live, carer)
    page.goto(f"{live}/m/routines/")
    expect(page.locator("[data-place]")).to_have_count(9)
    return page


def test_a_place_takes_two_taps_a_floor_one_and_a_slip_is_taken_back(
    walk: Page, axe: Callable[[Page], list[str]]
) -> None:
    page, thumb = walk, Thumb()
    expect(page.locator("#rt-sum")).to_contain_text("漏做 9 处")
    thumb.tap(page.locator("[data-place]", has_text="大厅"))
    assert axe(page) == [], "\n".join(axe(page))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    thumb.tap(page.get_by_role("button", name="完成消毒（1 处）"))
    assert thumb.taps == 2
    sent(page, Routine.objects.filter(place_count=1).exists)

    page.context.set_offline(True)
    second = page.locator(".rt-floor", has_text="二楼")
    second.get_by_role("button", name="全层完成").click()
    expect(second.locator(".rt-place.missed")).to_have_count(0)
    expect(page.locator("[data-outbox-badge]")).to_contain_text("1")
    page.context.set_offline(False)
    sent(page, Routine.objects.filter(place_count=6).exists)
    made = Routine.objects.get(place_count=6)
    assert set(made.places) == set(Place.objects.filter(floor="二楼").values_list("pk", flat=True))

    page.get_by_role("button", name="通风", exact=True).click()
    expect(page.locator("[data-place]")).to_have_count(8)
    page.locator(".rt-floor", has_text="一楼").get_by_role("button", name="全层完成").click()
    sent(page, Routine.objects.filter(kind="ventilation").exists)
    page.get_by_role("button", name="撤销").last.click()
    sent(page, Routine.objects.filter(kind="ventilation", voided_at__isnull=False).exists)
