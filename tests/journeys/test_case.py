"""A fever in a real browser: from the card to the final report, under its superior's eyes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.epidemic.actions import cases
from shouwang.epidemic.models import Case
from shouwang.orgs.models import Unit
from shouwang.papers import fonts
from shouwang.people.actions import admissions
from shouwang.people.checks import NewPerson
from shouwang.people.models import Person
from tests.cast import DAY, START, at, make_user
from tests.reporting.stage import set_clock, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def house(zhao_home: Unit) -> Unit:
    """赵家敬老院 with two who share a room."""
    for name, bed in (("王秀英", "3"), ("李桂兰", "1")):
        person = NewPerson(name=name, room="201", bed=bed)
        admissions.admit(unit=zhao_home, person=person, at=at(START, 9), by=system_user())
    return zhao_home


def test_from_a_fever_to_the_final_report_with_the_county_watching(
    live: str,
    monkeypatch: pytest.MonkeyPatch,
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    house: Unit,
    tang: User,
) -> None:
    fonts.build()
    head = make_user("head", "赵院长", house, Role.DIRECTOR)
    set_clock(monkeypatch, at(DAY, 7, 21))
    county = open_page(width=1440)
    sign_in(county, live, tang)
    county.goto(f"{live}/emergencies/")
    expect(county.get_by_text("没有处置中的紧急情况")).to_be_visible()

    phone = open_page(width=360, height=760)
    sign_in(phone, live, head)
    phone.goto(f"{live}/emergencies/new/")
    phone.get_by_label("人员").select_option(label="201-3 王秀英")
    phone.get_by_label("体温").fill("37.6")
    assert axe(phone) == []
    phone.get_by_role("button", name="建立处置卡").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("王秀英")

    # the county sees the clock run, without loading again and without the name
    expect(county.locator(".case-line")).to_contain_text("王**")
    expect(county.locator(".case-line")).to_contain_text("电话首报")
    assert "秀英" not in county.content()

    # an emergency goes first: one tap; then whom to call, a tap each
    phone.get_by_role("button", name="已做 送诊").click()
    phone.get_by_role("button", name="已做 告知家属").click()
    set_clock(monkeypatch, at(DAY, 7, 26))
    phone.get_by_role("button", name="已做 电话首报：主管部门").click()
    expect(phone.locator("#case-clocks")).to_contain_text("07:26")
    expect(phone.get_by_role("button", name="已做 电话首报：疾控")).to_be_visible()
    assert axe(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360

    # disease control is called late: it says by how much, to both
    set_clock(monkeypatch, at(DAY, 7, 44) + timedelta(seconds=30))
    expect(county.locator(".case-line")).to_contain_text("未报，已超时")
    phone.get_by_role("button", name="已做 电话首报：疾控").click()
    county.get_by_role("link", name="王**").click()
    expect(county.locator("#case-clocks")).to_contain_text("超时 14 分钟")
    county.get_by_role("button", name="确认收到").click()
    expect(county.get_by_text("待确认收到")).to_have_count(0)
    assert axe(county) == []

    # in writing: drafted from the card, completed, sent, as Word
    phone.get_by_role("link", name="起草 书面初报").click()
    text = phone.get_by_label("正文")
    assert "同室1人" in text.input_value()
    text.fill(text.input_value() + "\n联系人：赵院长。")
    assert axe(phone) == []
    phone.get_by_role("button", name="报出").click()
    expect(phone.locator("#case-clocks")).to_contain_text("续报")
    phone.get_by_role("link", name="看报告").click()
    expect(phone.get_by_text("联系人：赵院长。")).to_be_visible()
    with phone.expect_download() as word:
        phone.get_by_role("link", name="下载 Word").click()
    assert "初报" in word.value.suggested_filename

    # disease control excludes it, by name; the final report ends it
    phone.get_by_role("link", name="返回处置卡").click()
    phone.locator("summary", has_text="结案").click()
    phone.get_by_label("结果").select_option(label="疾控排除")
    phone.get_by_label("谁的意见").fill("区疾控中心 王主任")
    phone.get_by_role("button", name="结案").click()
    expect(phone.get_by_text("已结案")).to_be_visible()
    phone.get_by_role("link", name="起草 终报").click()
    assert "疾控排除" in phone.get_by_label("正文").input_value()
    phone.get_by_role("button", name="报出").click()
    expect(phone.locator(".case-link.is-done")).to_have_count(6)

    late = dict(Case.objects.get().steps.values_list("step", "late_s"))
    assert (late["phone_superior"], late["written_first"]) == (0, 0)
    assert 13 * 60 < late["phone_cdc"] <= 14 * 60
    county.goto(f"{live}/emergencies/?show=closed")
    expect(county.locator(".case-line")).to_contain_text("疾控排除")


def test_a_step_pressed_without_a_network_stands_at_its_moment_when_it_is_back(
    live: str,
    monkeypatch: pytest.MonkeyPatch,
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    house: Unit,
) -> None:
    carer = make_user("carer", "周护理", house, Role.CARER)
    wang = Person.objects.get(unit=house, bed="3")
    began = at(DAY, 7, 20)
    case = cases.open_case(person_id=wang.pk, unit=house, at=began, why="晨间测温", by=carer)
    set_clock(monkeypatch, at(DAY, 7, 24))
    page = open_page(width=360, height=760)
    sign_in(page, live, carer)
    page.goto(f"{live}/m/emergency/")
    expect(page.locator("#case-list")).to_contain_text("王秀英 201-3")
    page.context.set_offline(True)
    page.get_by_role("button", name="已做 电话首报：疾控").click()
    expect(page.locator(".case-step", has_text="电话首报：疾控")).to_contain_text("待上传")
    page.get_by_text("填复测体温").click()
    page.get_by_label("复测体温").fill("4")
    page.get_by_role("button", name="记下 复测体温").click()
    expect(page.locator("#toasts")).to_contain_text("请填体温")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not case.steps.exists()
    page.context.set_offline(False)
    done = page.locator(".case-step.is-done", has_text="电话首报：疾控")
    expect(done).to_contain_text("周护理")
    assert case.steps.get().step == "phone_cdc"
