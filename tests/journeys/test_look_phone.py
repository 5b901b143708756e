"""What stands over what on a phone: its head, the first card, the bar at the foot."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import RequestFactory
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User

pytestmark = pytest.mark.browser

Open = Callable[..., Page]

# the parts of the head that are seen: what lies over another, what is cut, what leaves the screen
CROWDED = """() => {
    const parts = [...document.querySelectorAll('.phone-head .line > *, .phone-title > *')];
    const seen = parts.filter((e) => !e.hidden && e.getBoundingClientRect().width > 1);
    const over = (a, b) => a.right > b.left + 1 && b.right > a.left + 1
        && a.bottom > b.top + 1 && b.bottom > a.top + 1;
    const wrong = [];
    for (const [i, part] of seen.entries()) {
        const [name, box] = [part.className || part.tagName, part.getBoundingClientRect()];
        if (box.left < 0 || box.right > innerWidth) wrong.push(`${name} leaves the screen`);
        if (part.tagName === 'SPAN' && part.scrollWidth > part.clientWidth + 1)
            wrong.push(`${name} is cut`);
        for (const other of seen.slice(i + 1))
            if (over(box, other.getBoundingClientRect()))
                wrong.push(`${name} over ${other.className}`);
    }
    return wrong;
}"""
MOST_HEIGHT = {"": 190, "large": 245, "larger": 340, "largest": 480}


def test_a_phones_head_shows_the_home_the_menu_and_both_states_with_nothing_cut(
    visit: Open, zhao: User
) -> None:
    page = visit(zhao, path="m", width=360)
    for size, most in MOST_HEIGHT.items():
        page.evaluate(f"localStorage.setItem('size', '{size}')")
        page.reload()
        net, badge = page.locator("[data-net]"), page.locator("[data-outbox-badge]")
        net.evaluate("e => { e.hidden = false; e.textContent = '未联网' }")
        badge.evaluate("e => { e.hidden = false; e.textContent = '▲ 待上传 1' }")
        assert page.evaluate(CROWDED) == [], size
        head = page.locator(".phone-head").bounding_box()
        menu = page.locator(".phone-head .menu").bounding_box()
        assert head
        assert menu
        assert head["height"] <= most, size
        assert menu["y"] < 30, size
        assert menu["x"] + menu["width"] >= 325, size


def messages_cookie(text: str) -> str:
    """Return the cookie by which a page after a redirect tells what was done."""
    storage, answer = CookieStorage(RequestFactory().get("/")), HttpResponse()
    storage.add(messages.SUCCESS, text)
    storage.update(answer)
    return answer.cookies["messages"].coded_value


def test_what_was_just_done_is_told_first_and_nothing_lies_over_it(show: Open, live: str) -> None:
    page = show("/m/inbox/", width=360)
    cookie = {"name": "messages", "value": messages_cookie("已退回。"), "url": live}
    for path in ("/styleguide/phone/", "/m/inbox/", "/m/outbox/"):
        page.context.add_cookies([cookie])
        page.goto(live + path)
        said = page.locator(".phone-main .banner", has_text="已退回。").bounding_box()
        card = page.locator(".lift:visible").first.bounding_box()
        assert said
        assert card
        assert said["y"] + said["height"] <= card["y"], path
    page.emulate_media(media="print")
    head, card = page.locator(".print-head").bounding_box(), page.locator(".lift").bounding_box()
    assert head
    assert card
    assert head["y"] + head["height"] <= card["y"]


def test_the_bar_at_the_foot_is_there_where_no_big_action_covers_it(phone: Open, live: str) -> None:
    page = phone()
    for path in ("/m/outbox/", "/m/selfcheck/"):
        page.goto(live + path)
        expect(page.locator(".lift:visible").first).to_be_visible()
        expect(page.locator(".phone-tabs")).to_be_in_viewport()
    page.evaluate("document.documentElement.dataset.size = 'larger'")
    cut = "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"
    assert page.locator(".phone-tabs a").evaluate_all(cut) == []


def test_a_box_to_tick_in_a_row_is_pressed_by_the_room_around_it(show: Open) -> None:
    page = show(width=360)
    box = page.locator("td.pick [data-pick]").first
    room = box.locator("xpath=ancestor::label")
    room.click(position={"x": 2, "y": 2})
    expect(box).to_be_checked()
    least = "e => Math.min(e.offsetWidth, e.offsetHeight)"
    assert room.evaluate(least) >= 44
    page.evaluate("document.documentElement.dataset.size = 'large'")
    assert room.evaluate(least) >= 60
