"""The notice at a house's door (封闭管理告知书): written from the orders in force, not typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shouwang.kit import clock, registry, words_zh
from shouwang.papers.layout.model import (
    Block,
    Heading,
    Mark,
    PaperLayout,
    Paragraph,
    Signature,
    plain,
)
from shouwang.response import saying
from shouwang.response.house import House, HouseLine
from shouwang.response.measures import Closure
from shouwang.response.models import Measure


@dataclass(frozen=True)
class Part:
    """A heading with its lines."""

    heading: str
    lines: list[str]


@dataclass(frozen=True)
class Notice:
    """A notice as it is read: title, opening, parts, who signs, of which day."""

    title: str
    addressee: str
    opening: str
    parts: list[Part]
    unit: str
    phone: str
    day: str


def notice_of(house: House) -> Notice:
    """Return the notice of a house at the moment that ``house`` tells of."""
    unit = house.unit
    since = words_zh.moment(house.since, with_year=True) if house.since else ""
    told = {"papers": "、".join(house.closing_papers), "since": since, "state": house.closure.label}
    if house.closure == Closure.OPEN:
        title, opening = _("防控管理告知书"), _("本院正常开放，现告知如下：")
    else:
        title = _("封闭管理告知书")
        opening = _("根据%(papers)s，本院自%(since)s起实行%(state)s，现告知如下：") % told
    return Notice(
        title=title,
        addressee=_("各位家属、来访人员："),
        opening=opening,
        parts=_parts(house),
        unit=unit.name,
        phone=unit.phone,
        day=words_zh.full_day(clock.local_day(house.at)),
    )


def layout_of(house: House) -> PaperLayout:
    """Return the notice as a paper that prints."""
    found = notice_of(house)
    body: list[Block] = [Paragraph((plain(found.opening),))]
    for part in found.parts:
        body.append(Heading(1, part.heading))
        body += [Paragraph((plain(line),)) for line in part.lines]
    is_demo = house.unit.is_demo or bool(registry.marks())
    return PaperLayout(
        title=found.title,
        body=tuple(body),
        dated=clock.local_day(house.at),
        author=found.unit,
        addressee=found.addressee,
        signature=Signature((found.unit,), found.day, sealed=True),
        marks=(Mark.DEMONSTRATION,) if is_demo else (),
    )


def _parts(house: House) -> list[Part]:
    flags = [line for line in house.ordered if line.measure.is_flag]
    never = [line.measure.zh for line in flags if line.order and line.order.is_absolute]
    mostly = [line.measure.zh for line in flags if line.order and not line.order.is_absolute]
    paused = []
    if never:
        paused.append(_("一律暂停：%(what)s。") % {"what": "、".join(never)})
    if mostly:
        told = {"what": "、".join(mostly)}
        paused.append(_("原则上暂停：%(what)s；确有特殊情况的，向本院申请，经批准后办理。") % told)
    reopened = [
        _("经%(paper)s同意，已恢复：%(what)s。") % {"paper": one.by_paper, "what": one.what}  # type: ignore[attr-defined]
        for one in house.reopened
    ]
    parts = [
        Part(_("暂停事项"), paused),
        Part(_("已恢复事项"), reopened),
        Part(_("进入须知"), _entering(house)),
        Part(_("执行标准"), _in_one([line.says for line in house.ordered if _is_standard(line)])),
        Part(_("其他依据"), _in_one(p for p in house.papers if p not in house.closing_papers)),
        Part(_("联系电话"), [house.unit.phone] if house.unit.phone else []),
    ]
    return [part for part in parts if part.lines]


def _in_one(said: Iterable[str]) -> list[str]:
    """Return sentences as one line, none for none: the notice is to stay on one page."""
    words = "；".join(said)
    return [f"{words}。"] if words else []


def _entering(house: House) -> list[str]:
    fever = next((x for x in [*house.ordered, *house.usual] if x.measure.pk == "fever_at"), None)
    if fever is None:
        return []
    value = fever.order.value if fever.order else fever.measure.default
    told = {"at": saying.number_words(fever.measure, value)}
    return [
        _("经允许进入的人员，请佩戴口罩，登记姓名、电话和来访事由，接受体温检测。"),
        # one paragraph of two sentences: the notice is to stay on one page
        (_("体温达到 %(at)s 及以上的，不得进入，由工作人员安排复测。") % told)
        + str(_("急救车辆和人员随到随进，不受上述限制。")),
    ]


def _is_standard(line: HouseLine) -> bool:
    """Return whether a number is of concern to who stands at the door."""
    return line.measure.group in (Measure.Group.HEALTH, Measure.Group.HYGIENE)
