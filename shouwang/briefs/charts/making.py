"""Making a chart from a paper's source: points where somebody stated something, gaps elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from shouwang.briefs.below import lines_of
from shouwang.briefs.charts.telling import notes
from shouwang.briefs.graphs import LEVEL, OWN, Course, Graph, Point
from shouwang.briefs.known import HOMES, Known
from shouwang.briefs.language import ChartSpec
from shouwang.briefs.quoting import OF_TODAY
from shouwang.briefs.sourcing import Source
from shouwang.figures import evidence
from shouwang.figures.models.figure import Aggregate
from shouwang.figures.rules import add_up
from shouwang.figures.tally import Tally
from shouwang.kit import numbers, words_zh

MOST_BARS = 20


def made(source: Source, spec: ChartSpec, key: str) -> Graph:
    """Return the chart as the figures stand now; an empty one where nothing can be drawn."""
    known = [k for code in spec.codes if (k := source.catalogue.named(code)) is not None]
    known = [k for k in known if k.measure == known[0].measure]
    graph = Graph(key, spec, _title(source, spec, known))
    if not known:
        return graph
    if spec.over == "days":
        courses = () if source.is_weekly else tuple(_by_day(source, spec, k) for k in known)
        graph = replace(graph, courses=courses)
        return replace(graph, notes=(*notes(graph), *_origins(known)))
    points = sorted(_below(source, spec, known[0]), key=_largest_first)
    left = points[MOST_BARS:]
    course = _course(known[0], points[:MOST_BARS])
    graph = replace(graph, courses=(course,))
    return replace(graph, notes=(*notes(graph), *_not_drawn(left, course), *_origins(known)))


def why_empty(source: Source, graph: Graph) -> str:
    """Return what to tell the writer of a chart that is not drawn."""
    if graph.spec.over == "days" and source.is_weekly:
        return f"图“{graph.title}”：周报的数画不成逐日的线，未画。"
    if graph.spec.over == "child" and not source.found.children:
        return f"图“{graph.title}”：{source.unit.name}没有下级单位，未画。"
    return f"图“{graph.title}”：没有单位填报这些数，未画。"


def _name(known: Known) -> str:
    for word in OF_TODAY:
        if known.zh.startswith(word) and known.zh != word:
            return known.zh.removeprefix(word)
    return known.zh


def _title(source: Source, spec: ChartSpec, known: Sequence[Known]) -> str:
    names = "、".join(_name(k) for k in known) or "、".join(spec.codes)
    if spec.over == "days":
        first = source.day - timedelta(days=spec.days - 1)
        return f"{source.words['area']}{names}（{words_zh.span(first, source.day)}）"
    below = source.words["below"] if spec.over == "child" else "各类机构"
    when = source.words["period"] if source.is_span else f"截至{source.until}"
    return f"{below}{names}（{when}）"


def _course(known: Known, points: Sequence[Point]) -> Course:
    parts = tuple(f.pk for f in known.figures)
    return Course(known.code, _name(known), known.measure, known.places, parts, tuple(points))


def _by_day(source: Source, spec: ChartSpec, known: Known) -> Course:
    """Return a figure's course over the last days; a day without any report is a gap."""
    first = source.day - timedelta(days=spec.days - 1)
    stated: dict[date, list[evidence.Point]] = {}
    for figure in known.figures:
        for one in evidence.by_day(source.scope, source.unit, figure, first, source.day):
            stated.setdefault(one.day, []).append(one)
    days = [first + timedelta(days=n) for n in range(spec.days)]
    return _course(known, [_of_day(day, stated.get(day, []), known.aggregate) for day in days])


def _of_day(day: date, found: list[evidence.Point], aggregate: str) -> Point:
    value = add_up((one.value for one in found), aggregate)
    filed = max((one.filed for one in found), default=0)
    due = max((one.expected for one in found), default=0)
    return Point(day.isoformat(), words_zh.short_day(day), value, filed, due)


def _below(source: Source, spec: ChartSpec, known: Known) -> list[Point]:
    if spec.over == "kind":
        return [
            Point(place.key, place.name, known.value_in(place.total))
            for place in source.repeated("kind")
        ]
    return [_of_line(unit_id, name, tally, known) for unit_id, name, tally in lines_of(source)]


def _of_line(unit_id: int | None, name: str, tally: Tally, known: Known) -> Point:
    at = f"u{unit_id}" if unit_id else OWN if name == "本单位" else LEVEL
    return Point(at, name, known.value_in(tally), tally.filed, tally.due)


def _largest_first(point: Point) -> tuple[bool, float]:
    return (point.value is None, -float(point.value or 0))


def _not_drawn(left: Sequence[Point], course: Course) -> tuple[str, ...]:
    """Return the note about units beyond the bars that have room: how many, with what total."""
    if not left:
        return ()
    stated = [p.value for p in left if p.value is not None]
    told = ""
    if stated:
        total = numbers.in_sentence(sum(stated), course.measure, course.places)
        told = f"，合计{total}"
    return (f"只画前{MOST_BARS}{HOMES}，另有{len(left)}{HOMES}未画{told}。",)


def _origins(known: Sequence[Known]) -> tuple[str, ...]:
    named = sorted({k.source for k in known if k.source})
    lowest = [_name(k) for k in known if k.aggregate == Aggregate.MIN]
    told = [f"“{'、'.join(lowest)}”为所辖单位的最低值。"] if lowest else []
    return (*told, *((f"数据来源：{'；'.join(named)}。",) if named else ()))
