"""A chart of a paper as the layout draws it, and as the browser shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from shouwang.briefs.graphs import Course, Graph, Point
from shouwang.kit import numbers, words_zh
from shouwang.papers.layout.charts import drawn
from shouwang.papers.layout.charts.lines import is_cut
from shouwang.papers.layout.model import Chart, ChartLine, ChartPoint

_SCREEN = ("FangSong_GB2312", "FangSong", "STFangsong", "Noto Serif SC")


def chart(graph: Graph, number: int) -> Chart:
    """Return a chart that is not empty with its number in the caption: 图1 …"""
    points = graph.courses[0].points
    labels = tuple(_label(graph, at, point) for at, point in enumerate(points))
    lines = tuple(
        ChartLine(course.zh, tuple(_point(course, point) for point in course.points))
        for course in graph.courses
    )
    form = "line" if graph.spec.over == "days" else "bar"
    made = Chart(
        form, f"图{number}　{graph.title}", labels, lines, graph.measure, graph.notes,  # type: ignore[arg-type]
        _alt(graph),
    )  # fmt: skip
    if form == "bar" or not is_cut(made):
        return made
    notes = (*graph.notes, "为看清变化，纵轴不从0起。")
    return Chart("line", made.caption, labels, lines, graph.measure, notes, made.alt)


def _label(graph: Graph, at: int, point: Point) -> str:
    if graph.spec.over != "days":
        return point.label
    day = date.fromisoformat(point.at)
    return words_zh.short_day(day) if at == 0 or day.day == 1 else f"{day.day}日"


def _point(course: Course, point: Point) -> ChartPoint:
    if point.value is None:
        return ChartPoint(None)
    words = numbers.in_table(point.value, course.places)
    return ChartPoint(float(point.value), words, point.is_partial)


def _alt(graph: Graph) -> str:
    """Return a chart in words for whoever cannot see it: its values, gaps named as such."""
    told = []
    for course in graph.courses:
        values = "，".join(f"{p.label}{_said(course, p)}" for p in course.points)
        told.append(f"{course.zh}：{values}")
    return f"{graph.title}。{'；'.join(told)}。"


def _said(course: Course, point: Point) -> str:
    if point.value is None:
        return "无单位填报"
    return f"{numbers.in_table(point.value, course.places)}{course.measure}"


@dataclass(frozen=True)
class ShownChart:
    """A chart on the screen: its drawing as SVG, its caption and notes, where its values are."""

    key: str
    svg: SafeString
    caption: str
    notes: tuple[str, ...]
    url: str = ""


def shown(graph: Graph, number: int, url: str) -> ShownChart:
    """Return a chart for the screen; the drawing is the printed one and holds no person's words
    that were not escaped."""
    laid = chart(graph, number)
    svg = SafeString(drawn(laid).svg(_SCREEN, name=laid.alt))
    return ShownChart(graph.key, svg, laid.caption, laid.notes, url)
