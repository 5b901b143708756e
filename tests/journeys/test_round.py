"""A carer walks through a house of a hundred with a phone in one hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.actions.users import system_user
from shouwang.accounts.roles import Role
from shouwang.epidemic.models import Case
from shouwang.health.models import Round, Temperature
from shouwang.kit import clock
from shouwang.people.actions import admissions
from shouwang.people.actions.admissions import Admission
from shouwang.people.checks import NewPerson
from tests.cast import make_user
from tests.journeys.test_gate import sent
from tests.reporting.stage import sign_in

pytestmark = pytest.mark.browser

PEOPLE = 100
FAMILY, GIVEN = "王李张刘陈杨赵黄周吴", "秀英桂兰玉珍淑华建国"


def name(n: int) -> str:
    return FAMILY[n // 10] + GIVEN[n % 10] + GIVEN[n // 10]


@pytest.fixture
def walk(live: str, open_page, zhao_home) -> Page:
    """The round page of a carer whose house has a hundred residents in 34 rooms."""
    carer = make_user("carer", "何护理", zhao_home, Role.CARER)
    now = clock.now()
    since = now - timedelta(days=3)
    new = [
        Admission(
            zhao_home, NewPerson(name=name(n), room=f"{n // 3 + 201}", bed=str(n % 3 + 1)), since
        )
        for n in range(PEOPLE)
    ]
    admissions.admit_many(new, by=system_user(), now=now)
    page = open_page(width=360, height=740, has_touch=True)
    sign_in(page, live, carer)
    page.goto(f"{live}/m/round/")
    expect(page.locator("[data-person]")).to_have_count(PEOPLE)
    return page


def press(page: Page, digits: str) -> None:
    for digit in digits:
        page.click(f"#tr-keys [data-key='{digit}']")


def await_rows(page: Page, count: int) -> None:
    sent(page, lambda: Temperature.objects.count() >= count)


def test_a_hundred_are_measured_with_three_digits_each(walk: Page) -> None:
    expect(walk.locator("#tr-name")).to_have_text(name(0))
    press(walk, "365")
    expect(walk.locator("#tr-name")).to_have_text(name(1))
    press(walk, "979")
    expect(walk.locator("#tr-say")).to_contain_text("华氏")
    press(walk, "369")
    # the last one was a slip
    walk.click("[data-do=last]")
    expect(walk.locator("#tr-name")).to_have_text(name(1))
    press(walk, "364")
    walk.click("[data-do=absent]")
    walk.click("[data-deed=asleep]")
    expect(walk.locator("#tr-name")).to_have_text(name(3))
    walk.click("[data-do=symptoms]")
    walk.click("text=咳嗽")
    walk.click("[data-deed=ok]")
    # a fever says so at once, asks for a second look, and goes out by itself
    press(walk, "376")
    expect(walk.locator("#tr-sheet-title")).to_have_text("37.6 ℃ 发热")
    walk.click("[data-deed=yes]")
    press(walk, "378")
    expect(walk.locator("#tr-name")).to_have_text(name(4))
    await_rows(walk, 2)
    case = Case.objects.get()
    assert (str(case.temperature), case.symptoms) == ("37.6", ["cough"])
    for n in range(4, PEOPLE - 2):
        press(walk, f"36{n % 10}")
    expect(walk.locator("#tr-sum")).to_contain_text("未测 2")
    walk.click("#tr-only")
    expect(walk.locator("[data-person]:visible")).to_have_count(2)
    walk.click("[data-do=finish]")
    expect(walk.locator("#tr-sheet-body")).to_contain_text(f"还有 2 人未测：{name(98)}、{name(99)}")
    walk.click("[data-deed=yes]")
    expect(walk.locator("#toasts")).to_contain_text("已上传")
    # 97 readings, the one asleep, the second look at the fever
    await_rows(walk, 99)
    assert Temperature.objects.filter(voided_at=None, context="round").count() == 98
    assert Temperature.objects.filter(voided_at=None, context="recheck").count() == 1
    assert (
        Temperature.objects.get(person__room="201", person__bed="2", voided_at=None).tenths == 364
    )
    assert Round.objects.filter(finished_at__isnull=False).count() == 1
    assert Case.objects.count() == 1


def test_a_round_half_done_is_there_after_the_phone_was_off_and_goes_without_a_network_too(
    walk: Page, axe
) -> None:
    for n in range(5):
        press(walk, f"36{n}")
    assert axe(walk) == []
    walk.context.set_offline(True)
    walk.reload()
    expect(walk.locator("#tr-kept")).to_contain_text("没有联网")
    expect(walk.locator("#tr-sum")).to_contain_text("已测 5")
    expect(walk.locator("#tr-name")).to_have_text(name(5))
    press(walk, "381")
    walk.click("[data-deed=later]")
    press(walk, "366")
    walk.click("[data-do=finish]")
    walk.click("[data-deed=yes]")
    expect(walk.locator("#toasts")).to_contain_text("联网后自动上传")
    assert Temperature.objects.count() == 0
    walk.context.set_offline(False)
    await_rows(walk, 7)
    assert Temperature.objects.count() == 7
    assert Case.objects.get().person_id == Temperature.objects.get(tenths=381).person_id
