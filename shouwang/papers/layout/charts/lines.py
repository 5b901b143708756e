"""The course of up to four figures over days."""

from __future__ import annotations

import math
from collections.abc import Iterator

from .. import measures as m
from ..model import Chart, ChartLine, ChartPoint
from ..text import width as em
from .scale import Scale, scale, tick_words
from .svg import BAND, GREY, INK, LABEL, PALE, SMALL, Drawing, Point

LINES = 7  # of the page's grid
TOP, FOOT, GAP = 20.0, 18.0, 6.0
UNSURE = "0.8 2.2"
DASHES = ("", "6 2.6", "1.6 2.4", "8 2.4 1.6 2.4")
INKS = (INK, INK, GREY, GREY)
RADIUS = 2.3
NAME_EM = 9  # a name longer than that is set in two lines
MOST_VALUES = 16  # the points of a lone line carry their values up to so many days


def lines(chart: Chart, width: float) -> Drawing:
    """Return the drawing of a line chart, ``width`` points wide."""
    made = Drawing(width, LINES * m.PITCH)
    values = [p.value for one in chart.lines for p in one.points if p.value is not None]
    whole = all(value == int(value) for value in values)
    axis = scale(values, whole=whole)
    plot = _Plot(chart, axis, made)
    plot.ground()
    for at in range(len(chart.lines)):
        plot.course(at)
    plot.names()
    return made


def is_cut(chart: Chart) -> bool:
    """Return whether a line chart's axis does not begin at zero; its note says so."""
    values = [p.value for one in chart.lines for p in one.points if p.value is not None]
    return bool(values) and scale(values, whole=True).low > 0


