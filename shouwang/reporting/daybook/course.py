"""A figure's course over time, and where its last value comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shouwang.figures import evidence, totals
from shouwang.figures.evidence import Point
from shouwang.figures.models import Figure
from shouwang.figures.models.series import Period
from shouwang.figures.rules import Number
from shouwang.figures.totals import ChildTally
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting.daybook.drawer import NATURES, chart

SPANS = (7, 30, 90)


@dataclass(frozen=True)
class Part:
    """A child's value."""

    unit: Unit
    value: Number | None
    filed: int
    due: int


@dataclass(frozen=True)
class Course:
    """A figure at a unit over some days up to ``day``; ``parts`` are the children's last values."""

    figure: Figure
    unit: Unit
    day: date
    days: int
    points: list[Point]
    parts: list[Part]
    last: Number | None
    is_weekly: bool
    filed: int = 0
    due: int = 0

    @property
    def first(self) -> date:
        """Return the first day shown."""
        return self.day - timedelta(days=self.days - 1)

    @property
    def chart(self) -> dict[str, Any]:
        """Return the course as the chart takes it."""
        return chart(self.figure, self.points, self.first, self.day, is_weekly=self.is_weekly)

    @property
    def nature(self) -> Any:
        """Return how the figure behaves in time, in words."""
        return next(words for nature, words in NATURES.items() if nature == self.figure.nature)

    @property
    def spans(self) -> list[tuple[str, str, bool]]:
        """Return the switch of spans: words, query, whether it is this one."""
        base = f"day={self.day.isoformat()}"
        return [(str(n), f"?{base}&days={n}", n == self.days) for n in SPANS]


def course(scope: Scope, unit: Unit, figure: Figure, day: date, *, days: int) -> Course:
    """Return a figure's course over the last 7, 30 or 90 days (else 30).

    Raises ``OutOfScope`` for a unit that may not be seen.
    """
    days = days if days in SPANS else 30
    found = totals.unit_day(scope, unit, day)
    points = evidence.by_day(scope, unit, figure, day - timedelta(days=days - 1), day)
    parts = [_part(c, figure.pk) for c in found.children if figure.pk in c.tally.values]
    weekly = bool(found.series) and all(s.period == Period.WEEKLY for s in found.series)
    last, total = found.total.values.get(figure.pk), found.total
    return Course(figure, unit, day, days, points, parts, last, weekly, total.filed, total.due)


def _part(child: ChildTally, figure_id: int) -> Part:
    tally = child.tally
    return Part(child.unit, tally.values.get(figure_id), tally.filed, tally.due)
