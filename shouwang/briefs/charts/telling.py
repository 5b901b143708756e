"""What a chart's notes say: where something is missing, so that no gap reads as a zero."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from shouwang.briefs.graphs import MOSTLY, Graph, Point
from shouwang.briefs.known import HOMES
from shouwang.kit import words_zh

MOST_NAMED = 3


def notes(graph: Graph) -> tuple[str, ...]:
    """Return the notes printed below a chart about gaps and days or units not complete."""
    if graph.is_empty:
        return ()
    found = _gaps(graph) if graph.spec.over == "days" else []
    return (*found, *_partial(graph))


def _gaps(graph: Graph) -> list[str]:
    empty = [_missing(course.points) for course in graph.courses]
    together = set.intersection(*map(set, empty))
    found = [f"灰底处无单位填报：{_days(sorted(together))}。"] if together else []
    for course, days in zip(graph.courses, empty, strict=True):
        if alone := sorted(set(days) - together):
            found.append(f"“{course.zh}”线断处无单位填报：{_days(alone)}。")
    return found


def _missing(points: Sequence[Point]) -> list[date]:
    return [date.fromisoformat(p.at) for p in points if p.value is None]


def _days(days: Sequence[date]) -> str:
    """Return days as stretches: 2月3日至2月5日、2月9日."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return "、".join(words_zh.span(first, last) for first, last in runs)


def _partial(graph: Graph) -> list[str]:
    """Return which points are hollow, and how few reports the others lack."""
    days = graph.spec.over == "days"
    short = _short(graph)
    hollow = [p for p in short if p.is_partial]
    found = []
    if hollow:
        named = "、".join(
            f"{p.label}（应报{p.due}{HOMES}，已报{p.filed}{HOMES}）" for p in hollow[-MOST_NAMED:]
        )
        many = len(hollow) > MOST_NAMED
        rest = (f"共{len(hollow)}日，最近为" if days else f"共{len(hollow)}处，如") if many else ""
        mark = "空心点" if days else "空心条"
        found.append(f"{mark}为已报不足{MOSTLY:.0%}：{rest}{named}。")
    if others := [p.due - p.filed for p in short if not p.is_partial]:
        least, most = min(others), max(others)
        lack = f"{most}{HOMES}" if least == most else f"{least}至{most}{HOMES}"
        also = "另有" if hollow else "有"
        each = "日未报齐，每日差" if days else "处未报齐，每处差"
        found.append(f"{also}{len(others)}{each}{lack}。")
    return found


def _short(graph: Graph) -> list[Point]:
    """Return the points, one for each place, that lack reports: of several figures the most."""
    found: dict[str, Point] = {}
    for course in graph.courses:
        for point in course.points:
            known = found.get(point.at)
            lack = point.due - point.filed
            if point.is_short and (known is None or lack > known.due - known.filed):
                found[point.at] = point
    return [found[p.at] for p in graph.courses[0].points if p.at in found]
