"""Is what somebody calls by a name a figure that is known? Pure: names and measures only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

EXACT, LIKELY, NEW = "exact", "likely", "new"
# how alike two names must be to be offered as perhaps the same
ALIKE = 0.72
# 人 and 名 count the same; so do 家 and 个 of places, 元 and 万元 of money
_SAME_MEASURE = (
    {"人", "名", "位"},
    {"家", "个", "所"},
    {"元", "万元"},
    {"次", "人次"},
    {"间", "个"},
)
_NOISE = re.compile(
    r"^(其中|目前|当前|本单位|现有|全部|累计填写)[:：]?|[\s:：、，,。.·“”\"'（）()\[\]【】-]"
)
_ENDINGS = ("人数", "数量", "总数", "情况", "数")
# words that turn a stock into a flow, or one thing into another: both sides must have them
_TELLING = (
    "今日",
    "当日",
    "新增",
    "累计",
    "昨日",
    "本周",
    "职工",
    "老人",
    "服务对象",
    "儿童",
    "未",
)


@dataclass(frozen=True)
class Known:
    """A figure that is collected: its number, its name, its other names, its measure."""

    id: int
    zh: str
    aliases: tuple[str, ...] = ()
    measure: str = ""


@dataclass(frozen=True)
class Asked:
    """An item as somebody asks for it."""

    label: str
    measure: str = ""


@dataclass(frozen=True)
class Binding:
    """What an asked item is: ``exact``ly a figure, ``likely`` one of some, or ``new``."""

    asked: Asked
    how: str
    figures: tuple[int, ...] = ()


def plain(name: str) -> str:
    """Return a name without what does not tell items apart: 其中：, spaces, marks."""
    return _NOISE.sub("", _NOISE.sub("", unicodedata.normalize("NFKC", name).strip()))


def forms_of(name: str) -> set[str]:
    """Return a plain name as it may be written: with and without 数, 人数, 情况 at its end."""
    text = plain(name)
    cut = {text[: -len(e)] for e in _ENDINGS if text.endswith(e) and len(text) > len(e) + 1}
    return {text, *cut} - {""}


def measures_agree(one: str, other: str) -> bool:
    """Return whether two measure words may count the same thing; an absent one agrees with all."""
    if not one or not other or one == other:
        return True
    return any({one, other} <= alike for alike in _SAME_MEASURE)


def bind(asked: Asked, known: Sequence[Known]) -> Binding:
    """Return what an asked item is among the figures collected.

    The same name with another measure is never ``exact``: 测温 in 人 is not 测温 in 人次.
    """
    name, names = plain(asked.label), forms_of(asked.label)
    same = [k for k in known if any(names & forms_of(n) for n in (k.zh, *k.aliases))]
    agreeing = [k for k in same if measures_agree(asked.measure, k.measure)]
    if len({k.id for k in agreeing}) == 1 and name:
        return Binding(asked, EXACT, (agreeing[0].id,))
    close = sorted(
        ((score, k.id) for k in known if (score := _likeness(name, asked.measure, k)) >= ALIKE),
        key=lambda pair: (-pair[0], pair[1]),
    )
    offered = dict.fromkeys([k.id for k in agreeing or same] + [number for _, number in close])
    return Binding(asked, LIKELY if offered else NEW, tuple(offered)[:5])


def bind_all(asked: Iterable[Asked], known: Sequence[Known]) -> list[Binding]:
    """Return what each asked item is; no figure answers two items exactly."""
    taken: set[int] = set()
    found: list[Binding] = []
    for item in asked:
        binding = bind(item, known)
        if binding.how == EXACT and binding.figures[0] in taken:
            binding = Binding(item, LIKELY, binding.figures)
        if binding.how == EXACT:
            taken.add(binding.figures[0])
        found.append(binding)
    return found


def parts_of(label: str, known: Sequence[Known]) -> tuple[int, ...]:
    """Return the figures that a name means together: 今日新发发热 of 服务对象 and of 职工; none
    where it is no such name."""
    for named in (plain, as_new_cases):
        wanted = named(label)
        found = [k.id for k in known if named(k.zh.partition("：")[0]) == wanted != named(k.zh)]
        if len(found) > 1:
            return tuple(found)
    return ()


def as_new_cases(label: str) -> str:
    """Return a name by what is new in it: 新增发热人数 and 今日新发发热 are asked as one."""
    text = plain(label).removeprefix("今日").removeprefix("当日").removesuffix("数")
    return text.removesuffix("人").replace("新增", "新发")


def _likeness(name: str, measure: str, known: Known) -> float:
    """Return how alike a name is to a figure's nearest name, 0 where a telling word differs."""
    if not name or not measures_agree(measure, known.measure):
        return 0.0
    best = 0.0
    for other in (plain(n) for n in (known.zh, *known.aliases)):
        if any((word in name) != (word in other) for word in _TELLING):
            continue
        within = (
            0.8 if len(min(name, other, key=len)) > 1 and (name in other or other in name) else 0
        )
        best = max(best, within, SequenceMatcher(None, name, other, autojunk=False).ratio())
    return best
