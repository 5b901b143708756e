"""From a table's rows to stated reports: what each row says, before anything is asked of the
database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from shouwang.figures.rules import Number
from shouwang.intake.importing.mapping import MappingSpec
from shouwang.kit.sheets.read import BadValue, Problem, Row, Table, parse_date, parse_int, text_of

Step = Callable[[int, int, str], None]


@dataclass(slots=True)
class Stated:
    """What one row says: a facility, its county or none, a day, and values by item code."""

    row: int
    id: str
    name: str
    group: str
    kind: str
    day: date
    values: dict[str, Number]


@dataclass
class Outcome:
    """What became of a file: rows counted, the refused and the doubtful named."""

    rows: int = 0
    filed: int = 0
    repeated: int = 0
    refused: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    units_created: int = 0
    groups_created: int = 0
    moved: int = 0
    renamed: int = 0
    written: bool = False

    def refuse(self, row: int, column: str, value: object, why: str) -> None:
        """Note a refused row."""
        self.refused.append(Problem(row, column, str(value), why))

    def warn(self, row: int, column: str, value: object, why: str) -> None:
        """Note something doubtful that does not stop the row."""
        self.warnings.append(Problem(row, column, str(value), why))

    def as_dict(self) -> dict[str, object]:
        """Return the outcome as the command line and the job print it."""
        return {
            "written": self.written,
            "counts": {
                "rows": self.rows,
                "filed": self.filed,
                "repeated": self.repeated,
                "refused": len({p.row for p in self.refused}),
                "warnings": len(self.warnings),
                "units_created": self.units_created,
                "groups_created": self.groups_created,
                "moved": self.moved,
                "renamed": self.renamed,
            },
            "refused": [p.as_dict() for p in self.refused],
            "warnings": [p.as_dict() for p in self.warnings],
        }


def read(table: Table, spec: MappingSpec, outcome: Outcome, step: Step) -> Iterator[Stated]:
    """Yield what each sound row says; the others are refused in ``outcome`` with every fault."""
    for column in spec.check_columns(table.columns):
        outcome.warn(table.header_row, column, column, _("映射中没有这一列，未导入"))
    for row in table:
        outcome.rows += 1
        if outcome.rows % 500 == 0:
            step(outcome.rows, table.rows_at_most, _("读取"))
        stated = _stated(row, spec, outcome)
        if stated is not None:
            yield stated


def _stated(row: Row, spec: MappingSpec, outcome: Outcome) -> Stated | None:
    faults: list[Problem] = [row.problem] if row.problem else []
    cells = row.cells
    ident = text_of(cells[spec.id_column])
    if not ident:
        faults.append(Problem(row.number, spec.id_column, "", _("没有机构编号")))
    day = None
    try:
        day = parse_date(cells[spec.day_column], formats=spec.day_formats)
        if day is None:
            faults.append(Problem(row.number, spec.day_column, "", _("没有日期")))
    except BadValue as bad:
        faults.append(Problem(row.number, spec.day_column, bad.value, bad.why_zh))
    values = _values(row, spec, faults)
    if faults or day is None:
        outcome.refused.extend(faults)
        return None
    return Stated(
        row.number,
        ident,
        text_of(cells[spec.name_column]),
        text_of(cells[spec.group_column]) if spec.group_column else "",
        spec.kind_of(text_of(cells[spec.kind_column])) if spec.kind_column else spec.default_kind,
        day,
        values,
    )


def _values(row: Row, spec: MappingSpec, faults: list[Problem]) -> dict[str, Number]:
    """Return the stated values; a blank is absent, never 0."""
    values: dict[str, Number] = {}
    for item in spec.items:
        cell = row.cells[item.column]
        if cell is None or cell == "":
            continue
        try:
            number = parse_int(cell)
        except BadValue as bad:
            faults.append(Problem(row.number, item.column, bad.value, bad.why_zh))
            continue
        if number is None:
            continue
        if number < 0:
            faults.append(Problem(row.number, item.column, str(number), _("不能是负数")))
        else:
            values[item.code] = number
    return values
