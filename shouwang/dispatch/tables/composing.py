"""A design filled with the figures of a unit's day: the table as it reads at one moment.

Everything comes from ``figures.totals.unit_day``, ``figures.evidence`` and the sums by kind and
over days in ``tables.sums``. The words of a paper are Chinese whatever the screen's language.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.utils.translation import override

from shouwang.dispatch.tables import references, sums
from shouwang.dispatch.tables.design import (
    BEFORE,
    CHANGE,
    CHILDREN,
    CUMULATIVE,
    ITEMS,
    KINDS,
    TODAY,
    Design,
)
from shouwang.dispatch.tables.references import HOMES, Known
from shouwang.dispatch.tables.table import Cell, Column, Gap, Row, Table
from shouwang.dispatch.tables.wording import head_of, notes_of
from shouwang.figures import evidence
from shouwang.figures.models import Figure
from shouwang.figures.models.figure import Aggregate
from shouwang.figures.rules import Number
from shouwang.figures.tally import Tally, merged
from shouwang.figures.totals import UnitDay, unit_day
from shouwang.kit import registry, words_zh
from shouwang.orgs.kinds import JURISDICTIONS, Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

_FIRST = {CHILDREN: "单位", KINDS: "机构类别", ITEMS: "指标"}
_PERIODS = {TODAY: "当日", BEFORE: "前一日", CHANGE: "增减", CUMULATIVE: "累计"}
_OWN = "own"


@dataclass(frozen=True)
class Composed:
    """A table with what it was read from."""

    table: Table
    found: UnitDay
    lines: list[Known]
    gaps: list[evidence.Missing]

    @property
    def figures(self) -> list[Figure]:
        """Return the figures that the table prints, each once."""
        return list({f.pk: f for known in self.lines for f in known.figures}.values())


def compose_table(scope: Scope, unit: Unit, day: date, design: Design, *, at: datetime) -> Composed:
    """Return a unit's table of a day as it reads at ``at``; raises ``OutOfScope``."""
    found = unit_day(scope, unit, day)
    lines = references.known(design.lines)
    gaps = evidence.missing(scope, unit, day)
    columns, rows = _body(found, design, lines, gaps)
    total = found.total
    table = Table(
        title=design.title,
        reporter=design.reporter or unit.name,
        day=day.isoformat(),
        as_of=words_zh.moment(at, with_year=True),
        head=head_of(design),
        rows_are=design.rows,
        first=_FIRST[design.rows],
        columns=columns,
        rows=rows,
        states={word: getattr(total, word) for word in ("due", "filed", "zero", "late", "missing")},
        gaps=gaps_of(gaps),
        measure=_common(lines) if design.rows != ITEMS else "",
        orientation=design.orientation,
        notes=notes_of(design, lines, found, has_blanks=_has_blanks(rows)),
        is_demo=unit.is_demo or bool(registry.marks()),
    )
    return Composed(table, found, lines, gaps)


def _body(
    found: UnitDay, design: Design, lines: list[Known], gaps: list[evidence.Missing]
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    if design.rows == ITEMS:
        return _by_item(found, design, lines)
    tallies = _children(found) if design.rows == CHILDREN else _kinds(found, lines, gaps)
    rows = [Row(key, name, _cells(lines, tally)) for key, name, tally in tallies]
    rows.append(Row("total", "合计", _cells(lines, found.total), is_total=True))
    common = _common(lines)
    columns = tuple(
        Column(k.line.ref, k.zh, k.line.group, "" if common else k.measure) for k in lines
    )
    return columns, tuple(rows)


def _cells(lines: list[Known], tally: Tally) -> tuple[Cell, ...]:
    return tuple(cell_of(known, known.value_in(tally)) for known in lines)


def cell_of(known: Known, value: Number | None, *, signed: bool = False) -> Cell:
    """Return a number as a cell prints it."""
    exact = None if value is None else Decimal(value)
    return Cell(exact, known.places, known.line.state == "rate", signed)


def _children(found: UnitDay) -> list[tuple[str, str, Tally]]:
    """Return each line below the unit: a jurisdiction, the unit's own institutions together."""
    places = [c for c in found.children if c.unit.kind in JURISDICTIONS]
    lowest = {f.pk for f in found.figures if f.aggregate == Aggregate.MIN}
    own = [c.tally for c in found.children if c.unit.kind not in JURISDICTIONS]
    if not places:
        lines = [(str(c.unit.pk), c.unit.name, c.tally) for c in found.children]
        own = []
    else:
        lines = [(str(c.unit.pk), c.unit.name, c.tally) for c in places]
    if found.own.filed or found.own.values:
        own.append(found.own)
    if own:
        lines.insert(0, (_OWN, own_name(found.unit), merged(own, lowest)))
    return lines


def own_name(unit: Unit) -> str:
    """Return what a unit's directly managed institutions are called together: 市本级."""
    return f"{unit.name[-1]}本级"


def _kinds(
    found: UnitDay, lines: list[Known], gaps: list[evidence.Missing]
) -> list[tuple[str, str, Tally]]:
    tallies = sums.by_kind(found, [f for known in lines for f in known.figures])
    for gap in gaps:
        tallies.setdefault(gap.kind, Tally()).due += 1
    with override(settings.LANGUAGE_CODE):  # a paper is Chinese whoever reads the screen
        return [
            (kind.value, str(kind.label), tallies[kind.value])
            for kind in Kind
            if kind.value in tallies
        ]


def _by_item(
    found: UnitDay, design: Design, lines: list[Known]
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    run = sums.since_start(found, [f for k in lines for f in k.figures if k.is_flow])
    rows = [
        Row(
            known.line.ref,
            known.zh,
            tuple(_of_period(found, known, period, run) for period in design.periods),
            measure=known.measure,
            group=known.line.group,
        )
        for known in lines
    ]
    return tuple(Column(p, _PERIODS[p]) for p in design.periods), tuple(rows)


def _of_period(found: UnitDay, known: Known, period: str, run: dict[int, Number]) -> Cell:
    now = known.value_in(found.total)
    before = known.value_in(found.before) if found.before.due else None
    if period == TODAY:
        return cell_of(known, now)
    if period == BEFORE:
        return cell_of(known, before)
    if period == CHANGE:
        change = None if now is None or before is None else now - before
        return cell_of(known, None if known.line.state == "rate" else change, signed=True)
    # a stock or a lowest value is never summed over days
    return cell_of(known, known.value_of(run) if known.is_flow else None)


def _common(lines: list[Known]) -> str:
    """Return the unit of measure that all figures share; report states count homes by themselves.

    Empty where they differ: each head then names its own.
    """
    measures = {known.measure for known in lines if known.measure}
    if len(measures) == 1:
        return measures.pop()
    by_figure = {known.measure for known in lines if known.figures}
    states_grouped = all(known.line.group for known in lines if known.line.state)
    if len(by_figure) == 1 and states_grouped:
        return by_figure.pop()
    return "" if measures - {HOMES} else HOMES


def gaps_of(gaps: Iterable[evidence.Missing]) -> tuple[Gap, ...]:
    """Return the missing by the child they count in; a unit's own institutions stand alone."""
    named: dict[str, dict[str, None]] = {}
    for gap in gaps:
        child = "" if gap.unit_id == gap.child_id else gap.child
        named.setdefault(child, {})[gap.name] = None
    return tuple(Gap(child, tuple(names)) for child, names in named.items())


def _has_blanks(rows: Iterable[Row]) -> bool:
    return any(cell.value is None for row in rows for cell in row.cells)
