"""A county's draft that waits at the check on day 21, with five errors as are made in haste."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from shouwang.accounts.models import User
from shouwang.briefs import queries, rules
from shouwang.briefs.actions import briefs
from shouwang.briefs.models import Brief
from shouwang.demo.bulletins import filled
from shouwang.demo.papers import Cast
from shouwang.demo.story import DAY_1
from shouwang.kit import clock
from shouwang.orgs.models import Unit

DAY = 21
COUNTY = "砚宁县"
_AT = time(16, 26)
# a number of another day, words left from the model, a measure without its number, another
# prefecture's name under ours, a character read wrong by a machine
_TOO_MANY = 9
_SENTENCES = (
    "经汇总，{area}养老机构在院服务对象{wrong}人。",
    "组织志愿者开展电话问候XX人次。",
    "接收社会捐款万元。",
    "按照襄阳市民政局部署，压实机构主体责任。",
    "严格落实疫清防控要求。",
)


def happen(number: int, cast: Cast) -> None:
    """Let the county write its draft about the day before, on day 21."""
    if number != DAY:
        return
    day = DAY_1 + timedelta(days=number - 1)
    unit, clerk = next(pair for pair in cast.counties if pair[0].name == COUNTY)
    write(unit, day - timedelta(days=1), by=clerk, at=clock.at(day, _AT))


def write(unit: Unit, day: date, *, by: User, at: datetime) -> Brief:
    """Draft a unit's bulletin of a day and add the five sentences."""
    brief = briefs.create_draft(unit=unit, day=day, by=by, at=at)
    draft = queries.content(brief)
    counted = draft.quotes["in_house"].value if "in_house" in draft.quotes else None
    wrong = int(counted or 0) + _TOO_MANY
    area = rules.all_of(unit.name)
    added = [
        {"kind": "paragraph", "runs": [{"text": told.format(wrong=wrong, area=area)}]}
        for told in _SENTENCES
    ]
    return briefs.save_text(
        brief=brief, title=draft.title, blocks=[*map(filled, draft.blocks), *added],
        revision=brief.revision, by=by, at=at + timedelta(minutes=5),
    )  # fmt: skip
