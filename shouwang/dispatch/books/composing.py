"""A superior's workbook with the figures of a unit's day: every cell that takes one, as it reads.

A figure that nobody stated leaves its cell blank; it is named among the remarks, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property

from shouwang.dispatch.books.mapping import OWN, WHOLE, BookMapping, Fill
from shouwang.dispatch.tables import composing, references, sums, wording
from shouwang.dispatch.tables.composing import Composed
from shouwang.dispatch.tables.design import BEFORE, CHANGE, CUMULATIVE, PERIODS, TODAY
from shouwang.dispatch.tables.references import Known
from shouwang.dispatch.tables.table import Cell, Column, Row, Table
from shouwang.figures import evidence
from shouwang.figures.models.figure import Aggregate
from shouwang.figures.rules import Number
from shouwang.figures.tally import Tally, merged
from shouwang.figures.totals import UnitDay, unit_day
from shouwang.kit import registry, words_zh
from shouwang.orgs.kinds import JURISDICTIONS
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

# the rows of such a table are cells, their keys are addresses: 日报!C7
CELLS = "cells"
_ZH = {TODAY: "当日", BEFORE: "前一日", CHANGE: "增减", CUMULATIVE: "累计"}


def compose_book(
    scope: Scope, unit: Unit, day: date, told: BookMapping, *, at: datetime
) -> Composed:
    """Return a workbook's cells of a day as they read at ``at``; raises ``OutOfScope``."""
    found = unit_day(scope, unit, day)
    lines = references.known(told.lines)
    gaps = evidence.missing(scope, unit, day)
    numbers = [fill for fill in told.fills if fill.is_filled and fill.is_number]
    periods = [p for p, _word in PERIODS if any(fill.period == p for fill in numbers)]
    reading = _Reading(scope, found, {k.line.ref: k for k in lines}, {f.place for f in numbers})
    rows = [
        Row(
            fill.key,
            fill.name,
            tuple(reading.cell(fill) if p == fill.period else Cell(None) for p in periods),
        )
        for fill in numbers
    ]
    total = found.total
    table = Table(
        title=told.title,
        reporter=unit.name,
        day=day.isoformat(),
        as_of=words_zh.moment(at, with_year=True),
        head=(),
        rows_are=CELLS,
        first="格",
        columns=tuple(Column(p, _ZH[p]) for p in periods),
        rows=tuple(rows),
        states={word: getattr(total, word) for word in ("due", "filed", "zero", "late", "missing")},
        gaps=composing.gaps_of(gaps),
        notes=_notes(found, numbers),
        is_demo=unit.is_demo or bool(registry.marks()),
    )
    return Composed(table, found, lines, gaps)


def _notes(found: UnitDay, numbers: list[Fill]) -> tuple[str, ...]:
    """Return what a workbook's last sheet needs said of its numbers."""
    changes = any(fill.period == CHANGE for fill in numbers)
    told = wording.unlike(found) if changes else []
    return (*_left_out(found, {fill.place for fill in numbers}), *told)


def _left_out(found: UnitDay, places: set[str]) -> tuple[str, ...]:
    """Return the remark on those below that owe reports and have no line in the workbook.

    Only where it goes by units: else its sum of lines is taken for the whole, and is not.
    """
    held = [c for c in found.children if c.tally.due or c.tally.values]
    if sum(str(c.unit.pk) in places for c in held) < 2:
        return ()
    left = [c for c in held if str(c.unit.pk) not in places]
    lower = [c for c in left if c.unit.kind in JURISDICTIONS]
    names = [f"{c.unit.name}（应报{c.tally.due}家）" for c in lower]
    own = [c for c in left if c.unit.kind not in JURISDICTIONS]
    is_by_home = any(str(c.unit.pk) in places for c in held if c.unit.kind not in JURISDICTIONS)
    if is_by_home:
        names += [c.unit.name for c in own]
    elif own and OWN not in places:
        due = sum(c.tally.due for c in own)
        names.append(f"{composing.own_name(found.unit)}（应报{due}家）")
    return (f"表中没有单列、不在各行之内的单位：{'、'.join(names)}。",) if names else ()


