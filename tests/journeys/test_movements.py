"""A carer's phone and two signatures: leave refused with the paper, a return isolated, released."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.kit import clock
from shouwang.movements.actions import checks
from shouwang.movements.actions.checks import Check
from shouwang.movements.models import Isolation, IsolationCheck, Movement
from shouwang.orgs.models import Unit
from shouwang.response.models import Order
from tests.cast import DAY, MORNING, at, make_user
from tests.movements.stage import ask, residents, rooms, sent_out
from tests.reporting.stage import set_clock, sign_in

pytestmark = pytest.mark.browser


def fits(page: Page, axe: Callable[[Page], list[str]]) -> None:
    """Hold a page to the width of the phone and to the rules of accessibility."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe(page) == []


@pytest.fixture
def hands(zhao_home: Unit) -> dict[str, User]:
    """A carer, a medic and the director of 赵家敬老院."""
    told = {
        "carer": ("周护理", Role.CARER),
        "medic": ("吴医生", Role.MEDIC),
        "director": ("郑院长", Role.DIRECTOR),
    }
    return {key: make_user(key, name, zhao_home, role) for key, (name, role) in told.items()}


@pytest.fixture
def outing(prefecture: Unit, zhao_home: Unit, hands: dict[str, User], system: User) -> Movement:
    """One of four residents is at the hospital; leave is suspended by a paper."""
    carer, director = hands["carer"], hands["director"]
    people: list[UUID] = residents(zhao_home, director)
    rooms(zhao_home, "隔离室1", "隔离室2")
    Order.objects.create(
        unit=prefecture,
        giver=prefecture,
        measure_id="leave",
        strength="absolute",
        starts_at=MORNING,
        paper_number="澜疫指〔2020〕3号",
        paper_title="关于加强养老机构防控的通知",
        given_by=system,
        given_at=MORNING,
    )
    asked = ask(people[0], "medical", reason="左腿复查", companion="王强（儿子）")
    return sent_out(zhao_home, asked, carer=carer, director=director, when=at(hour=8))


def test_leave_is_refused_with_the_paper_and_a_return_is_isolated_until_two_release(
    live: str,
    monkeypatch: pytest.MonkeyPatch,
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    zhao_home: Unit,
    hands: dict[str, User],
    outing: Movement,
) -> None:
    set_clock(monkeypatch, at(hour=13))
    page = open_page(width=360, height=760)
    sign_in(page, live, hands["carer"])
    page.goto(f"{live}/m/movements/")
    page.get_by_role("button", name="请假外出").click()
    expect(page.locator("#mv-refusal")).to_contain_text("澜疫指〔2020〕3号")
    expect(page.get_by_role("button", name="提交申请")).to_be_hidden()
    fits(page, axe)

    # a physician is no leave: asked for, and it waits for the director
    page.get_by_role("button", name="外出就医").click()
    page.get_by_label("人员").select_option(label="201-2 李建国")
    page.get_by_label("事由").fill("牙痛")
    page.get_by_role("button", name="提交申请").click()
    expect(page.locator("#toasts")).to_contain_text("外出就医已登记：待审批")

    # the one who comes back is isolated by the same press
    page.get_by_role("button", name=re.compile("登记返院.*王秀英")).click()
    expect(page.locator("#toasts")).to_contain_text("隔离观察开始")
    one = Isolation.objects.get()
    assert (one.cause, one.room.name if one.room else "") == ("medical", "隔离室1")

    page.goto(f"{live}/m/isolation/")
    card = page.locator("details", has_text="王秀英").first
    expect(card).to_contain_text("第 1/14 天")
    expect(card).to_contain_text("今日缺 1 次")
    card.locator("summary").first.click()
    card.get_by_label("体温").fill("365")
    fits(page, axe)
    card.get_by_role("button", name="登记").click()
    expect(page.locator("#toasts")).to_contain_text("已登记 36.5 ℃")
    expect(card).to_contain_text("今日已查 1/1")
    assert IsolationCheck.objects.get().tenths == 365

    # thirteen days on, one check of the fifth day was missed
    began = clock.start_of(DAY)
    later = [
        Check(one.pk, began + timedelta(days=day, hours=hour), tenths=364)
        for day in range(1, 14)
        for hour in (8, 15)
        if (day, hour) != (4, 15)
    ]
    released_at = began + timedelta(days=14, hours=9)
    checks.check_many(unit=zhao_home, checks=later, by=hands["carer"], at=released_at)
    set_clock(monkeypatch, released_at)
    medic = open_page(width=360, height=760)
    sign_in(medic, live, hands["medic"])
    medic.goto(f"{live}/isolation/{one.pk}/")
    medic.get_by_role("button", name="以医务人员签字").click()
    expect(medic.locator("main")).to_contain_text("第 5 天缺检查，补登或说明原因后再签")
    fits(medic, axe)
    medic.get_by_label("第 5 天漏查原因").fill("停电，体温计未充电")
    medic.get_by_role("button", name="说明").click()
    medic.get_by_role("button", name="以医务人员签字").click()
    expect(medic.locator("main")).to_contain_text("吴医生")
    one.refresh_from_db()
    assert one.ended_at is None

    director = open_page(width=360, height=760)
    sign_in(director, live, hands["director"])
    director.goto(f"{live}/isolation/")
    expect(director.locator("main")).to_contain_text("今日可解除")
    fits(director, axe)
    director.get_by_role("link", name="王秀英").first.click()
    director.get_by_role("button", name="以机构负责人签字").click()
    expect(director.locator("main")).to_contain_text("期满解除")
    one.refresh_from_db()
    assert {one.medic_id, one.director_id} == {hands["medic"].pk, hands["director"].pk}


