"""A day on a 360 px phone in a real browser: taps and seconds counted, sessions that end, clocks
that are wrong."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.orgs.models import Unit
from shouwang.reporting.actions.reports import Receipt
from shouwang.reporting.models import Form, Report, Submission
from tests.cast import DAY, PASSWORD, at, make_user
from tests.journeys.sheet import GOOD, cell, fill, hand_in, wait_until_kept
from tests.reporting.signing import publish_again
from tests.reporting.stage import set_clock, sign_in

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


@pytest.fixture
def phone(
    live: str, open_page: Open, monkeypatch: pytest.MonkeyPatch, zhao: User, form: Form
) -> Open:
    """Open today's report from ``/m/`` as zhao at 16:09 on a phone of 360 × 740."""
    set_clock(monkeypatch, at(hour=16, minute=9))

    def _open(page: Page | None = None) -> Page:
        page = page or open_page(width=360, height=740)
        sign_in(page, live, zhao)
        page.goto(f"{live}/m/")
        # it is the first card; who may do nothing else is led straight to it
        card = page.get_by_role("link", name=re.compile("^(填报|补报|继续填|有变化，填报)$"))
        if card.count():
            with page.expect_navigation():
                card.first.click()
        return page

    return _open


@pytest.fixture
def yesterday(zhao: User, zhao_home: Unit, file: Callable[..., Receipt]) -> Receipt:
    """What zhao filed yesterday."""
    day = DAY - timedelta(days=1)
    return file(zhao_home, zhao, day=day, when=at(day), in_house=46, days_left=9)


