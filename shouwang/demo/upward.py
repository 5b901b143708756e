"""What the office of the demonstration's bureau sends upward: two recipients, two tables.

The last days before the present one leave by their hours; what was corrected overnight is amended
in the morning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shouwang.accounts.models import User
from shouwang.demo.prefecture import ROOT
from shouwang.demo.story import DAY_1
from shouwang.dispatch.actions import dispatches, recipients, sendings
from shouwang.dispatch.models import Dispatch, Recipient
from shouwang.dispatch.sending import board
from shouwang.dispatch.tables.design import BEFORE, CHILDREN, CUMULATIVE, ITEMS, TODAY, Design, Line
from shouwang.dispatch.tables.references import Names
from shouwang.figures.actions import rollups
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.review.actions.signs import sign_day
from shouwang.review.models import DaySign

DAYS = (19, 20)
_HEADQUARTERS, _DEPARTMENT = "澜川市疫情防控指挥部", "省民政厅"
_MADE = {_HEADQUARTERS: time(18, 33), _DEPARTMENT: time(18, 52)}
_DUE = {_HEADQUARTERS: time(18, 40), _DEPARTMENT: time(19, 0)}
_WAY = {_HEADQUARTERS: "paper", _DEPARTMENT: "system"}
_MORNING = time(9, 20)
_FEVER = "今日新发发热：服务对象 ＋ 今日新发发热：职工"
_STATES = "报送情况（家）"
_BY_COUNTY = ("在院", "在岗", _FEVER, "正在隔离观察", "口罩库存", "最紧缺物资可用")
_BY_ITEM = (
    ("报送情况", ("应报", "已报", "零报", "迟报", "未报", "报送率")),
    ("服务对象", ("在院", "今日新入住", "今日返院", "今日离院", "离院在外")),
    ("职工", ("在册职工", "在岗", "有重点地区或接触史（含家属）")),
    ("健康", (_FEVER, "今日送诊", "现有疑似", "现有确诊", "正在隔离观察", "今日解除隔离")),
    ("防控和物资", ("测温", "消毒", "谢绝来访", "口罩库存", "最紧缺物资可用")),
)
_TITLES = {_FEVER: "今日新发发热"}


@dataclass(frozen=True)
class Turn:
    """One thing the office does: a day's table to one recipient, or its amendment."""

    day: date
    at: datetime
    name: str
    amends: bool = False


class Upward:
    """The recipients of the prefecture, and who reports to them."""

    def __init__(self, at: datetime) -> None:
        self.unit = Unit.objects.get(code=ROOT)
        self.by = User.objects.get(username="bangongshi")
        self.leader = User.objects.get(username="lingdao")
        self.recipients = {
            name: self._recipient(name, order, design, at)
            for order, (name, design) in enumerate(_designs(Names(self.unit)).items())
        }

    def turns(self, number: int) -> Iterator[Turn]:
        """Return what the office does about day ``number`` (from 1)."""
        if number not in DAYS:
            return
        day = DAY_1 + timedelta(days=number - 1)
        for name, hour in _MADE.items():
            yield Turn(day, clock.at(day, hour), name)
        morning = clock.at(day + timedelta(days=1), _MORNING)
        yield Turn(day, morning, _HEADQUARTERS, amends=True)

    def do(self, turn: Turn) -> None:
        """Make and send a paper; in the morning amend the one whose figures were corrected."""
        recipient = self.recipients[turn.name]
        if turn.amends:
            self._amend(recipient, turn)
            return
        self._sign_anew(recipient, turn)
        made = dispatches.make(recipient=recipient, day=turn.day, by=self.by, at=turn.at)
        self._send(made, turn)

    def _send(self, made: Dispatch, turn: Turn) -> None:
        sent_at = turn.at + timedelta(minutes=4)
        sendings.mark_sent(
            dispatch=made,
            sent_at=sent_at,
            way=_WAY[turn.name],
            receipt="值班员签收" if turn.name == _HEADQUARTERS else "",
            by=self.by,
            at=sent_at + timedelta(minutes=1),
        )

    def _sign_anew(self, recipient: Recipient, turn: Turn) -> None:
        """Let the leader sign for what came in between: only signed figures leave."""
        rollups.settle_all()
        entry = board.entry_of(recipient, turn.day, now=turn.at)
        if entry.signature is None or entry.signature.is_changed:
            at = turn.at - timedelta(minutes=1)
            stage = DaySign.Stage.LEADER
            sign_day(
                unit=self.unit, day=turn.day, stage=stage, by=self.leader, at=at, with_gaps=True
            )

    def _amend(self, recipient: Recipient, turn: Turn) -> None:
        rollups.settle_all()
        entry = board.entry_of(recipient, turn.day, now=turn.at)
        signed = entry.signature is not None and not entry.signature.is_changed
        if entry.last is None or not entry.changes or not signed:
            return
        why = "报出后有机构补报、更正"
        made = dispatches.amend(dispatch=entry.last, reason=why, by=self.by, at=turn.at)
        self._send(made, turn)

    def _recipient(self, name: str, order: int, design: Design, at: datetime) -> Recipient:
        made = recipients.create_recipient(
            unit=self.unit, name=name, due=_DUE[name], reviewer="养老科长甲", order=order,
            phone="0999-2012349", by=self.by, at=at,
        )  # fmt: skip
        recipients.save_layout(recipient=made, design=design, by=self.by, at=at)
        recipients.publish_layout(recipient=made, by=self.by, at=at)
        return made


def _designs(names: Names) -> dict[str, Design]:
    """Return the tables of both recipients, by the recipient's name."""
    asked = ("应报", "已报", "未报", "报送率")
    states = [Line(names.read(zh), group=_STATES) for zh in asked]
    figures = [Line(names.read(zh), _TITLES.get(zh, "")) for zh in _BY_COUNTY]
    items = [
        Line(names.read(zh), _TITLES.get(zh, ""), group)
        for group, texts in _BY_ITEM
        for zh in texts
    ]
    return {
        _HEADQUARTERS: Design(
            "指挥部日报表", CHILDREN, (*states, *figures), reporter="澜川市民政局",
            number="澜防指民1表", made_by=_HEADQUARTERS, approved_by="澜川市疫情防控指挥部办公室",
            valid_until="2020年6月30日",
        ),
        _DEPARTMENT: Design(
            "省厅日报表", ITEMS, tuple(items), (TODAY, BEFORE, CUMULATIVE), "澜川市民政局",
            number="民防统2表", made_by=_DEPARTMENT, approved_by="省统计局",
            valid_until="2020年12月31日",
        ),
    }  # fmt: skip
