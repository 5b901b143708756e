"""What somebody asks for, read from a pasted list. Pure: names and measures only.

Whether it is collected already is told by ``figures.matching``.
"""

from __future__ import annotations

import re
import unicodedata

from shouwang.figures.matching import (
    EXACT,
    LIKELY,
    NEW,
    Asked,
    Binding,
    Known,
    bind,
    bind_all,
    plain,
)

__all__ = [
    "EXACT", "LIKELY", "NEW", "Asked", "Binding", "Known", "bind", "bind_all", "nature_of",
    "plain", "read_items",
]  # fmt: skip

# what happens within a day, and what counts since the beginning; anything else stands at a moment
_FLOWS = ("今日", "当日", "本日", "昨日", "本周", "新增", "新发", "人次")
_RUNNING = ("累计",)


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