def test_an_admission_and_a_death_entered_without_a_network_arrive_when_it_is_back(
    live: str,
    monkeypatch: pytest.MonkeyPatch,
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    zhao_home: Unit,
    hands: dict[str, User],
) -> None:
    set_clock(monkeypatch, at(hour=13))
    people = residents(zhao_home, hands["director"])
    rooms(zhao_home, "隔离室1")
    page = open_page(width=360, height=760)
    sign_in(page, live, hands["director"])
    page.goto(f"{live}/m/movements/")
    page.get_by_role("button", name="新入住").wait_for()
    page.context.set_offline(True)
    page.get_by_role("button", name="新入住").click()
    page.get_by_label("姓名", exact=False).first.fill("冯大爷")
    page.get_by_label("身份证号").fill("341202194501011230")
    page.get_by_label("事由").fill("无人照料")
    page.get_by_role("button", name="提交申请").click()
    expect(page.locator("#mv-wrong")).to_have_text("身份证号校验位不对，请逐位核对")
    page.get_by_label("身份证号").fill("341202194501011236")
    expect(page.locator("#mv-read")).to_have_text("校验通过：男，1945 年出生")
    page.get_by_label("房间").fill("105")
    page.get_by_label("家属姓名").fill("冯小妹")
    page.get_by_label("家属电话").fill("13855880000")
    fits(page, axe)
    page.get_by_role("button", name="提交申请").click()
    expect(page.locator("#mv-lists")).to_contain_text("新入住申请 冯大爷")

    page.get_by_role("button", name="死亡").click()
    page.get_by_label("人员").select_option(label="201-1 王秀英")
    page.get_by_label("死亡地点").select_option(label="医院")
    fits(page, axe)
    page.get_by_role("button", name="登记死亡").click()
    expect(page.locator("#mv-lists")).to_contain_text("登记死亡 王秀英")
    assert not Movement.objects.exists()

    page.context.set_offline(False)
    expect(page.locator("#mv-lists")).not_to_contain_text("登记死亡 王秀英")
    expect(page.locator("#mv-lists")).to_contain_text("冯大爷")
    asked = Movement.objects.get(kind="admission")
    assert (asked.person.id_number, asked.person.room) == ("341202194501011236", "105")
    assert Movement.objects.get(kind="death").person_id == people[0]

    # approved on its page, carried out on the phone: isolation begins by itself
    page.get_by_role("link", name=re.compile("审批.*冯大爷")).click()
    page.get_by_role("button", name="批准", exact=True).click()
    page.goto(f"{live}/m/movements/")
    page.get_by_role("button", name=re.compile("登记入住.*冯大爷")).click()
    expect(page.locator("#toasts")).to_contain_text("已登记入住，隔离观察开始")
    assert Isolation.objects.get().cause == "new"

    # and stands in the list of people, found by the letters of the name, isolated
    page.goto(f"{live}/m/people/")
    page.get_by_label("查找").fill("fdy")
    expect(page.locator("main details")).to_have_count(1)
    page.locator("summary", has_text="冯大爷").click()
    expect(page.locator("main details")).to_contain_text("隔离观察 第 1/14 天")
    expect(page.locator("main details")).to_contain_text("341202********1236")
    fits(page, axe)
