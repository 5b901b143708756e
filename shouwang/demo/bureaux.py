"""Who reports upward in the demonstration: the prefecture's bureau, and one county's, each to two
recipients with an hour and a table of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

from shouwang.demo.prefecture import ROOT
from shouwang.dispatch.tables.design import (
    BEFORE,
    CHILDREN,
    CUMULATIVE,
    ITEMS,
    KINDS,
    TODAY,
    Design,
    Line,
)
from shouwang.dispatch.tables.references import Names

_FEVER = "今日新发发热：服务对象 ＋ 今日新发发热：职工"
_TITLES = {_FEVER: "今日新发发热"}
_STATES = "报送情况（家）"
_ASKED = ("应报", "已报", "未报", "报送率")
_BY_UNIT = ("在院", "在岗", _FEVER, "正在隔离观察", "口罩库存", "最紧缺物资可用")
_BY_KIND = ("在院", "在册职工", "在岗", _FEVER, "正在隔离观察", "最紧缺物资可用")
_BY_ITEM = (
    ("报送情况", ("应报", "已报", "零报", "迟报", "未报", "报送率")),
    ("服务对象", ("在院", "今日新入住", "今日返院", "今日离院", "离院在外")),
    ("职工", ("在册职工", "在岗", "有重点地区或接触史（含家属）")),
    ("健康", (_FEVER, "今日送诊", "现有疑似", "现有确诊", "正在隔离观察", "今日解除隔离")),
    ("防控和物资", ("测温", "消毒", "谢绝来访", "口罩库存", "最紧缺物资可用")),
)


@dataclass(frozen=True)
class Told:
    """One recipient: its name, its hour, when its table is made, how that leaves and who takes it,
    and the table."""

    name: str
    due: time
    made: time
    way: str
    receipt: str
    design: Callable[[Names], Design]


@dataclass(frozen=True)
class Bureau:
    """Who reports upward: the unit, whose office makes the tables, who checked them, where to
    call. The first recipient gets an amendment of what was corrected overnight."""

    code: str
    clerk: str
    reviewer: str
    phone: str
    told: tuple[Told, ...]


def _line(names: Names, zh: str, group: str = "") -> Line:
    return Line(names.read(zh), _TITLES.get(zh, ""), group)


def _with_states(names: Names, asked: tuple[str, ...]) -> tuple[Line, ...]:
    states = [_line(names, zh, _STATES) for zh in _ASKED]
    return (*states, *(_line(names, zh) for zh in asked))


def _to_headquarters(names: Names) -> Design:
    return Design(
        "指挥部日报表", CHILDREN, _with_states(names, _BY_UNIT), reporter="澜川市民政局",
        number="澜防指民1表", made_by="澜川市疫情防控指挥部",
        approved_by="澜川市疫情防控指挥部办公室", valid_until="2020年6月30日",
    )  # fmt: skip


def _to_department(names: Names) -> Design:
    items = tuple(_line(names, zh, group) for group, texts in _BY_ITEM for zh in texts)
    return Design(
        "省厅日报表", ITEMS, items, (TODAY, BEFORE, CUMULATIVE), "澜川市民政局",
        number="民防统2表", made_by="省民政厅", approved_by="省统计局",
        valid_until="2020年12月31日",
    )  # fmt: skip


def _to_county_headquarters(names: Names) -> Design:
    return Design(
        "指挥部日报表", CHILDREN, _with_states(names, _BY_UNIT), reporter="砚宁县民政局",
        number="砚防指民1表", made_by="砚宁县疫情防控指挥部",
        approved_by="砚宁县疫情防控指挥部办公室", valid_until="2020年6月30日",
    )  # fmt: skip


def _to_superior_bureau(names: Names) -> Design:
    return Design(
        "县级民政服务机构日报汇总表", KINDS, _with_states(names, _BY_KIND),
        reporter="砚宁县民政局", number="澜民防汇1表", made_by="澜川市民政局",
        approved_by="澜川市统计局", valid_until="2020年12月31日",
    )  # fmt: skip


PREFECTURE = Bureau(
    ROOT, "bangongshi", "养老科长甲", "0999-2012349",
    (
        Told("澜川市疫情防控指挥部", time(18, 40), time(18, 33), "paper", "值班员签收",
             _to_headquarters),
        Told("省民政厅", time(19, 0), time(18, 52), "system", "", _to_department),
    ),
)  # fmt: skip
COUNTY = Bureau(
    f"{ROOT}/YN", "xianban", "县局科员甲", "0999-2016349",
    (
        Told("砚宁县疫情防控指挥部", time(17, 40), time(17, 33), "paper", "指挥部值班室签收",
             _to_county_headquarters),
        Told("澜川市民政局", time(17, 50), time(17, 41), "system", "", _to_superior_bureau),
    ),
)  # fmt: skip
