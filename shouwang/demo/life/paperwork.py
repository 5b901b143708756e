"""Guides signed for, self-checks filled, the plans of a few houses: what stands in the files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from shouwang.accounts.models import User
from shouwang.demo.life.house import House
from shouwang.guides.actions import checklists, guides, plans, sheets
from shouwang.guides.actions.guides import NewVersion
from shouwang.guides.actions.sheets import NewSheet, Said
from shouwang.guides.models import Checklist, Guide
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.orgs.kinds import ELDERLY_HOMES
from shouwang.orgs.models import Unit

_GUIDE = """一、封闭期间老人不外出、家属不进院；外出就医由负责人批准，有人陪同，回院隔离。
二、每天上午、下午各测一次体温，达到发热标准的立即隔离，先电话、后书面报告。
三、公共场所每天消毒两次、通风两次，做完即登记。
四、物品在门岗交接，消毒后转交；来人先登记、测温，再谢绝或放行。
五、隔离人员单人单间，专人护理，期满由医务人员和负责人签字解除。"""
_PLAN = {
    "clean_zone": "主楼二、三层居室和餐厅",
    "buffer_zone": "主楼一层门厅东侧更衣间",
    "contaminated_zone": "东侧平房 10 间及其卫生间",
    "clean_passage": "主楼北门，职工和餐食进出",
    "dirty_passage": "东侧便门，转运病人和垃圾",
    "isolation_rooms": "东侧 01—10 室：各 1 床，有独立卫生间",
    "isolation_staff": "护理员 2 人，7 天一轮换，住东侧值班室",
    "isolation_overflow": "腾空一层活动室，或报县民政局安排集中点",
    "lead": "院长负责，不在时由护理组长代替",
    "staffing": "白班 8 人、夜班 3 人，住院值守 10 人；缺员由镇政府协调",
    "contacts": "县民政局值班室 0400-5532001\n县疾控中心 0400-5532002\n镇卫生院 0400-5532003",
    "supplies": "口罩 600 只，够 12 天\n84 消毒液 20 桶，够 20 天\n额温枪 4 支",
    "fever_steps": "复测\n转入隔离室\n告知家属\n电话报县民政局和疾控\n送发热门诊\n终末消毒",
    "closure_steps": "大门双锁，门岗 24 小时值守；外出就医由院长批准",
}
_LIST = "home_daily"


def happen(
    number: int, day: date, root: Unit, houses: Sequence[House], office: User, by: User
) -> None:
    """Issue the guide on day 5, have it signed on the days after; check oneself every day."""
    homes = [house for house in houses if house.unit.kind in ELDERLY_HOMES]
    if number == 5:
        at = clock.at(day, time(9, 30))
        new = NewVersion(_GUIDE, source="澜民防〔2020〕4号（演示）")
        kinds = sorted(ELDERLY_HOMES)
        guides.issue(
            issuer=root, title="养老机构封闭管理工作指引", kinds=kinds, new=new, by=office, at=at
        )
        checklists.adopt(owner=root, code=_LIST, by=office, at=at)
    if number in (6, 7):
        guide = Guide.objects.get(issuer=root)
        for house in homes[number % 2 :: 5]:
            at = clock.at(day, time(8, house.rng.randrange(60)))
            guides.sign(guide=guide, unit=house.unit, by=_signer(house, by), at=at)
    if number == 8:
        guide = Guide.objects.get(issuer=root)
        guides.remind(guide=guide, by=office, at=clock.at(day, time(9)))
    if number >= 19:
        _check_themselves(day, homes, by)


def _check_themselves(day: date, homes: Sequence[House], by: User) -> None:
    """Most fill the list of the day; one in twenty says 否 to a question, and why."""
    checklist = Checklist.objects.get(builtin=_LIST, closed_on=None)
    items = list(checklist.items.filter(is_on=True).order_by("order").values_list("pk", flat=True))
    made = []
    for house in homes:
        if house.rng.random() < 0.12:
            continue
        said = dict.fromkeys(items, Said("yes"))
        if house.rng.random() < 0.05:
            said[items[-1]] = Said("no", "当班人手不足，下午补做")
        at = clock.at(day, time(8, 30)) + timedelta(minutes=house.rng.randrange(90))
        made.append(NewSheet(house.unit, checklist, said, at, id=uuid7(at)))
    sheets.fill_many(new=made, by=by, at=clock.at(day, time(10, 30)))


def plan(house: House, day: date, by: User, county: User | None) -> None:
    """Draft a house's plan and send it in; approved by the county where it is given."""
    at = clock.at(day, time(15, 0))
    director = _signer(house, by)
    plans.save(unit=house.unit, content=_PLAN, by=director, at=at)
    version = plans.submit(unit=house.unit, by=director, at=at + timedelta(minutes=20))
    if county:
        at += timedelta(hours=3)
        plans.approve(version=version, by=county, at=at, filing_number="砚民防备〔2020〕7号")


def _signer(house: House, by: User) -> User:
    return house.hands.director if house.hands else by
