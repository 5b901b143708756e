"""What somebody asks for, read from a pasted list. Pure: names and measures only.

Whether it is collected already is told by ``figures.matching``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from shouwang.figures import matching
from shouwang.figures.matching import (
    EXACT,
    LIKELY,
    NEW,
    Asked,
    Binding,
    Known,
    bind,
    measures_agree,
    parts_of,
    plain,
)

__all__ = [
    "EXACT", "LIKELY", "NEW", "SUM", "Asked", "Binding", "Known", "bind", "bind_all", "nature_of",
    "plain", "read_items",
]  # fmt: skip

# an item that several figures answer together: 新发发热人数, of 服务对象 and of 职工
SUM = "sum"

# what happens within a day, and what counts since the beginning; anything else stands at a moment
_FLOWS = ("今日", "当日", "本日", "昨日", "本周", "新增", "新发", "人次")
_RUNNING = ("累计",)


def bind_all(asked: Iterable[Asked], known: Sequence[Known]) -> list[Binding]:
    """Return what each asked item is: a figure, a sum of figures, perhaps one of some, or new."""
    measures = {one.id: one.measure for one in known}
    return [_as_sum(one, known, measures) for one in matching.bind_all(asked, known)]


def _as_sum(found: Binding, known: Sequence[Known], measures: Mapping[int, str]) -> Binding:
    if found.how == EXACT:
        return found
    parts = parts_of(found.asked.label, known)
    agree = all(measures_agree(found.asked.measure, measures[part]) for part in parts)
    return Binding(found.asked, SUM, parts) if parts and agree else found


def nature_of(asked: Asked) -> str:
    """Return how an asked item behaves in time by its words: ``stock``, ``flow``, ``cumulative``.

    A guess that a person looks at before the form is published.
    """
    text = plain(asked.label) + asked.measure
    if any(word in text for word in _RUNNING):
        return "cumulative"
    return "flow" if any(word in text for word in _FLOWS) else "stock"


def read_items(text: str) -> list[Asked]:
    """Return the items of a pasted list: a line each, the measure behind a tab or in brackets.

    Numbering (1. 一、) and empty lines are passed over; a line that repeats another too.
    """
    found: dict[str, Asked] = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in unicodedata.normalize("NFKC", line).split("\t")]
        label = re.sub(r"^\s*(?:\d{1,3}[.、)]|[一二三四五六七八九十]+、|\(\d+\))\s*", "", cells[0])
        measure = cells[1] if len(cells) > 1 else ""
        if found_measure := re.search(r"\(([^()]{1,4})\)\s*$", label):
            measure = measure or found_measure.group(1)
            label = label[: found_measure.start()]
        if label := label.strip(" :;,。"):
            found.setdefault(plain(label), Asked(label[:60], measure[:10]))
    return list(found.values())
