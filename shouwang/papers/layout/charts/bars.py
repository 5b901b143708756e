"""One figure of several units or kinds, the largest first."""

from __future__ import annotations

from ..model import Chart
from ..text import width as em
from .svg import GREY, INK, LABEL, Drawing

ROW, BAR = 17.0, 10.0
TOP, FOOT, GAP = 4.0, 6.0, 6.0
NAME_EM = 12
NOTHING = "无单位填报"


def bars(chart: Chart, width: float) -> Drawing:
    """Return the drawing of a bar chart, ``width`` points wide; its bars begin at zero."""
    points = chart.lines[0].points
    made = Drawing(width, TOP + ROW * len(points) + FOOT)
    names = [_short(words) for words in chart.labels]
    said = [f"{p.text}{chart.measure}" if p.value is not None else NOTHING for p in points]
    left = max((em(name) for name in names), default=0) * LABEL + GAP + 4
    right = width - max((em(words) for words in said), default=0) * LABEL - 2 * GAP - 4
    most = max((p.value for p in points if p.value is not None), default=0) or 1
    for at, (name, point, words) in enumerate(zip(names, points, said, strict=True)):
        y = TOP + ROW * at + ROW / 2
        made.text((left - GAP, y), name, size=LABEL, anchor="end")
        long = max(0, (right - left) * (point.value or 0) / most)
        if long:
            fill = "#ffffff" if point.is_partial else GREY
            made.rect((left, y - BAR / 2), (long, BAR), fill=fill, ink=INK)
        made.text((left + long + GAP, y), words, size=LABEL)
    made.line((left, TOP), (left, made.height - FOOT), thick=0.8)
    return made


def _short(name: str) -> str:
    return name if len(name) <= NAME_EM else f"{name[: NAME_EM - 1]}…"