def values_of(table: Table) -> dict[str, Cell]:
    """Return the number of each cell by its key; blank ones have none."""
    return {
        row.key: next((cell for cell in row.cells if cell.value is not None), Cell(None))
        for row in table.rows
    }


class _Reading:
    """The tallies of the places that a workbook names, each read once."""

    def __init__(
        self, scope: Scope, found: UnitDay, lines: Mapping[str, Known], places: Iterable[str]
    ) -> None:
        unit, day = found.unit, found.day
        self.scope, self.unit, self.day, self.lines = scope, unit, day, lines
        self._named = {int(place) for place in places if place.isdigit()}
        self._days: dict[tuple[int, date], UnitDay] = {(unit.pk, day): found}
        self._runs: dict[str, dict[int, Number]] = {}

    def cell(self, fill: Fill) -> Cell:
        """Return the number of a cell."""
        known = self.lines[fill.ref]
        return composing.cell_of(known, self._value(fill, known), signed=False)

    def _value(self, fill: Fill, known: Known) -> Number | None:
        if fill.period == TODAY:
            return _in(known, self._tally(fill.place, self.day))
        if fill.period == CUMULATIVE:
            return known.value_of(self._run(fill.place)) if known.is_flow else None
        earlier = _in(known, self._tally(fill.place, self.day - timedelta(days=1)))
        if fill.period == BEFORE:
            return earlier
        now = _in(known, self._tally(fill.place, self.day))
        is_share = known.line.state == "rate"
        return None if now is None or earlier is None or is_share else now - earlier

    def _tally(self, place: str, day: date) -> Tally | None:
        if place == WHOLE:
            return self._day(self.unit, day).total
        if place == OWN:
            return self._own(day)
        unit = self._places.get(place)
        if unit is None:
            return None
        above = self._above.get(unit.path[: -unit.steplen])
        held = {str(c.unit.pk): c.tally for c in self._day(above, day).children} if above else {}
        return held.get(place) or self._day(unit, day).total

    def _day(self, unit: Unit, day: date) -> UnitDay:
        key = unit.pk, day
        if key not in self._days:
            self._days[key] = unit_day(self.scope, unit, day)
        return self._days[key]

    @cached_property
    def _places(self) -> dict[str, Unit]:
        """Return the units that the workbook names, by place."""
        below = Unit.objects.filter(path__gt=self.unit.path, path__lt=self.unit.path + "~")
        return {str(one.pk): one for one in below.filter(pk__in=self._named)}

    @cached_property
    def _above(self) -> dict[str, Unit]:
        """Return the superiors of those units by path: one reading of theirs tells them all."""
        paths = {one.path[: -one.steplen] for one in self._places.values()}
        return {one.path: one for one in Unit.objects.filter(path__in=paths)}

    def _own(self, day: date) -> Tally | None:
        found = self._day(self.unit, day)
        held = [c.tally for c in found.children if c.unit.kind not in JURISDICTIONS]
        if found.own.filed or found.own.values:
            held.append(found.own)
        lowest = {f.pk for f in found.figures if f.aggregate == Aggregate.MIN}
        return merged(held, lowest) if held else None

    def _run(self, place: str) -> dict[int, Number]:
        if place not in self._runs:
            self._runs[place] = self._since_start(place)
        return self._runs[place]

    def _since_start(self, place: str) -> dict[int, Number]:
        unit = self.unit if place == WHOLE else self._places.get(place)
        if unit is None:  # 市本级 has no sums of its own
            return {}
        flows = [f for known in self.lines.values() for f in known.figures if known.is_flow]
        return sums.since_start(self._day(unit, self.day), flows)


def _in(known: Known, tally: Tally | None) -> Number | None:
    """Return a value in a tally; None where the place has no day, or owes and filed nothing."""
    if tally is None or (not tally.due and not tally.filed and known.line.state):
        return None
    return known.value_in(tally)
