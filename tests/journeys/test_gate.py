"""A gatekeeper on a phone of 360 px: who comes again, a fever, an ambulance, a closed house."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.desk.models import Entry
from shouwang.gate.actions import visits
from shouwang.gate.models import Parcel, Visit, VisitStep
from shouwang.gate.told import NewVisit, Who
from shouwang.orgs.models import Unit
from shouwang.people.actions import admissions
from shouwang.people.checks import NewPerson
from shouwang.response.models import Order
from tests.cast import DAY, at, make_user
from tests.journeys.sheet import wait_until_kept
from tests.journeys.test_phone_day import Thumb
from tests.reporting.stage import set_clock, sign_in
from tests.stage.browser import PATIENCE_MS

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
NOW = at(hour=9)


@pytest.fixture
def keeper(zhao_home: Unit) -> User:
    """Gatekeeper of 赵家敬老院."""
    return make_user("keeper", "赵门卫", zhao_home, Role.GATEKEEPER)


@pytest.fixture
def gate(
    live: str, open_page: Open, monkeypatch: pytest.MonkeyPatch, zhao_home: Unit, keeper: User
) -> Callable[[], Page]:
    """Open ``/m/gate/`` at a house with a resident, whose son came the day before yesterday."""
    set_clock(monkeypatch, NOW)
    before = at(DAY - timedelta(days=30))
    new = NewPerson(name="王秀英", room="201")
    person = admissions.admit(unit=zhao_home, person=new, at=before, by=system_user()).person
    then = at(DAY - timedelta(days=2))
    came = NewVisit(
        zhao_home, "visit", then, who=Who(name="李建国", phone="13812345678"),
        person_id=person.pk, temperature=365, is_history_clear=True, left_at=then,
    )  # fmt: skip
    visits.enter(new=came, by=keeper, at=then)

    def _open() -> Page:
        page = open_page(width=360, height=740, has_touch=True)
        sign_in(page, live, keeper)
        page.goto(f"{live}/m/gate/")
        expect(page.locator("[data-purpose]")).to_have_count(5)
        return page

    return _open


def purpose(page: Page, name: str):
    return page.locator("[data-purpose]", has_text=name)


def sent(page: Page, is_there: Callable[[], bool]) -> None:
    """Wait until what was entered has arrived."""
    until = time.monotonic() + PATIENCE_MS / 1000
    while not is_there():
        assert time.monotonic() < until, "nothing arrived"
        page.wait_for_timeout(60)


def test_who_comes_again_is_in_with_three_taps_a_fever_led_and_an_ambulance_at_once(
    gate: Callable[[], Page], zhao_home: Unit, axe: Callable[[Page], list[str]]
) -> None:
    head = make_user("head", "赵院长", zhao_home, Role.DIRECTOR)
    page = gate()
    assert "李建国" not in page.content()
    assert axe(page) == [], "\n".join(axe(page))
    thumb = Thumb()
    thumb.tap(purpose(page, "探视"))
    thumb.tap(page.locator(".gt-person", has_text="5678"))
    expect(page.locator("#gt-temp")).to_be_focused()
    expect(page.locator("#gt-whom-found .gt-person[aria-pressed=true]")).to_be_visible()
    page.keyboard.type("365")
    expect(page.locator("#gt-temp-say")).to_have_text("36.5 ℃")
    with thumb.aside():
        assert axe(page) == [], "\n".join(axe(page))
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    thumb.tap(page.locator("#gt-submit"))
    expect(page.locator("#gt-done-text")).to_contain_text("探视 李** 36.5 已登记")
    assert thumb.taps == 3
    assert thumb.seconds < 15
    sent(page, Visit.objects.filter(temperature="36.5", left_at=None).exists)
    made = Visit.objects.latest("happened_at")
    assert (str(made.temperature), made.person.name) == ("36.5", "王秀英")
    page.get_by_role("button", name="离院").click()
    expect(page.get_by_role("heading", name="还在院内")).to_have_count(0)

    purpose(page, "探视").click()
    page.locator("#gt-search").fill("ljg")
    page.locator(".gt-person", has_text="5678").click()
    page.keyboard.type("979")
    expect(page.locator("#gt-temp-say")).to_contain_text("华氏度")
    page.locator("#gt-temp").fill("376")
    page.locator("#gt-submit").click()
    expect(page.get_by_role("heading", name="体温 37.6 ℃，达到 37.3 ℃")).to_be_visible()
    assert axe(page) == [], "\n".join(axe(page))
    page.go_back()
    expect(page.get_by_role("heading", name="体温 37.6 ℃")).to_be_visible()
    page.locator("#gt-recheck").fill("37.7")
    page.get_by_role("button", name="复测完成").click()
    page.get_by_role("button", name="已带到等候点").click()
    expect(page.locator("#gt-report-say")).to_have_text("系统已通知负责人和医务人员。")
    page.get_by_role("button", name="已电话报告负责人").click()
    expect(page.locator("#gt-done-text")).to_contain_text("发热来访已处置")
    sent(page, VisitStep.objects.filter(step="report").exists)
    assert "37.7" in Entry.objects.get(to=head).text
    fever = Visit.objects.get(reason="fever")
    assert sorted(step.step for step in fever.steps.all()) == ["recheck", "report", "wait"]

    thumb = Thumb()
    thumb.tap(purpose(page, "急救"))
    expect(page.locator("#gt-done-text")).to_contain_text("急救已放行 09:")
    assert thumb.taps == 1
    page.get_by_role("button", name="补录", exact=True).click()
    page.locator("#gt-details [name=plate]").fill("皖A1234应急")
    page.get_by_role("button", name="保存补录").click()
    sent(page, Visit.objects.filter(purpose="emergency", needs_details=False).exists)
    assert Visit.objects.get(purpose="emergency").plate == "皖A1234应急"


def test_a_closed_gate_refuses_in_one_tap_with_the_paper_also_without_a_network(
    gate: Callable[[], Page], zhao_home: Unit, keeper: User, axe: Callable[[Page], list[str]]
) -> None:
    paper = {"paper_number": "澜疫指〔2020〕3号", "paper_title": "关于加强养老机构防控的通知"}
    for measure, strength in (("visits", "absolute"), ("business", "principle")):
        Order.objects.create(
            unit=zhao_home, giver=zhao_home, measure_id=measure, strength=strength,
            approver="home", starts_at=at(DAY - timedelta(days=1)), given_by=system_user(),
            given_at=at(DAY - timedelta(days=1)), **paper,
        )  # fmt: skip
    page = gate()
    wait_until_kept(page)
    page.context.set_offline(True)
    page.reload()
    purpose(page, "探视").click()
    expect(page.locator("#gt-paper")).to_contain_text("澜疫指〔2020〕3号")
    assert axe(page) == [], "\n".join(axe(page))
    thumb = Thumb()
    thumb.tap(page.get_by_role("button", name="谢绝探访，登记"))
    expect(page.locator("#gt-done-text")).to_contain_text("已登记谢绝探视")
    assert thumb.taps == 1
    page.get_by_role("button", name="改约视频探视").click()
    page.get_by_role("button", name="代收物品").click()
    page.locator("#gt-for").fill("201")
    page.locator("#gt-for-found .gt-person").click()
    page.get_by_role("button", name="水果").click()
    page.get_by_role("button", name="登记代收").click()
    expect(page.locator("[data-outbox-badge]")).to_contain_text("3")
    assert not Parcel.objects.exists()
    page.context.set_offline(False)
    sent(page, Parcel.objects.exists)
    refused = Visit.objects.get(decision="refused")
    assert refused.wants_video
    assert "澜疫指〔2020〕3号" in refused.paper
    assert Parcel.objects.get().person.name == "王秀英"

    purpose(page, "公务").click()
    page.get_by_role("button", name="申请特批").click()
    page.get_by_role("button", name="没来过，新登记").click()
    page.locator("#gt-visit [name=name]").fill("周检员")
    page.locator("#gt-visit [name=phone]").fill("13912340000")
    page.locator("#gt-temp").fill("36.4")
    page.locator("#gt-visit [name=note]").fill("电梯年检")
    page.get_by_role("button", name="送去特批").click()
    sent(page, Visit.objects.filter(decision="waiting").exists)
    assert Visit.objects.get(decision="waiting").exemption.reason == "电梯年检"
    expect(page.get_by_role("heading", name="待特批 1")).to_be_visible()
