"""Reads of the published epidemic figures, scope first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Min
from django.utils.translation import gettext as _

from shouwang.epidemic import published
from shouwang.figures import evidence, totals
from shouwang.figures import words as figure_words
from shouwang.figures.models import Figure, Rollup
from shouwang.figures.rules import Number
from shouwang.figures.tally import Tally
from shouwang.orgs import queries as units
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

SPANS = {"30": 30, "90": 90}
ALL = "all"


@dataclass(frozen=True)
class Line:
    """A unit's own published figure and the sum of its cities; None is not published, never 0."""

    unit: Unit
    own: Number | None
    cities: Number | None

    @property
    def difference(self) -> Number | None:
        """Return how much more the unit published than its cities; None where one is missing."""
        if self.own is None or self.cities is None:
            return None
        return self.own - self.cities


@dataclass(frozen=True)
class CasesPage:
    """A day of one figure at the nation or a province, with its parts and its course."""

    unit: Unit
    day: date
    first_on: date
    last_on: date
    item: str
    own: Figure
    cities: Figure
    total: Line
    lines: list[Line]
    chart: dict[str, Any]

    @property
    def is_nation(self) -> bool:
        """Return whether the parts are provinces."""
        return self.unit.code == published.ROOT

    @property
    def differing(self) -> int:
        """Return in how many parts the two figures differ."""
        return sum(bool(line.difference) for line in self.lines)


def start(scope: Scope) -> Unit | None:
    """Return the unit at which the figures begin for a scope: the nation, else a province of it;
    None where there is none in scope."""
    allowed = scope.narrowed(figure_words.READ_FIGURES)
    root = Unit.objects.filter(code=published.ROOT).first()
    if root is None or allowed.covers(root):
        return root
    below = units.units(allowed).filter(path__gt=root.path, path__lt=root.path + "~")
    return below.filter(kind=Kind.PROVINCE).first()


def holds(scope: Scope, unit_id: int) -> Unit | None:
    """Return a unit of the figures, None for a unit of another kind; raises ``OutOfScope``."""
    unit = units.unit(scope, unit_id)
    scope.require(figure_words.READ_FIGURES, unit)
    is_ours = unit.code == published.ROOT or (
        unit.kind == Kind.PROVINCE and unit.code.startswith(f"{published.ROOT}/")
    )
    return unit if is_ours else None


def cases(scope: Scope, unit: Unit, *, item: str, day: date | None, span: str) -> CasesPage | None:
    """Return a unit's figures of a day (the last known one when ``day`` is None); None where
    nothing was imported. Raises ``OutOfScope`` for a unit that may not be seen."""
    codes = {item: "cities", published.PROVINCE_PREFIX + item: "own"}
    found = Figure.objects.filter(owner__code=published.ROOT, code__in=codes)
    named = {codes[figure.code]: figure for figure in found}
    known = Rollup.objects.filter(unit__code=published.ROOT).aggregate(Min("day"), Max("day"))
    first, last = known["day__min"], known["day__max"]
    if len(named) < len(codes) or first is None:
        return None
    day = min(max(day, first), last) if day else last
    read = totals.unit_day(scope, unit, day)
    own, cities = named["own"], named["cities"]
    return CasesPage(
        unit, day, first, last, item, own, cities,
        total=_line(unit, read.total, own, cities),
        lines=[_line(child.unit, child.tally, own, cities) for child in read.children],
        chart=_chart(scope, unit, own, cities, _since(span, first, day), day),
    )  # fmt: skip


def _line(unit: Unit, tally: Tally, own: Figure, cities: Figure) -> Line:
    return Line(unit, tally.values.get(own.pk), tally.values.get(cities.pk))


def _since(span: str, first: date, day: date) -> date:
    days = SPANS.get(span)
    return max(first, day - timedelta(days=days - 1)) if days else first


def _chart(
    scope: Scope, unit: Unit, own: Figure, cities: Figure, first: date, last: date
) -> dict[str, Any]:
    """Return both courses as the chart takes them: a day without a value is a gap."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    series = []
    for name, figure in ((_("省级公布"), own), (_("各市合计"), cities)):
        by_day = {p.day: p.value for p in evidence.by_day(scope, unit, figure, first, last)}
        values = [by_day.get(day) for day in days]
        series.append({"name": name, "data": [None if v is None else int(v) for v in values]})
    return {
        "type": "line",
        "unit": own.measure,
        "label": _("日期"),
        "labels": [f"{d:%m-%d}" if first.year == last.year else d.isoformat() for d in days],
        "series": series,
    }
