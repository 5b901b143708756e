"""What stands behind one number: its meaning, its rows with who entered them, its course."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from shouwang.figures import evidence as source
from shouwang.figures import totals
from shouwang.figures.evidence import Evidence, LastKnown, Point, Row
from shouwang.figures.models import Figure
from shouwang.figures.models.figure import Aggregate, Nature
from shouwang.figures.models.series import Period
from shouwang.figures.rules import Number
from shouwang.figures.tally import Tally
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting.daybook.columns import asked_for
from shouwang.reporting.daybook.timing import Timing, timing
from shouwang.reporting.models import Submission

PER_PAGE = 20
COURSE_DAYS = 30
NATURES = {
    Nature.STOCK: _("时点数：截至统计时点的数，不跨日相加"),
    Nature.FLOW: _("时期数：当期发生的数，可跨日相加"),
    Nature.CUMULATIVE: _("累计数：自开始以来的总数，不跨日相加"),
}


@dataclass(frozen=True)
class Told:
    """A row with the submission that states it."""

    row: Row
    submission: Submission | None

    @property
    def corrections(self) -> int:
        """Return how often the report was corrected."""
        return self.submission.number - 1 if self.submission else 0


@dataclass(frozen=True)
class Drawer:
    """What the drawer shows of a figure at a unit on a day."""

    figure: Figure
    unit: Unit
    day: date
    timing: Timing
    evidence: Evidence
    tally: Tally
    known: LastKnown
    rows: list[Told]
    page: int
    course: list[Point]
    is_weekly: bool

    @property
    def shown(self) -> Number | None:
        """Return the value that the day's page shows."""
        return self.tally.values.get(self.figure.pk)

    @property
    def agrees(self) -> bool:
        """Return whether the rows' aggregate and number equal what is shown (行数相符)."""
        counted = self.tally.stated.get(self.figure.pk, 0)
        return self.evidence.total == self.shown and self.evidence.count == counted

    @property
    def nature(self) -> Any:
        """Return how the figure behaves in time, in words."""
        return NATURES[Nature(self.figure.nature)]

    @property
    def is_lowest(self) -> bool:
        """Return whether a superior's value is the lowest below."""
        return self.figure.aggregate == Aggregate.MIN

    @property
    def updated_at(self) -> datetime | None:
        """Return when the total was last computed."""
        return self.tally.computed_at

    @property
    def pages(self) -> int:
        """Return how many pages of rows there are."""
        return max(1, -(-self.evidence.count // PER_PAGE))

    @property
    def chart(self) -> dict[str, Any]:
        """Return the course as the chart takes it."""
        first = self.day - timedelta(days=COURSE_DAYS - 1)
        return chart(self.figure, self.course, first, self.day, is_weekly=self.is_weekly)


def drawer(
    scope: Scope, unit: Unit, figure: Figure, day: date, *, now: datetime, page: int = 1
) -> Drawer:
    """Return what stands behind a unit's figure of a day, one page of its rows.

    Raises ``OutOfScope`` for a unit that may not be seen.
    """
    found = totals.unit_day(scope, unit, day, with_children=False)
    held = timing(found.series, day, now=now)
    asking = asked_for(held.by_series).get(figure.pk, ("", False, set()))[2]
    page = max(1, page)
    behind = source.evidence(scope, unit, figure, day, offset=(page - 1) * PER_PAGE, most=PER_PAGE)
    first = day - timedelta(days=COURSE_DAYS - 1)
    return Drawer(
        figure,
        unit,
        day,
        held,
        behind,
        found.total,
        source.last_known(scope, unit, figure, day, series_ids=asking),
        told(behind.rows),
        page,
        source.by_day(scope, unit, figure, first, day),
        is_weekly=_weekly(found, asking),
    )


def _weekly(found: totals.UnitDay, asking: Iterable[int]) -> bool:
    periods = {s.period for s in found.series if s.pk in set(asking)}
    return periods == {Period.WEEKLY}


def told(rows: list[Row]) -> list[Told]:
    """Return rows with the submissions they came from: who, when, how, how often corrected."""
    wanted = [row.source_id for row in rows]
    known = Submission.objects.select_related("report").in_bulk(wanted)
    return [Told(row, known.get(row.source_id)) for row in rows]


def chart(
    figure: Figure, course: list[Point], first: date, last: date, *, is_weekly: bool = False
) -> dict[str, Any]:
    """Return a course as chart data: a day without a value is a gap, never 0, and one on which
    not everybody filed carries a star."""
    by_day = {p.day: p.value for p in course}
    short = {p.day for p in course if p.filed < p.expected}
    if is_weekly:
        days = sorted(by_day)
    else:
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    values = [by_day.get(d) for d in days]
    starred = short.intersection(days)
    return {
        "type": "line",
        "unit": figure.measure,
        "label": str(_("日期（* 未报齐）") if starred else _("日期")),
        "labels": [
            (f"{d:%m-%d}" if first.year == last.year else d.isoformat()) + "*" * (d in short)
            for d in days
        ],
        "whole": figure.decimals == 0,
        "series": [
            {
                "name": figure.zh,
                "data": [None if v is None else float(v) if v % 1 else int(v) for v in values],
            }
        ],
    }
