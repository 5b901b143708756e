"""The papers of the story: the notice of day 1 that every county signs for, the notice of day 16
that headquarters issues under its own number, the circular of day 17, a request on its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from shouwang.accounts.models import User
from shouwang.demo.story import DAY_1
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.papers import queries
from shouwang.papers.actions import chain, distribution, drafting
from shouwang.papers.actions.chain import Outside
from shouwang.papers.models import Paper


@dataclass(frozen=True)
class Cast:
    """The bureau and its people: who drafts, in the office and in a section, who checks and
    numbers, who signs, who signs for what arrives in each county."""

    bureau: Unit
    drafter: User
    section: User
    office: User
    leader: User
    counties: Sequence[tuple[Unit, User]]


@dataclass(frozen=True)
class _Told:
    """A paper of the story: when it was begun, how far it went, who issues it."""

    day: int
    at: time
    kind: str
    title: str
    addressee: str
    body: str
    urgency: str = ""
    outside: Outside | None = None
    signed_for: int = 0
    stops_at: str = ""
    by_section: bool = False


_COUNTIES = "各县（市、区）民政局，经开区社会事务局"
_PAPERS = (
    _Told(
        1, time(9, 40), "notice", "关于建立疫情防控工作日报告和零报告制度的通知", _COUNTIES,
        """一、报告范围
辖区内养老、儿童福利、救助、精神卫生、殡葬、婚姻登记等各类民政服务机构和场所。
二、报告时限
（一）机构每日16时30分前填报当日16时数据，无异常的填报零报告。
（二）县级民政部门17时30分前审核签发。
三、有关要求
迟报、漏报、瞒报的，予以通报；数据更正须写明原因，旧数保留。
各单位收到本通知后，请于今日18时前签收。""",
        urgency="特急", signed_for=9,
    ),
    _Told(
        16, time(10, 20), "notice", "关于落实养老机构包保责任的通知", "各县（市、区）指挥部",
        """一、明确包保领导
每一家养老机构由一名县级或局级领导包保，名单公布到机构。
二、明确包保职责
（一）每周至少联系两次，查看封闭管理、物资储备和人员在岗情况。
（二）机构未按时报送的，当晚联系到院长。
三、补齐空缺
尚无包保领导的机构，当日内全部落实。""",
        urgency="加急",
        outside=Outside("澜川市疫情防控工作指挥部", "澜疫指〔2020〕16号"), signed_for=8,
    ),
    _Told(
        17, time(15, 5), "circular", "关于养老机构防控工作督导检查情况的通报", _COUNTIES,
        """一、总体情况
第二轮督导检查3家养老机构，发现问题7个，其中2个为重复出现。
二、主要问题
（一）体温登记不全
个别机构补填登记表，同一笔迹连填三日。
（二）消毒记录与现场不符
三、有关要求
存在问题的机构两日内整改完毕，同类机构对照自查。""",
        signed_for=7, by_section=True,
    ),
    _Told(
        21, time(15, 30), "request", "关于追加养老机构口罩等防护物资的请示", "市疫情防控工作指挥部",
        """一、基本情况
养老机构封闭管理以来，在院老人和封闭住院职工每日均需更换口罩。
二、请示事项
恳请追加调拨医用口罩，优先保障可用天数不足3天的机构。
妥否，请批示。""",
        urgency="加急", stops_at="sign", by_section=True,
    ),
)  # fmt: skip


def happen(number: int, cast: Cast) -> None:
    """Send the papers of day ``number`` on their way, each as its people would."""
    for told in _PAPERS:
        if told.day == number:
            _travel(cast, told)


def _travel(cast: Cast, told: _Told) -> None:
    now = clock.at(DAY_1 + timedelta(days=told.day - 1), told.at)
    by = cast.section if told.by_section else cast.drafter
    paper = drafting.draft_paper(
        unit=cast.bureau, kind=told.kind, title=told.title, addressee=told.addressee,
        body=told.body, urgency=told.urgency, by=by, at=now,
    )  # fmt: skip
    paper = drafting.submit_paper(paper=paper, by=by, at=now + timedelta(minutes=6))
    for minutes, deed in ((14, "check"), (38, "sign"), (47, "number"), (55, "seal")):
        if deed == told.stops_at:
            return
        by = cast.leader if deed == "sign" else cast.office
        outside = told.outside if deed == "number" else None
        paper = pass_on(paper, by, now + timedelta(minutes=minutes), outside)
    hand_out(cast, paper, cast.counties, now + timedelta(minutes=58), signed_for=told.signed_for)


def pass_on(paper: Paper, by: User, at: datetime, outside: Outside | None = None) -> Paper:
    """Do the step that a paper waits for."""
    (due,) = queries.due_steps(paper)
    return chain.pass_step(step=due, outside=outside, by=by, at=at)


def hand_out(
    cast: Cast, paper: Paper, to: Sequence[tuple[Unit, User]], at: datetime, *, signed_for: int
) -> None:
    """Hand a paper to counties; ``signed_for`` of them sign for it one after the other."""
    units = [unit for unit, _ in to]
    distribution.address(paper=paper, units=units, by=cast.office, at=at)
    pass_on(paper, cast.office, at + timedelta(minutes=2))
    people = {unit.pk: user for unit, user in to}
    arrived = paper.recipients.select_related("unit").order_by("unit__path")
    for number, recipient in enumerate(arrived[:signed_for], 1):
        distribution.receive(
            recipient=recipient, by=people[recipient.unit_id],
            at=at + timedelta(minutes=2 + 17 * number),
        )  # fmt: skip
