"""Behind each value of a chart: the rows it was counted from, as for every figure of a paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from shouwang.briefs.graphs import LEVEL, OWN, Course, Graph, Point
from shouwang.briefs.rows import SUBMISSIONS, UNITS, plain
from shouwang.briefs.sourcing import Source
from shouwang.figures import freezing
from shouwang.figures.freezing import Behind
from shouwang.figures.models import Fact, Figure
from shouwang.figures.rules import add_up
from shouwang.figures.streams import series_in
from shouwang.figures.totals import UnitDay
from shouwang.kit import numbers
from shouwang.orgs.kinds import JURISDICTIONS


@dataclass(frozen=True)
class PointTrace:
    """A value of a chart with what stands behind it; ``day`` is the last day it counts."""

    key: str
    course: Course
    point: Point
    figures: tuple[Figure, ...]
    day: date
    value: Any
    rows: tuple[int, ...]
    row_count: int
    digest: str
    rows_are: str = SUBMISSIONS

    @property
    def zh(self) -> str:
        """Return what the value is called: 2月3日在院."""
        return f"{self.point.label}{self.course.zh}"


def shown(course: Course, point: Point) -> str:
    """Return a value as a sentence would print it."""
    return numbers.in_sentence(point.value, course.measure, course.places)


def traces(source: Source, graphs: Iterable[Graph]) -> Iterator[PointTrace]:
    """Yield what stands behind each value; a gap has nothing behind it and is left out."""
    for graph in graphs:
        by_id = Figure.objects.in_bulk({pk for one in graph.courses for pk in one.parts})
        behind = _Behind(source, graph, list(by_id.values()))
        for key, course, point in graph.numbered():
            if point.value is not None:
                figures = tuple(by_id[pk] for pk in course.parts if pk in by_id)
                yield behind.trace(key, course, point, figures)


class _Behind:
    """The rows behind a chart's places, read once for all its figures."""

    def __init__(self, source: Source, graph: Graph, figures: Sequence[Figure]) -> None:
        self.source, self.graph, self.figures = source, graph, figures
        self._of: dict[str, list[dict[str, Behind]]] = {}

    def trace(
        self, key: str, course: Course, point: Point, figures: tuple[Figure, ...]
    ) -> PointTrace:
        """Return what stands behind one value."""
        day = date.fromisoformat(point.at) if self.graph.spec.over == "days" else self.source.day
        if self.graph.spec.over == "kind":
            place = self.source.places.get(point.at)
            units = place.units if place else ()
            return _made(key, course, point, figures, day, point.value, units, UNITS)
        parts = self._parts(point.at, day)
        found = [rows[f.key] for rows in parts for f in figures if f.key in rows]
        ids = {one for part in found for one in part.ids}
        aggregate = figures[0].aggregate if len(figures) == 1 else "sum"
        value = add_up((part.total for part in found), aggregate)
        made = _made(key, course, point, figures, day, value, ids, SUBMISSIONS)
        if len(found) == 1:  # beyond the ids that are kept its number and digest stand for them
            return replace(made, row_count=found[0].count, digest=found[0].digest)
        return made

    def _parts(self, at: str, day: date) -> list[dict[str, Behind]]:
        if at not in self._of:
            self._of[at] = list(self._read(at, day))
        return self._of[at]

    def _read(self, at: str, day: date) -> Iterator[dict[str, Behind]]:
        found, first = self.source.found, self.source.first
        if self.graph.spec.over == "days":
            streams = series_in(self.source.scope, unit=self.source.unit)
            yield freezing.behind(replace(found, day=day, series=streams), self.figures)
        elif at == OWN:
            yield _own(found, self.figures, first)
        elif at == LEVEL:
            for child in found.children:
                if child.unit.kind not in JURISDICTIONS:
                    below = replace(found, unit=child.unit)
                    yield freezing.behind(below, self.figures, first)
        else:
            below = next(c.unit for c in found.children if f"u{c.unit.pk}" == at)
            yield freezing.behind(replace(found, unit=below), self.figures, first)


def _own(found: UnitDay, figures: Sequence[Figure], first: date) -> dict[str, Behind]:
    """Return the rows of what a unit filed itself, units below it left out."""
    whole = freezing.behind(found, figures, first)
    ids = {one for behind in whole.values() for one in behind.ids}
    own = Fact.objects.filter(unit=found.unit, source_id__in=ids)
    mine = set(own.values_list("source_id", flat=True))
    made = {}
    for figure in figures:
        kept = tuple(one for one in whole.get(figure.key, freezing.NOTHING).ids if one in mine)
        value = found.own.values.get(figure.pk)
        made[figure.key] = Behind(value, len(kept), kept, freezing.digest_of(kept))
    return made


def _made(
    key: str, course: Course, point: Point, figures: tuple[Figure, ...], day: date, value: Any,
    ids: Iterable[int], rows_are: str,
) -> PointTrace:  # fmt: skip
    every = sorted(set(ids))
    kept = tuple(every) if len(every) <= freezing.ROWS_KEPT else ()
    digest = freezing.digest_of(every)
    return PointTrace(key, course, point, figures, day, value, kept, len(every), digest, rows_are)


def unsettled(traced: Iterable[PointTrace]) -> list[PointTrace]:
    """Return values whose rows do not make them: a report is just being added up."""
    return [one for one in traced if one.value != one.point.value]


def as_json(source: Source, graphs: Sequence[Graph]) -> list[dict[str, Any]]:
    """Return the charts for ``figures.json``: every value with its rows, gaps as null."""
    traced = {one.key: one for one in traces(source, graphs)}
    return [
        {
            "key": graph.key,
            "title": graph.title,
            "over": graph.spec.over,
            "measure": graph.measure,
            "notes": list(graph.notes),
            "points": [
                {
                    "key": key, "of": course.code, "zh": course.zh, "at": point.at,
                    "name": point.label, "value": plain(point.value),
                    "completeness": {"expected": point.due, "reported": point.filed},
                    "rows_are": traced[key].rows_are if key in traced else SUBMISSIONS,
                    "row_count": traced[key].row_count if key in traced else 0,
                    "rows": list(traced[key].rows) if key in traced else [],
                    "digest": traced[key].digest if key in traced else "",
                }
                for key, course, point in graph.numbered()
            ],
        }
        for graph in graphs
    ]  # fmt: skip
