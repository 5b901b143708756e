"""What the desk of the demonstration's bureau writes: the evening's bulletin, and the 专报 on the
cluster of day 14. Drafted, checked by somebody else, signed, numbered, handed out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shouwang.briefs import queries
from shouwang.briefs.actions import briefs, templates
from shouwang.briefs.actions.briefs import Asked
from shouwang.briefs.circumstances import FIRST
from shouwang.briefs.content import Block
from shouwang.briefs.handing_in import CODE, KINDS
from shouwang.briefs.models import Brief
from shouwang.demo.papers import Cast, hand_out, pass_on
from shouwang.demo.story import DAY_1, FEVER_HOME
from shouwang.figures.actions import rollups
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.papers.actions import drafting

BULLETINS = (19, 20)
SPECIAL = 14
_EVENING, _AFTERNOON = time(18, 34), time(17, 8)
_SUBJECT = "聚集性发热"
# what a person writes where the template leaves a hole
_WORDS = {
    "[由办公室归纳]": "补充口罩和护理人员",
    "[待疾控反馈]": "以疾控部门出具的为准",
    "[指挥部]": "澜川市疫情防控工作指挥部",
    "[上级民政部门]": "省民政厅",
    "[同级疾控机构]": "澜川市疾病预防控制中心",
    "[发现时间]": "2月4日6时52分、14时31分",
    "[现象]": "同一走廊又有2名服务对象先后发热，与首例合计3人",
    "[时分] [动作]——[责任人]": "6时59分 电话报告县民政局和县疾控中心——院长甲；"
    "7时22分 同走廊8名同室人员转入隔离室，单人观察——院长甲；"
    "7时25分 县民政局接报，派人到院——县局科员甲",
    "[意见；未明确的写“正在核实”]": "三人均已采样，正在核实",
    "[措施]，由[责任人]于[时限]前完成": "全院消毒、同走廊人员逐一测温，由院长甲于2月4日20时前完成",
    "[请求]": "请市疾控中心派员指导流行病学调查",
    "[姓名]": "办公室科员甲",
    "[电话]": "0999-2012340",
}


@dataclass(frozen=True)
class Writing:
    """One paper of the desk: about which day, when it is begun, about which home (专报)."""

    day: date
    at: datetime
    about: str = ""


def writings(number: int) -> Iterator[Writing]:
    """Return what the desk writes on day ``number`` (from 1)."""
    day = DAY_1 + timedelta(days=number - 1)
    if number == SPECIAL:
        yield Writing(day, clock.at(day, _AFTERNOON), FEVER_HOME)
    if number in BULLETINS:
        yield Writing(day, clock.at(day, _EVENING))


def write(told: Writing, cast: Cast) -> None:
    """Write a paper and send it on its way, each step done by whose step it is."""
    rollups.settle_all()
    brief, at = _drafted(told, cast), told.at + timedelta(minutes=4)
    kind = KINDS[Brief.Kind(brief.kind)]
    paper = drafting.paper_of_source(code=CODE, ref=brief.pk, kind=kind, by=cast.drafter, at=at)
    paper = drafting.submit_paper(paper=paper, by=cast.drafter, at=at)
    # 核稿 签发 编号 用印
    for minutes, by in ((3, cast.office), (7, cast.leader), (8, cast.office), (9, cast.office)):
        paper = pass_on(paper, by, at + timedelta(minutes=minutes))
    about = brief.about.path if brief.about else ""
    to = [one for one in cast.counties if not about or about.startswith(one[0].path)]
    hand_out(cast, paper, to, at + timedelta(minutes=10), signed_for=len(to))


def _drafted(told: Writing, cast: Cast) -> Brief:
    """Return the draft with what a person writes into its holes."""
    by, asked = cast.drafter, Asked()
    if told.about:
        version = templates.built_in(Brief.Kind.SPECIAL, at=told.at)
        home = Unit.objects.get(name=told.about)
        asked = Asked(version=version, about=home, subject=_SUBJECT, stage=FIRST)
    brief = briefs.create_draft(unit=cast.bureau, day=told.day, by=by, at=told.at, asked=asked)
    draft = queries.content(brief)
    return briefs.save_text(
        brief=brief, title=draft.title, blocks=[filled(block) for block in draft.blocks],
        addressee=_words(draft.addressee), copy="、".join(_words(name) for name in draft.copy),
        revision=brief.revision, by=by, at=told.at + timedelta(minutes=3),
    )  # fmt: skip


def filled(block: Block) -> Block:
    """Return a block with words in the places that the template leaves to a person."""
    runs = [{**run, "text": _words(run["text"])} if "text" in run else run for run in block["runs"]]
    return {**block, "runs": runs}


def _words(text: str) -> str:
    for hole, words in _WORDS.items():
        text = text.replace(hole, words)
    return text
