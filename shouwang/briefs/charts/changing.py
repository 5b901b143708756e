"""What became of a paper's charts since it was drafted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.utils.translation import gettext as _

from shouwang.briefs.charts import making
from shouwang.briefs.graphs import Course, Graph, Number
from shouwang.briefs.sourcing import Source
from shouwang.kit import numbers

MOST_NAMED = 3


def changes(graphs: Iterable[Graph], source: Source) -> list[tuple[str, str, str, str]]:
    """Return the charts whose values read otherwise now: key, name, old values, new values."""
    found = []
    for number, graph in enumerate(graphs, 1):
        old, new = _values(graph), _values(now(graph, source))
        points = [at for at in {**old, **new} if old.get(at) != new.get(at)]
        if points:
            zh = _("图%(n)d %(title)s") % {"n": number, "title": graph.title.partition("（")[0]}
            found.append((graph.key, zh, _told(points, old), _told(points, new)))
    return found


def now(graph: Graph, source: Source) -> Graph:
    """Return a chart as it would be drawn now."""
    return making.made(source, graph.spec, graph.key)


def refreshed(
    charts: Mapping[str, Graph], source: Source, keys: Collection[str] | None
) -> dict[str, Graph]:
    """Return charts with those of ``keys`` (None: all) as they read now."""
    return {
        key: now(graph, source) if keys is None or key in keys else graph
        for key, graph in charts.items()
    }


Place = tuple[str, str]  # the course's code, the point's place
Values = dict[Place, tuple[str, str]]  # its label, its words


def _values(graph: Graph) -> Values:
    return {
        (course.code, point.at): (_label(graph, course, point.label), _shown(course, point.value))
        for course in graph.courses
        for point in course.points
    }


def _label(graph: Graph, course: Course, label: str) -> str:
    return f"{label}{course.zh}" if len(graph.courses) > 1 else label


def _shown(course: Course, value: Number | None) -> str:
    return numbers.in_table(value, course.places) if value is not None else "—"


def _told(points: list[Place], values: Values) -> str:
    """Return some of the points in words: 2月3日 46、2月4日 —, 等5处."""
    named = [" ".join(values[at]) for at in points[:MOST_NAMED] if at in values]
    more = _("等%(n)d处") % {"n": len(points)} if len(points) > MOST_NAMED else ""
    return ("、".join(named) or "—") + more
