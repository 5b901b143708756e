"""The orders of the story: day 1 the children's home closes, day 4 level I and all homes."""

from __future__ import annotations

from datetime import date, time, timedelta

from shouwang.accounts.models import User
from shouwang.demo.life.house import FIRST_CLOSED, HOUSED
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.response.actions import bundles, levels, orders
from shouwang.response.actions.orders import NewOrder
from shouwang.response.cited import Cited
from shouwang.response.models import Bundle, Strength

_RAISED = Cited("澜政应〔2020〕1号", "关于启动重大突发公共卫生事件一级响应的通知（演示）")
_CLOSED = Cited("澜疫指〔2020〕3号", "关于民政服务机构实行封闭管理的通知（演示）")
_CHILDREN = Cited("澜民防〔2020〕2号", "关于市儿童福利院先行封闭管理的通知（演示）")
_ABSOLUTE, _PRINCIPLE = Strength.ABSOLUTE, Strength.PRINCIPLE
# 不探视、不接收新入住、不返院一律；外出原则上不批
_CLOSURE = (
    ("visits", _ABSOLUTE),
    ("admission", _ABSOLUTE),
    ("return", _PRINCIPLE),
    ("leave", _PRINCIPLE),
    ("transfer", _PRINCIPLE),
    ("volunteers", _ABSOLUTE),
    ("group_activity", _ABSOLUTE),
    ("group_dining", _ABSOLUTE),
    # who must come in all the same passes by special approval
    ("repairs", _PRINCIPLE),
)
# what level I brings along, from the library of bundles: adopted the day before it is raised
_ADOPTED = ("twice_a_day", "isolation_14", "emergency_report", "three_limits", "vigils_paused")


def happen(number: int, day: date, root: Unit, made: dict[str, Unit], by: User) -> None:
    """Do what the story orders on a day."""
    if number == 1:
        home = next(unit for unit in made.values() if unit.name == FIRST_CLOSED[0])
        _close(home, _CHILDREN, day, time(9, 0), (), by)
    if number == 3:
        at = clock.at(day, time(16, 40))
        for bundle in Bundle.objects.filter(unit=None, code__in=_ADOPTED).order_by("order"):
            bundles.adopt(bundle=bundle, unit=root, levels=[1], by=by, at=at)
    if number == 4:
        at = clock.at(day, time(14, 0))
        levels.change(
            unit=root,
            grade=1,
            from_at=at,
            paper=_RAISED,
            by=by,
            at=at - timedelta(minutes=20),
        )
        _close(root, _CLOSED, day, time(20, 0), tuple(sorted(HOUSED)), by)


def _close(
    unit: Unit, paper: Cited, day: date, moment: time, kinds: tuple[str, ...], by: User
) -> None:
    starts_at = clock.at(day, moment)
    for measure, strength in _CLOSURE:
        orders.give(
            NewOrder(measure, strength=strength, kinds=kinds),
            unit=unit,
            starts_at=starts_at,
            paper=paper,
            by=by,
            at=starts_at - timedelta(hours=2),
        )
