"""A chart of a paper as plain values that go into JSON and come back unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from shouwang.briefs.language import ChartSpec

Number = int | Decimal
OWN, LEVEL = "own", "level"
MOSTLY = 0.95  # of those that owe; with fewer reports a value is drawn hollow


@dataclass(frozen=True)
class Point:
    """One value: ``at`` is a day (2020-02-03), a unit below (u12), a kind (k:cemetery), what the
    unit filed itself (own) or its institutions together (level). None is a gap, never 0."""

    at: str
    label: str
    value: Number | None
    filed: int = 0
    due: int = 0

    @property
    def is_short(self) -> bool:
        """Return whether not all that owe have filed."""
        return self.value is not None and self.filed < self.due

    @property
    def is_partial(self) -> bool:
        """Return whether so many have not filed that the value may mislead: it is marked."""
        return self.is_short and self.filed < MOSTLY * self.due


@dataclass(frozen=True)
class Course:
    """A figure's points; ``parts`` are the ids of the figures that it is the sum of."""

    code: str
    zh: str
    measure: str
    places: int
    parts: tuple[int, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Graph:
    """A chart: how it was asked for, its title, its courses (all of one measure), its notes."""

    key: str
    spec: ChartSpec
    title: str
    courses: tuple[Course, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Return whether nobody stated anything that could be drawn."""
        return not any(p.value is not None for one in self.courses for p in one.points)

    @property
    def measure(self) -> str:
        """Return the measure of all its values."""
        return self.courses[0].measure if self.courses else ""

    def numbered(self) -> Iterator[tuple[str, Course, Point]]:
        """Yield each point with its key: chart1:0:2020-02-03."""
        for at, course in enumerate(self.courses):
            for point in course.points:
                yield f"{self.key}:{at}:{point.at}", course, point

    def to_json(self) -> dict[str, Any]:
        """Return plain values; numbers as text, so that none loses a digit."""
        told = asdict(self)
        for course in told["courses"]:
            for point in course["points"]:
                value = point["value"]
                point["value"] = None if value is None else format(Decimal(value), "f")
        return told

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Graph:
        """Return the chart that ``to_json`` wrote."""
        spec = ChartSpec(told["spec"]["over"], told["spec"]["days"], tuple(told["spec"]["codes"]))
        courses = tuple(
            Course(
                **{
                    **one,
                    "parts": tuple(one["parts"]),
                    "points": tuple(
                        Point(**{**p, "value": _number(p["value"])}) for p in one["points"]
                    ),
                }
            )
            for one in told["courses"]
        )
        return cls(told["key"], spec, told["title"], courses, tuple(told["notes"]))


def _number(text: str | None) -> Number | None:
    if text is None:
        return None
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else value
