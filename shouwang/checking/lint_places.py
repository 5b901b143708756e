"""Another place's name where one's own should stand: the mark of a text that was copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from shouwang.checking.lexicon import any_of
from shouwang.checking.marks import Places, Remark

_FILE = Path(__file__).with_name("data") / "divisions.txt"
# 通城县 ends a name; 平安区域 does not
_ENDING = re.compile(r"[市县区旗州盟](?![域间别级场容值])")
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
    r"出差|旅游|探亲|人员|居民|户籍|至|到|.{0,8}(?:来函|来电|来信|来访|发来|寄来)"
)
_ORGAN = re.compile(
    r"(?:市|县|区)?(?:民政|委|政府|指挥部|卫健|人大|政协|局|各|全体|社会福利|慈善|救助|殡仪|儿童福利)"
)


def other_places(text: str, places: Places | None) -> Iterator[Remark]:
    """Yield other people's places, unless the text only speaks of traffic with them.

    Others are those handed in and all prefectures and counties of the nation but one's own; without
    `places` nobody knows which are one's own, and nothing is said. A name that stands within the
    text of an own one is none: 宁县 in 砚宁县. The other place's organ (泊陵市民政局) is remarked
    on unless somebody goes there or comes from there.
    """
    if places is None:
        return
    others = (places.others | _divisions_in(text)) - places.own
    if not others:
        return
    own = {
        index
        for match in (re.finditer(any_of(places.own), text) if places.own else ())
        for index in range(*match.span())
    }
    for match in re.finditer(any_of(others), text):
        start, end = match.span()
        if start in own or end - 1 in own:
            continue
        before, after = text[max(0, start - 4) : start], text[end : end + 12]
        if _is_spoken_of(before, after):
            continue
        why = _("“%(words)s”不是本单位所辖地名，请核对是否照搬他处文稿")
        why %= {"words": match.group()}
        yield Remark("other_place", start, end, match.group(), why)


def _divisions_in(text: str) -> set[str]:
    """Return the nation's prefectures and counties that a text names."""
    known, longest = _divisions()
    return {
        name
        for match in _ENDING.finditer(text)
        for size in range(3, longest + 1)
        if (name := text[max(0, match.end() - size) : match.end()]) in known
    }


@cache
def _divisions() -> tuple[frozenset[str], int]:
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    names = frozenset(name for line in lines if not line.startswith("#") for name in line.split())
    return names, max(map(len, names))


def _is_spoken_of(before: str, after: str) -> bool:
    if _ORGAN.match(after):
        return _TRAFFIC.search(before) is not None
    return _ON_THE_WAY.search(before) is not None or _THERE.match(after) is not None