class Thumb:
    """Counts the taps of one task, and its seconds."""

    def __init__(self) -> None:
        self.taps, self.began = 0, time.monotonic()

    def tap(self, where: Locator) -> None:
        """Tap once."""
        self.taps += 1
        where.click()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Leave out of the seconds what is looked at only by the test."""
        began = time.monotonic()
        yield
        self.began += time.monotonic() - began

    @property
    def seconds(self) -> float:
        """Return the seconds since the task began."""
        return time.monotonic() - self.began


def test_an_unchanged_day_takes_three_taps_from_the_home_and_says_what_was_confirmed(
    phone: Open, live: str, yesterday: Receipt, axe: Callable[[Page], list[str]]
) -> None:
    page = phone()
    expect(page.get_by_text("其中 2 项沿用昨日的数，提交即为核对无误")).to_be_visible()
    assert "今日 16:00" in page.locator(".moments").inner_text()
    assert "今日 16:30" in page.locator(".moments").inner_text()
    expect(page.locator("[data-same]")).not_to_be_checked()
    page.goto(f"{live}/m/")
    assert axe(page) == [], "\n".join(axe(page))
    thumb = Thumb()
    thumb.tap(page.get_by_role("link", name="数据与昨日一致"))
    expect(page.locator("[data-same]")).to_be_checked()
    expect(page.get_by_text("其中 2 项与昨日一致，已核对")).to_be_visible()
    expect(cell(page, "admitted")).to_have_value("0")
    expect(cell(page, "fever_residents")).to_have_value("")
    thumb.tap(page.get_by_text("今日无异常情况"))
    expect(cell(page, "fever_residents")).to_have_value("0")
    thumb.tap(page.get_by_role("button", name="提交", exact=True))
    expect(page.locator(".receipt")).to_be_visible()
    assert thumb.taps == 3
    assert thumb.seconds < 15
    expect(page.get_by_text("其中 2 项与昨日一致，填报人已核对")).to_be_visible()
    made = Submission.objects.get(report__day=DAY)
    assert made.is_zero
    assert sorted(made.values.values()) == [0, 0, 16, 46]
    assert axe(page) == [], "\n".join(axe(page))


def test_a_full_report_is_typed_on_the_keypad_without_sliding_sideways(
    phone: Open, yesterday: Receipt
) -> None:
    page, thumb = phone(), Thumb()
    cell(page, "in_house").click()
    page.keyboard.press("Control+a")
    for text in ("44", "0", "16", "1", "8"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    assert not Report.objects.filter(day=DAY).exists()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.get_by_role("button", name="提交", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".receipt")).to_be_visible()
    assert thumb.seconds < 60
    assert sorted(Submission.objects.get(report__day=DAY).values.values()) == [0, 1, 8, 16, 44]


def test_without_a_yesterday_nothing_is_offered_to_be_the_same(phone: Open) -> None:
    page = phone()
    expect(page.get_by_text("今日无异常情况")).to_be_visible()
    expect(page.locator("[data-same]")).to_have_count(0)
    expect(page.locator("[data-carried-note]")).to_have_count(0)


def test_a_changed_number_takes_the_confirmation_back(phone: Open, yesterday: Receipt) -> None:
    page = phone()
    page.locator("[data-same]").check()
    fill(page, in_house="45")
    expect(page.locator("[data-same]")).not_to_be_checked()
    expect(page.get_by_text("其中 1 项沿用昨日的数")).to_be_visible()


def test_a_fever_bars_the_zero_report_and_says_so_at_once(phone: Open) -> None:
    page = phone()
    page.locator("[data-zero]").check()
    fill(page, fever_residents="1")
    expect(page.locator("[data-zero]")).not_to_be_checked()
    expect(page.locator("[data-zero]")).to_be_disabled()
    expect(page.get_by_text("已填今日新发发热：服务对象 1，不能零报告")).to_be_visible()
    fill(page, fever_residents="0")
    expect(page.locator("[data-zero]")).to_be_enabled()


def test_a_phone_a_day_wrong_in_another_zone_counts_down_by_the_server(
    phone: Open, browser: Browser, zhao_home: Unit
) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="zh-CN", timezone_id="America/New_York"
    )
    page = context.new_page()
    # the phone believes in a moment a day and five hours ahead
    wrong = at(hour=16, minute=9).astimezone(UTC) + timedelta(days=1, hours=5)
    page.clock.install(time=wrong)
    phone(page)
    assert page.locator(".clock-time").inner_text().startswith(("00:20", "00:21"))
    assert "今日 16:30" in page.locator(".moments").inner_text()
    fill(page, **GOOD)
    hand_in(page)
    expect(page.locator(".receipt")).to_be_visible()
    made = Submission.objects.select_related("report").get()
    assert (made.report.day, made.report.is_late) == (DAY, False)
    assert made.device_at - made.at > timedelta(days=1)
    context.close()


def test_a_page_left_open_past_midnight_says_whose_day_it_is(
    phone: Open, monkeypatch: pytest.MonkeyPatch, browser: Browser
) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="zh-CN", timezone_id="America/New_York"
    )
    page = context.new_page()
    page.clock.install(time=at(hour=23, minute=50).astimezone(UTC))
    set_clock(monkeypatch, at(hour=23, minute=50))
    phone(page)
    said = page.get_by_text("已过零点：这一页仍是 2 月 11 日")
    page.clock.run_for(60_000)
    expect(said).to_have_count(0)
    page.clock.run_for(600_000)
    expect(said).to_be_visible()
    page.clock.run_for(90_000)
    expect(said).to_have_count(1)
    context.close()


def test_a_kept_page_does_not_take_its_own_age_for_the_time(phone: Open) -> None:
    page = phone()
    wait_until_kept(page)
    page.context.set_offline(True)
    page.reload()
    clock = page.locator("[data-countdown]").first
    assert clock.get_attribute("data-now") is None
    assert clock.locator(".clock-time").inner_text().startswith("00:")
    page.context.set_offline(False)


def test_a_page_is_kept_also_where_the_worker_took_over_before_it_looked(
    phone: Open, open_page: Open
) -> None:
    page = open_page(width=360, height=740)
    page.add_init_script(
        "Object.defineProperty(navigator.serviceWorker, 'controller', { get: () => ({}) });"
    )
    phone(page)
    wait_until_kept(page)


@pytest.mark.parametrize(("path", "width"), [("m", 360), ("reports", 1440)])
@pytest.mark.parametrize("lost", ["sessionid", None])
def test_a_session_that_ends_in_mid_form_is_renewed_in_place_and_files_once(
    live: str,
    open_page: Open,
    monkeypatch: pytest.MonkeyPatch,
    zhao: User,
    zhao_home: Unit,
    form: Form,
    path: str,
    width: int,
    lost: str | None,
) -> None:
    set_clock(monkeypatch, at(hour=16, minute=9))
    page = open_page(width=width)
    sign_in(page, live, zhao)
    page.goto(f"{live}/{path}/{zhao_home.pk}/{form.pk}/{DAY}/")
    fill(page, **GOOD)
    page.context.clear_cookies(**({"name": lost} if lost else {}))
    hand_in(page)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("用户名")).to_have_value("zhao")
    expect(dialog.get_by_label("密码")).to_be_focused()
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("用户名或密码不对")
    dialog.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".receipt")).to_be_visible()
    assert Submission.objects.count() == 1
    assert sorted(Submission.objects.get().values.values()) == [0, 0, 16, 46]


def test_after_an_idle_half_hour_the_words_are_still_there(
    phone: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = phone()
    fill(page, **GOOD)
    set_clock(monkeypatch, at(hour=16, minute=45))
    hand_in(page)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="先不登录").click()
    expect(dialog).to_have_count(0)
    expect(cell(page, "in_house")).to_have_value("46")
    page.get_by_role("button", name="重新登录").click()
    dialog.get_by_label("密码").fill(PASSWORD)
    dialog.get_by_role("button", name="登录并继续").click()
    expect(page.locator(".receipt")).to_be_visible()
    assert Report.objects.get().is_late


@pytest.mark.parametrize(("theme", "size"), [("dark", ""), ("light", "larger")])
def test_filling_and_signing_read_well_in_the_dark_and_in_large_letters(
    live: str,
    phone: Open,
    open_page: Open,
    yesterday: Receipt,
    zhao_home: Unit,
    form: Form,
    theme: str,
    size: str,
    axe: Callable[[Page], list[str]],
) -> None:
    publish_again(form, signing=("director",), starts_on=DAY)
    director = make_user("director", "袁院长", zhao_home, Role.DIRECTOR)
    look = f"localStorage.setItem('theme', '{theme}'); localStorage.setItem('size', '{size}')"
    page = phone()
    page.evaluate(look)
    page.reload()
    page.locator("[data-same]").check()
    fill(page, fever_residents="1")
    assert axe(page) == [], "\n".join(axe(page))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="送审").click()
    expect(page.get_by_text("等负责人（袁院长）签")).to_be_visible()
    assert axe(page) == [], "\n".join(axe(page))
    other = open_page(width=360, height=740)
    sign_in(other, live, director)
    other.evaluate(look)
    other.goto(f"{live}/m/")
    other.get_by_role("link", name="看数并签字").click()
    assert axe(other) == [], "\n".join(axe(other))
    assert other.evaluate("document.documentElement.scrollWidth") <= 360
    other.get_by_role("button", name="核对无误，签字").click()
    expect(other.locator(".receipt")).to_be_visible()
    assert "袁院长" in other.locator(".signers").inner_text()
