"""A table with its numbers: what a paper prints, what is frozen, what two of them differ in.

Plain data: no database, no clock. A cell that nobody stated has no value; it prints — and is
never 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from shouwang.kit import numbers

BLANK = "—"


@dataclass(frozen=True)
class Cell:
    """A number with its decimals; ``percent`` holds a share of 1; ``signed`` prints a plus."""

    value: Decimal | None
    places: int = 0
    percent: bool = False
    signed: bool = False

    @property
    def shown(self) -> str:
        """Return it as it is printed: 0 for zero, — for what nobody stated."""
        if self.value is None:
            return BLANK
        if self.percent:
            return numbers.percent(self.value)
        text = numbers.in_table(self.value, self.places)
        return f"+{text}" if self.signed and self.value > 0 else text


@dataclass(frozen=True)
class Column:
    """A column: ``key`` tells it from the others, ``ref`` and ``period`` what it prints."""

    key: str
    title: str
    group: str = ""
    measure: str = ""


@dataclass(frozen=True)
class Row:
    """A line: ``key`` is the unit's id, a kind or an item's reference."""

    key: str
    name: str
    cells: tuple[Cell, ...]
    measure: str = ""
    group: str = ""
    is_total: bool = False


@dataclass(frozen=True)
class Gap:
    """The units under one child that had not filed."""

    child: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One number that reads otherwise: where it stands, what it was, what it is."""

    row: str
    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Table:
    """A day's table; ``due`` = ``filed`` + ``missing``, all names of the missing in ``gaps``."""

    title: str
    reporter: str
    day: str
    as_of: str
    head: tuple[tuple[str, str], ...]
    rows_are: str
    first: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    states: Mapping[str, int]
    gaps: tuple[Gap, ...] = ()
    measure: str = ""
    orientation: str = "auto"
    notes: tuple[str, ...] = ()
    is_demo: bool = False

    @property
    def missing_names(self) -> list[str]:
        """Return the names of all units that had not filed."""
        return [name for gap in self.gaps for name in gap.names]

    def as_json(self) -> dict[str, Any]:
        """Return it as it is frozen: numbers as exact text."""
        stored = asdict(self)
        for row in stored["rows"]:
            for cell in row["cells"]:
                cell["value"] = None if cell["value"] is None else format(cell["value"], "f")
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Table:
        """Return the table that ``as_json`` froze."""
        return cls(
            **{
                **stored,
                "head": tuple((name, text) for name, text in stored["head"]),
                "columns": tuple(Column(**column) for column in stored["columns"]),
                "rows": tuple(_row(row) for row in stored["rows"]),
                "gaps": tuple(Gap(gap["child"], tuple(gap["names"])) for gap in stored["gaps"]),
                "notes": tuple(stored["notes"]),
            }
        )


def _row(stored: Mapping[str, Any]) -> Row:
    cells = tuple(
        Cell(**{**cell, "value": None if cell["value"] is None else Decimal(cell["value"])})
        for cell in stored["cells"]
    )
    return Row(**{**stored, "cells": cells})


_OF_OTHER_DAYS = ("before", "change", "cumulative")
_STATES = {
    "due": "应报",
    "filed": "已报",
    "zero": "零报",
    "late": "迟报",
    "missing": "未报",
}


def changes(old: Table, new: Table) -> list[Change]:
    """Return the numbers that read otherwise, cell by cell, then the report states and the missing.

    Both tables are of one design; a line or column that one of them lacks reads —.
    """
    found = [
        Change(row.name, _head(column), before.shown, now.shown)
        for row, column, before, now in _pairs(old, new)
        if before.shown != now.shown
    ]
    printed = {column.key for column in new.columns} | {row.key for row in new.rows}
    for word, zh in _STATES.items():
        before_, now_ = old.states[word], new.states[word]
        if before_ != now_ and f"state:{word}" not in printed:
            found.append(Change("报送情况", f"{zh}（家）", str(before_), str(now_)))
    came = [name for name in old.missing_names if name not in new.missing_names]
    left = [name for name in new.missing_names if name not in old.missing_names]
    if came or left:
        found.append(
            Change("报送情况", "未报单位", numbers.names(came or []), numbers.names(left or []))
        )
    return found


def reads_otherwise(old: Table, new: Table) -> bool:
    """Return whether a day's own numbers read otherwise: a cell, a report state, who is missing.

    What moved in the days before (前一日, 累计) is amended on those days' papers: else one
    correction would ask for an amendment of every paper since.
    """
    if old.states != new.states or old.missing_names != new.missing_names:
        return True
    own = [column.key for column in new.columns if column.key not in _OF_OTHER_DAYS]
    return any(
        before.shown != now.shown
        for _row, column, before, now in _pairs(old, new)
        if column.key in own
    )


def _pairs(old: Table, new: Table) -> Iterator[tuple[Row, Column, Cell, Cell]]:
    blank = Cell(None)
    was = {(row.key, key): cell for row, key, cell in _cells(old)}
    now = {(row.key, key): cell for row, key, cell in _cells(new)}
    gone = [row for row in old.rows if row.key not in {r.key for r in new.rows}]
    for row in (*new.rows, *gone):
        for column in new.columns:
            at = (row.key, column.key)
            yield row, column, was.get(at, blank), now.get(at, blank)


def _cells(table: Table) -> Iterator[tuple[Row, str, Cell]]:
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            yield row, column.key, cell


def _head(column: Column) -> str:
    title = column.title.replace("\n", "")
    return f"{column.group}·{title}" if column.group else title


def amended(table: Table, number: int) -> Table:
    """Return the table under the title that 更正 n carries."""
    return replace(table, title=f"{table.title}（更正{number}）")
