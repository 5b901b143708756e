"""Words around a number that say how exact it is: 约, 近, 逾, 不足, 以上, 左右 …"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from shouwang.checking.marks import Sense

_UNDER = re.compile(
    r"(?:不足|不到|(?:不得|不能|不可|不应|不)超过?|不多于|不高于|不大于|最多|至多|最长|(?<!不)少于|低于|将近|接近|近)(?:为|有|达)?\s?$"
)
_RECENT = re.compile(r"(?:最|附|邻|靠|就|相|新|临|亲|贴)近$")
_OVER = re.compile(
    r"(?:逾|超出?过?|突破|不少于|不低于|不小于|不下|至少|最少|高于|大于|多于)(?:为|有|达)?\s?$"
)
_ABOUT = re.compile(r"(?:约|大约|大概|大致|估计)(?:为|有|达|合|计|需|可供|可用|可)?\s?$")
# 预约86对 counts appointments
_NO_ABOUT = re.compile(r"(?:预|节|违|签|合|制|条|集|履|爽|相|特|邀|公|改|退|续|应|失|守|誓|缔)约$")
_AFTER = re.compile(
    r"(?:床位|老人|人员|职工|机构|单位|干部|党员)?(?:(?P<over>以上|开外|\+(?![\u4e00-\u9fff]))|(?P<under>以[下内]|之内)|(?P<about>左右|上下))(?![级县沉]|单位|部门|干部)"
)
# 近14天 is the last fortnight, not nearly one
_SPANS_OF_TIME = re.compile(r"个?(?:天|日|周|月|年|小时|工作日|季度|周年|星期)$")


@dataclass(frozen=True)
class Sensed:
    """What a number says: between `low` and `high`, or about, over or under `low`."""

    low: Decimal | None
    high: Decimal | None = None
    sense: Sense = "exact"


def sense_of(text: str, start: int, end: int, said: Sensed, measure: str | None) -> Sensed:
    """Return what the number at text[start:end], measure word included, says with its neighbours.

    What the numeral itself says (170余, 3至5) stands: 近3至5天 is a range all the same.
    """
    if said.sense != "exact" or said.low is None:
        return said
    if (measure or "").startswith("个多"):  # 一个多月
        return Sensed(said.low, said.low + 1, "range")
    before = text[max(0, start - 6) : start]
    sense = _before(before, measure) or _after(text[end : end + 8], measure)
    return Sensed(said.low, None, sense) if sense else said


def _before(before: str, measure: str | None) -> Sense | None:
    if _UNDER.search(before):
        nearly = before.rstrip().endswith("近")
        recent = _RECENT.search(before) or _SPANS_OF_TIME.search(measure or "")
        return None if nearly and recent else "under"
    if _OVER.search(before):
        return "over"
    if _ABOUT.search(before) and not _NO_ABOUT.search(before):
        return "about"
    return None


def _after(after: str, measure: str | None) -> Sense | None:
    match = _AFTER.match(after)
    if match is None or (match.group("under") and _SPANS_OF_TIME.search(measure or "")):
        return None
    groups: dict[str, Sense] = {"over": "over", "under": "under", "about": "about"}
    return next(sense for name, sense in groups.items() if match.group(name))
