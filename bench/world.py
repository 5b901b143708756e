"""The nation that is measured: provinces, prefectures, counties, institutions, thirty figures.

Always the same for a size, so that any total can be worked out beside the database. Every level
has as many children whatever the size (only the nation has more provinces), so that growth of the
nation, not of one office's area, is what the sizes compare.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

SIZES = (400, 4_000, 40_000)
PREFECTURES, COUNTIES = 10, 9
HOMES = 14  # institutions of a county
HISTORY = 30
LAST = date(2020, 2, 29)  # the last day of the history
FIRST = LAST - timedelta(days=HISTORY - 1)
OPENED_ON = date(2019, 1, 1)
CLERKS = 8
# nothing has it: a report that states it is told from all others in any total
MARKER = "fever_residents"

_STOCKS = (
    *(("beds", "床位数", "张"), ("masks", "口罩库存", "只"), ("disinfectant", "消毒液库存", "升")),
    *(
        ("thermometers", "体温计", "支"),
        ("goggles", "护目镜", "副"),
        ("in_house", "在院老人", "人"),
    ),
    *(("self_reliant", "自理老人", "人"), ("half_reliant", "半失能老人", "人")),
    *(("disabled", "失能老人", "人"), ("over_80", "八十岁以上老人", "人")),
    *(("away", "请假离院老人", "人"), ("isolated", "隔离观察老人", "人")),
    *(("staff", "在册职工", "人"), ("staff_on_duty", "在岗职工", "人")),
    *(("staff_away", "未返岗职工", "人"), ("carers", "护理人员", "人")),
)
_FLOWS = (
    *(("admitted", "今日新入住"), ("left_today", "今日离院"), ("returned", "今日返院")),
    *(("deaths", "今日死亡"), ("to_hospital", "今日送医"), ("visitors", "今日来访")),
    *((MARKER, "今日新发发热：老人"), ("fever_staff", "今日新发发热：职工")),
    *(("deliveries", "今日送货"), ("masks_used", "今日用口罩"), ("masks_received", "今日收口罩")),
    *(("rooms_disinfected", "今日消毒房间"), ("rounds", "今日巡查")),
)
STOCKS = tuple(code for code, _, _ in _STOCKS)
FLOWS = tuple(code for code, _ in _FLOWS)
CODES = (*STOCKS, *FLOWS, "days_left")


def database(size: int) -> str:
    """Return the name of the database of a size."""
    return f"bench_{size}"


def provinces(size: int) -> int:
    """Return how many provinces carry that many institutions."""
    return max(1, round(size / (PREFECTURES * COUNTIES * HOMES)))


def units(size: int) -> list[Any]:
    """Return the nation's units as ``NewUnit``s, superiors first; exactly ``size`` institutions."""
    from shouwang.orgs.actions.units import NewUnit
    from shouwang.orgs.kinds import Kind

    def unit(code: str, name: str, kind: str, parent: str, order: int) -> NewUnit:
        return NewUnit(code, name, kind, OPENED_ON, parent_code=parent, order=order)

    made = [unit("CN", "全国", Kind.NATION, "", 0)]
    counties: list[tuple[str, str]] = []
    for p in range(provinces(size)):
        made.append(unit(province := f"CN/{p:02d}", f"第{p + 1}省", Kind.PROVINCE, "CN", p))
        for q in range(PREFECTURES if size > 400 else 3):
            made.append(
                unit(
                    city := f"{province}/{q}", f"第{p + 1}省{q + 1}市", Kind.PREFECTURE, province, q
                )
            )
            for c in range(COUNTIES):
                name = f"第{p + 1}省{q + 1}市{c + 1}县"
                made.append(unit(f"{city}/{c}", name, Kind.COUNTY, city, c))
                counties.append((f"{city}/{c}", name))
    kinds = (Kind.PUBLIC_RURAL_HOME, Kind.PRIVATE_URBAN_HOME, Kind.PRIVATE_RURAL_HOME)
    for n in range(size):
        row, column = divmod(n, len(counties))
        code, name = counties[column]
        made.append(
            unit(f"{code}/H{row:02d}", f"{name}第{row + 1}敬老院", kinds[row % 3], code, row)
        )
    return made


def form_draft() -> Any:
    """Return the form's thirty items and eight checks."""
    from shouwang.reporting.actions.forms import FigureSpec, FormDraft, ItemDraft, RuleDraft

    stocks = [
        ItemDraft(FigureSpec(code, zh, "stock", measure=measure), group="在院与职工", carries=True)
        for code, zh, measure in _STOCKS
    ]
    flows = [
        ItemDraft(FigureSpec(code, zh, "flow", abnormal=code.startswith("fever")), group="今日")
        for code, zh in _FLOWS
    ]
    lowest = FigureSpec("days_left", "最紧缺物资可用", "stock", measure="天", aggregate="min")
    checks = (
        ("in_house >= admitted", "error", "新入住不能多于在院", "admitted"),
        (
            "self_reliant + half_reliant + disabled <= in_house + 500",
            "error",
            "分类之和不符",
            "disabled",
        ),
        ("beds + 100 >= in_house", "error", "在院不能多于床位", "in_house"),
        ("staff + 100 >= staff_on_duty", "error", "在岗不能多于在册", "staff_on_duty"),
        ("masks + masks_received >= 0", "error", "口罩收支不符", "masks"),
        ("days_left >= 3", "warning", "物资可用不足 3 天", "days_left"),
        ("deaths == 0", "warning", "请核实死亡人数", "deaths"),
        ("fever_residents + fever_staff < 5", "warning", "发热较多，请核实", "fever_residents"),
    )
    return FormDraft(
        items=[*stocks, *flows, ItemDraft(lowest, group="物资")],
        rules=[RuleDraft(*check) for check in checks],
        # no clock: the days that are filed lie in the past, and a form with one locks at 22:00
    )


def values(number: int, day: date) -> dict[str, int]:
    """Return what the institution ``number`` (its unit's id) states on a day; ``sql_values`` is
    the same in SQL. Stocks stand still, so that no change asks for a reason."""
    n = (day - FIRST).days
    stated = {code: 40 + (number * 7 + i * 13) % 80 for i, code in enumerate(STOCKS)}
    stated |= {code: (number + i * 3 + n) % 5 for i, code in enumerate(FLOWS)}
    return stated | {MARKER: 0, "days_left": 3 + (number + n) % 9}


def sql_values(figure_ids: dict[str, int]) -> str:
    """Return the SQL expression of ``values`` as jsonb, by figure id; names unit id ``u.id`` and
    day number ``n``."""
    parts = {code: f"40 + (u.id * 7 + {i * 13}) %% 80" for i, code in enumerate(STOCKS)}
    parts |= {code: f"(u.id + {i * 3} + n) %% 5" for i, code in enumerate(FLOWS)}
    parts |= {MARKER: "0", "days_left": "3 + (u.id + n) %% 9"}
    pairs = ", ".join(f"'{figure_ids[code]}', {said}" for code, said in parts.items())
    return f"jsonb_build_object({pairs})"


def total(numbers: list[int], day: date, code: str) -> int:
    """Return the total of a figure over the institutions that filed, worked out here."""
    combine = min if code == "days_left" else sum
    return combine(values(n, day)[code] for n in numbers)


def at(day: date, hour: int = 16) -> datetime:
    """Return a moment of a day."""
    from shouwang.kit import clock

    return clock.at(day, time(hour))
