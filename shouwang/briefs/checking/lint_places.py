"""Another place's name where one's own should stand: the mark of a text that was copied."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shouwang.briefs.checking.lexicon import any_of
from shouwang.briefs.checking.marks import Places, Remark

# a text may well speak of another place: people come from there, help goes there
_TRAFFIC = re.compile(
    r"(?:来自|从|由|赴|往|到|途[经径]|支援|驰援|援助?|与|向|对口|抵|据|学习|借鉴|发往|送)[（(“]?$"
)
_ON_THE_WAY = re.compile(
    r"(?:来自|从|由|赴|往|到|途[经径]|离|去|支援|驰援|援助?|返|与|向|自|至|对口|经|及|和|、|抵|如|据|像"
    r"|学习|借鉴|等)[（(“]?$"
)
_THERE = re.compile(
    r"返|来|籍|回|等[地市县区省]|疫区|旅居|接触|病例|方向|经验|做法|捐|寄|、|及|和|发往|务工|就读|"
    r"出差|旅游|探亲|人员|居民|户籍|至|到"
)
_ORGAN = re.compile(
    r"(?:市|县|区)?(?:民政|委|政府|指挥部|卫健|人大|政协|局|各|全体|社会福利|慈善|救助|殡仪|儿童福利)"
)


def other_places(text: str, places: Places) -> Iterator[Remark]:
    """Yield other people's places, unless the text only speaks of traffic with them.

    A name within one of one's own (宁县 in 砚宁县) is none; its organ (泊陵市民政局) is
    one unless somebody goes there or comes from there.
    """
    if not places.others:
        return
    own = {
        index
        for match in (re.finditer(any_of(places.own), text) if places.own else ())
        for index in range(*match.span())
    }
    for match in re.finditer(any_of(places.others - places.own), text):
        start, end = match.span()
        if start in own or end - 1 in own:
            continue
        before, after = text[max(0, start - 4) : start], text[end : end + 6]
        if _is_spoken_of(before, after):
            continue
        why = f"“{match.group()}”不是本单位所辖地名，请核对是否照搬他处文稿"
        yield Remark("other_place", start, end, match.group(), why)


def _is_spoken_of(before: str, after: str) -> bool:
    if _ORGAN.match(after):
        return _TRAFFIC.search(before) is not None
    return _ON_THE_WAY.search(before) is not None or _THERE.match(after) is not None
