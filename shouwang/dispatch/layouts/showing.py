"""A table on the screen: the cells of a paper, each leading to what stands behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse

from shouwang.dispatch.books.composing import CELLS
from shouwang.dispatch.models import Dispatch
from shouwang.dispatch.printing.paper import Paper, head_text
from shouwang.dispatch.tables.design import BEFORE, CHILDREN, ITEMS, TODAY, Line
from shouwang.dispatch.tables.table import Cell, Column, Row
from shouwang.orgs.models import Unit

Link = Callable[[Row, Column], str]


@dataclass(frozen=True)
class ShownCell:
    """A cell as printed, with the address of its evidence."""

    text: str
    href: str
    title: str


@dataclass(frozen=True)
class ShownRow:
    """A line with its cells; ``section`` begins a group of items."""

    row: Row
    cells: list[ShownCell]
    section: str = ""


@dataclass(frozen=True)
class Head:
    """A cell of the head; ``across`` columns wide, ``down`` rows deep."""

    text: str
    across: int = 1
    down: int = 1


@dataclass(frozen=True)
class Shown:
    """A paper as the page draws it."""

    paper: Paper
    upper: list[Head]
    lower: list[Head]
    rows: list[ShownRow]

    @property
    def width(self) -> int:
        """Return how many columns there are."""
        return len(self.paper.columns)


def live(paper: Paper, unit: Unit, day: date) -> Shown:
    """Return a table whose figures lead to the rows behind them as they are now."""

    def link(row: Row, column: Column) -> str:
        ref, period = (row.key, column.key) if _by_item(paper) else (column.key, TODAY)
        at = {TODAY: day, BEFORE: day - timedelta(days=1)}.get(period)
        place = unit.pk if _by_item(paper) or row.is_total else _child(paper, row)
        if at is None or place is None:
            return ""
        line = Line(ref)
        if line.state == "missing":
            return reverse("reporting:missing", args=[at, place])
        one = line.figure_ids
        return reverse("reporting:figure", args=[at, place, one[0]]) if len(one) == 1 else ""

    return _shown(paper, link)


def frozen(paper: Paper, dispatch: Dispatch) -> Shown:
    """Return a paper whose figures lead to what was kept behind them."""
    base = reverse("dispatch:figure", args=[dispatch.pk])

    def link(row: Row, column: Column) -> str:
        ref, period = (row.key, column.key) if _by_item(paper) else (column.key, TODAY)
        line = Line(ref)
        # a share is of two numbers, a sum of several figures: each with what stands behind it
        states = ["filed", "due"] if line.state == "rate" else [line.state]
        keys = [str(pk) for pk in line.figure_ids] or states
        return f"{base}?{urlencode({'key': keys}, doseq=True)}" if period == TODAY else ""

    return _shown(paper, link)


def _by_item(paper: Paper) -> bool:
    return paper.table.rows_are == ITEMS


def _child(paper: Paper, row: Row) -> int | None:
    is_unit = paper.table.rows_are == CHILDREN and row.key.isdigit()
    return int(row.key) if is_unit else None


def _shown(paper: Paper, link: Link) -> Shown:
    if paper.table.rows_are == CELLS:  # a superior's workbook is drawn as its own sheets
        return Shown(paper, [], [], [])
    upper, lower = _heads(paper.columns)
    rows = []
    for group, members in groupby(paper.table.rows, key=lambda row: row.group):
        for number, row in enumerate(members):
            cells = [
                _cell(cell, link(row, column), row, column)
                for column, cell in zip(paper.table.columns, row.cells, strict=True)
            ]
            rows.append(ShownRow(row, cells, group if number == 0 else ""))
    return Shown(paper, upper, lower, rows)


def _cell(cell: Cell, href: str, row: Row, column: Column) -> ShownCell:
    title = f"{row.name} {column.title}"
    return ShownCell("" if cell.value is None else cell.shown, href, title)


def _heads(columns: Iterable[Column]) -> tuple[list[Head], list[Head]]:
    """Return one row of heads, or two where columns are grouped."""
    held = list(columns)
    if not any(column.group for column in held):
        return [Head(head_text(column)) for column in held], []
    upper, lower = [], []
    for group, members in groupby(held, key=lambda column: column.group):
        found = list(members)
        if group:
            upper.append(Head(group, across=len(found)))
            lower += [Head(head_text(column)) for column in found]
        else:
            upper += [Head(head_text(column), down=2) for column in found]
    return upper, lower
