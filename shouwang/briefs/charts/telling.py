"""What a chart's notes say: where something is missing, so that no gap reads as a zero."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from shouwang.briefs.graphs import Graph, Point
from shouwang.briefs.known import HOMES
from shouwang.kit import words_zh

MOST_NAMED = 3


def notes(graph: Graph) -> tuple[str, ...]:
    """Return the notes printed below a chart about gaps and days or units not complete."""
    if graph.is_empty:
        return ()
    found = _gaps(graph) if graph.spec.over == "days" else []
    if told := _partial(graph):
        found.append(told)
    return tuple(found)


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


def _partial(graph: Graph) -> str:
    found: dict[str, Point] = {}
    for course in graph.courses:
        for point in course.points:
            known = found.get(point.at)
            if point.is_partial and (known is None or point.filed < known.filed):
                found[point.at] = point
    if not found:
        return ""
    ordered = sorted(found.values(), key=lambda p: p.at) if graph.spec.over == "days" else [
        p for p in graph.courses[0].points if p.at in found
    ]  # fmt: skip
    named = "、".join(
        f"{p.label}（应报{p.due}{HOMES}，已报{p.filed}{HOMES}）" for p in ordered[-MOST_NAMED:]
    )
    many = len(ordered) > MOST_NAMED
    if graph.spec.over == "days":
        rest = f"共{len(ordered)}日，最近为" if many else ""
        return f"空心点为未报齐：{rest}{named}。"
    rest = f"共{len(ordered)}处，如" if many else ""
    return f"空心条为未报齐：{rest}{named}。"