class _Plot:
    def __init__(self, chart: Chart, axis: Scale, made: Drawing) -> None:
        self.chart, self.axis, self.made = chart, axis, made
        self.labels = [_name(one, chart.measure) for one in chart.lines]
        widest = max((em(line) for label in self.labels for line in label), default=0)
        self.right = made.width - widest * LABEL - 14
        self.left = max(em(tick_words(t)) for t in axis.ticks) * SMALL + GAP
        self.bottom = made.height - FOOT

    def x(self, at: int) -> float:
        count = max(1, len(self.chart.labels) - 1)
        inner = (self.right - self.left) - 16
        return self.left + 8 + inner * at / count

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - TOP) * self.axis.share(value)

    def ground(self) -> None:
        """Draw the days without any value, the rules and the words of both axes."""
        half = (self.x(1) - self.x(0)) / 2 if len(self.chart.labels) > 1 else 8
        for at in range(len(self.chart.labels)):
            if all(one.points[at].value is None for one in self.chart.lines):
                start = max(self.left, self.x(at) - half)
                end = min(self.right, self.x(at) + half)
                size = (end - start, self.bottom - TOP)
                self.made.rect((start, TOP), size, fill=BAND)
        for tick in self.axis.ticks:
            y = self.y(tick)
            first = tick == self.axis.low
            ink, thick = (INK, 0.7) if first else (PALE, 0.4)
            self.made.line((self.left, y), (self.right, y), ink=ink, thick=thick)
            self.made.text((self.left - GAP, y), tick_words(tick), anchor="end")
        if self.chart.measure:
            self.made.text((0, TOP - 13), f"（{self.chart.measure}）")
        for at, words in self._days():
            self.made.line((self.x(at), self.bottom), (self.x(at), self.bottom + 2.5))
            self.made.text((self.x(at), self.bottom + 10), words, anchor="middle")

    def _days(self) -> Iterator[tuple[int, str]]:
        """Yield the days that carry words: as many as have room, the last one among them.

        2月1日 where it fits, else 1日: the caption tells the month.
        """
        count = len(self.chart.labels)
        room = (self.x(count - 1) - self.x(0)) / max(1, count - 1)
        widest = max(em(_day(words)) for words in self.chart.labels) * SMALL
        every = max(1, math.ceil((widest + 1.5) / room)) if room else 1
        for at in range((count - 1) % every, count, every):
            words = self.chart.labels[at]
            yield at, words if em(words) * SMALL + 3 <= room * every else _day(words)

    def course(self, at: int) -> None:
        """Draw one figure: a line that breaks where nothing is known, a mark on each day.

        To and from a hollow mark, a day that not all have reported, it is thin and dotted: where
        the whole course goes from there is not known yet.
        """
        one, lone = self.chart.lines[at], len(self.chart.lines) == 1
        run: list[Point] = []
        for number, point in enumerate(one.points):
            if point.value is None:
                self._stretch(run, at)
                run = []
                continue
            place = (self.x(number), self.y(point.value))
            if run and (point.is_partial or one.points[number - 1].is_partial):
                self._stretch(run, at)
                self.made.path([run[-1], place], ink=INKS[at], thick=0.6, dash=UNSURE)
                run = []
            run.append(place)
        self._stretch(run, at)
        for number, point in enumerate(one.points):
            if point.value is None:
                continue
            place = (self.x(number), self.y(point.value))
            self._mark(place, at, hollow=point.is_partial)
            if lone and len(one.points) <= MOST_VALUES:
                above = (place[0], place[1] - 9)
                self.made.text(above, point.text, size=8, anchor="middle", halo=True)

    def _stretch(self, run: list[Point], at: int) -> None:
        if len(run) > 1:
            self.made.path(run, ink=INKS[at], thick=1.3, dash=DASHES[at])

    def _mark(self, place: Point, at: int, *, hollow: bool) -> None:
        (x, y), r = place, RADIUS
        ink = INKS[at]
        fill = "#ffffff" if hollow else ink
        if at == 0:
            self.made.circle(place, r, fill=fill, ink=ink)
        elif at == 1:
            corners = [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)]
            self.made.polygon(corners, fill=fill, ink=ink)
        elif at == 2:
            corners = [(x, y - r - 0.8), (x + r + 0.5, y + r), (x - r - 0.5, y + r)]
            self.made.polygon(corners, fill=fill, ink=ink)
        else:
            s = r + 0.8
            self.made.polygon([(x, y - s), (x + s, y), (x, y + s), (x - s, y)], fill=fill, ink=ink)

    def names(self) -> None:
        """Write each figure's name with its last value beside its end, none over another."""
        ends = [
            (self.y(last[1].value or 0), at, last[0])
            for at, one in enumerate(self.chart.lines)
            if (last := _last(one)) is not None
        ]
        ends.sort()
        places = _apart(
            [y for y, _at, _n in ends],
            [len(self.labels[at]) * (LABEL + 1.5) for _y, at, _n in ends],
            self.made.height - 4,
        )
        for (y, at, number), place in zip(ends, places, strict=True):
            start = (self.x(number) + RADIUS + 1.5, y)
            elbow = (self.right + 1, y)
            self.made.line(start, elbow, ink=PALE, thick=0.4)
            self.made.line(elbow, (self.right + 9, place), ink=PALE, thick=0.4)
            rows = self.labels[at]
            first = place - (len(rows) - 1) * (LABEL + 1.5) / 2
            for row, words in enumerate(rows):
                where = (self.right + 11, first + row * (LABEL + 1.5))
                self.made.text(where, words, size=LABEL)


def _day(words: str) -> str:
    return words.rpartition("月")[2]


def _last(one: ChartLine) -> tuple[int, ChartPoint] | None:
    found = [(at, point) for at, point in enumerate(one.points) if point.value is not None]
    return found[-1] if found else None


def _name(one: ChartLine, measure: str) -> list[str]:
    """Return a figure's name and last value, in two or three lines where they are long."""
    last = _last(one)
    value = f"{last[1].text}{measure}" if last else ""
    if em(one.name) + em(value) <= NAME_EM:
        return [f"{one.name}{value}"]
    rows = [one.name[at : at + NAME_EM] for at in range(0, len(one.name), NAME_EM)]
    return [*rows[:2], value]


def _apart(wanted: list[float], deep: list[float], most: float) -> list[float]:
    """Return heights near those wanted, in order, none nearer than its depth to the next."""
    placed: list[float] = []
    for y, high in zip(wanted, deep, strict=True):
        floor = placed[-1] + (deep[len(placed) - 1] + high) / 2 if placed else high / 2
        placed.append(max(y, floor))
    limit = most
    for at in reversed(range(len(placed))):
        placed[at] = min(placed[at], limit - deep[at] / 2)
        limit = placed[at] - deep[at] / 2
    return placed
