"""What the drawer of a chart shows: its values, each with the rows behind it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse

from shouwang.accounts.access import OutOfScope
from shouwang.briefs import proof, queries
from shouwang.briefs.charts import changing, tracing
from shouwang.briefs.graphs import Course, Graph, Point
from shouwang.briefs.models import Brief
from shouwang.briefs.proof import Line
from shouwang.briefs.rows import SUBMISSIONS
from shouwang.figures.models import Figure
from shouwang.kit import numbers
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope


@dataclass(frozen=True)
class Cell:
    """A value with the address of its rows; ``now`` is what it reads today where that differs."""

    shown: str
    url: str = ""
    now: str = ""


@dataclass(frozen=True)
class ValueRow:
    """A day or a unit with the values of all courses and how complete they are."""

    label: str
    cells: tuple[Cell, ...]
    filed: int
    due: int


@dataclass(frozen=True)
class GraphProof:
    """Behind a whole chart."""

    graph: Graph
    rows: list[ValueRow]
    as_of_at: datetime
    is_frozen: bool

    @property
    def has_changed(self) -> bool:
        """Return whether a value reads otherwise now than the paper says."""
        return any(cell.now for row in self.rows for cell in row.cells)


@dataclass(frozen=True)
class PointProof:
    """Behind one value of a chart."""

    graph: Graph
    zh: str
    shown: str
    measure: str
    point: Point
    day: date
    as_of_at: datetime
    row_count: int
    digest: str
    is_frozen: bool
    lines: list[Line] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    now_shown: str = ""


def whole(scope: Scope, brief: Brief, key: str, *, at: datetime) -> GraphProof:
    """Return the values of a chart of a paper; raises ``OutOfScope`` for none of it."""
    graph = _graph(brief, key)
    now: dict[tuple[str, str], str] = {}
    if not brief.is_final:
        fresh = changing.now(graph, queries.source(scope, brief, at))
        now = {(c.code, p.at): _in_table(c, p) for _key, c, p in fresh.numbered()}
    rows = [
        ValueRow(
            course_points[0].label,
            tuple(
                _cell(brief, graph, number, course, point, now)
                for number, (course, point) in enumerate(
                    zip(graph.courses, course_points, strict=True)
                )
            ),
            min(p.filed for p in course_points),
            max(p.due for p in course_points),
        )
        for course_points in zip(*(course.points for course in graph.courses), strict=True)
    ]
    return GraphProof(graph, rows, brief.as_of_at, brief.is_final)


def _cell(
    brief: Brief, graph: Graph, number: int, course: Course, point: Point,
    now: dict[tuple[str, str], str],
) -> Cell:  # fmt: skip
    said = _in_table(course, point)
    reads = now.get((course.code, point.at), said if brief.is_final else "—")
    query = urlencode({"key": f"{graph.key}:{number}:{point.at}"})
    address = f"{reverse('briefs:chart', args=[brief.pk])}?{query}"
    url = address if point.value is not None else ""
    return Cell(said, url, reads if reads != said else "")


def one(scope: Scope, brief: Brief, key: str, *, at: datetime) -> PointProof:
    """Return what stands behind one value of a chart: of a final paper as it was counted then.

    Raises ``OutOfScope`` for a value that the paper does not show.
    """
    graph = _graph(brief, key.partition(":")[0])
    found = next((told for told in graph.numbered() if told[0] == key), None)
    if found is None or found[2].value is None:
        raise OutOfScope(f"brief {brief.pk} chart value {key}")
    _key, course, point = found
    if brief.is_final:
        return _frozen(scope, brief, graph, key, course, point)
    source = queries.source(scope, brief, at)
    fresh = changing.now(graph, source)
    then = {k: p for k, _course, p in fresh.numbered()}.get(key)
    if then is None or then.value is None:
        return PointProof(
            graph, _zh(course, point), tracing.shown(course, point), course.measure, point,
            brief.day, brief.as_of_at, 0, "", is_frozen=False, now_shown="—",
        )  # fmt: skip
    told = next(t for t in tracing.traces(source, [fresh]) if t.key == key)
    lines, units = _behind(told.rows, told.figures, told.rows_are)
    said, reads = tracing.shown(course, point), tracing.shown(course, then)
    return PointProof(
        graph, _zh(course, point), said, course.measure, then, told.day, brief.as_of_at,
        told.row_count, told.digest, is_frozen=False, lines=lines, units=units,
        now_shown=reads if reads != said else "",
    )  # fmt: skip


def _frozen(
    scope: Scope, brief: Brief, graph: Graph, key: str, course: Course, point: Point
) -> PointProof:
    kept = queries.frozen(scope, brief, key)
    frozen = kept.frozen
    figures = proof.figures_of(frozen.figure, course.parts)
    lines, units = _behind(frozen.rows, figures, kept.rows_are)
    return PointProof(
        graph, _zh(course, point), tracing.shown(course, point), course.measure, point, frozen.day,
        frozen.as_of_at, frozen.row_count, frozen.digest, is_frozen=True, lines=lines, units=units,
    )  # fmt: skip


def _behind(
    ids: Collection[int], figures: tuple[Figure, ...], rows_are: str
) -> tuple[list[Line], list[str]]:
    if rows_are == SUBMISSIONS:
        return proof.lines_of(ids, figures, rows_are), []
    named = Unit.objects.filter(pk__in=list(ids)).order_by("path")
    return [], [unit.name for unit in named[: proof.MOST_ROWS]]


def _in_table(course: Course, point: Point) -> str:
    return "—" if point.value is None else numbers.in_table(point.value, course.places)


def _zh(course: Course, point: Point) -> str:
    return f"{point.label}{course.zh}"


def _graph(brief: Brief, key: str) -> Graph:
    graph = queries.content(brief).charts.get(key)
    if graph is None:
        raise OutOfScope(f"brief {brief.pk} chart {key}")
    return graph
