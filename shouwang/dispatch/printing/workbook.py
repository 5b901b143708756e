"""A paper as an Excel workbook: numbers as numbers, merged heads, ready to print on A4.

Text is written as text: nothing in it can act as a formula.
"""

from __future__ import annotations

import io
from itertools import groupby
from typing import Any

import xlsxwriter

from shouwang.dispatch.printing import room
from shouwang.dispatch.printing.amended import write_changes
from shouwang.dispatch.printing.document import layout_of
from shouwang.dispatch.printing.paper import Paper, head_text, lead_cells
from shouwang.dispatch.printing.styles import NOTE, TITLE, Styles
from shouwang.dispatch.tables.table import Cell
from shouwang.kit.sheets.write import sheet_name
from shouwang.papers.layout.tables import fold
from shouwang.papers.layout.text import width

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
_A4 = 9
_LEAST, _FIRST_LEAST, _FIRST_MOST = 8.5, 14.0, 34.0
_LINE = 15.0  # height of a line, in points
_HIGHEST = 409.0  # Excel knows no higher row
_MOST_LINES = 25  # of notes in one row
_POINTS = 5.6  # one of Excel's units of width, in points
# what a sheet of A4 holds between its margins, upright and on its side, in points
_UPRIGHT, _SIDEWAYS = (509.0, 726.0), (755.0, 480.0)
# a table a little too high for its page is made smaller rather than torn from who signs it
_SMALLEST = 0.7


def as_xlsx(paper: Paper) -> bytes:
    """Return the paper as .xlsx; an amendment has its list on a second sheet."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **_OPTIONS})
    book.set_properties({"title": paper.table.title, "author": paper.table.reporter})
    _Sheet(book, paper).write()
    if paper.changes:
        write_changes(book, paper)
    book.close()
    return stream.getvalue()


class _Sheet:
    """The sheet of the table, written from the top down; ``at`` is the next row."""

    def __init__(self, book: Any, paper: Paper) -> None:
        self.paper = paper
        self.page = book.add_worksheet(sheet_name(paper.table.title))
        self.styles = Styles(book)
        self.last = len(paper.columns) - 1
        self.at = 0
        self.widths: list[float] = []
        self.heights: dict[int, float] = {}

    def write(self) -> None:
        """Write everything and set up the page."""
        self._widths()
        self._top()
        first_head = self.at
        self._heads()
        lead = 2 if self.paper.has_measures else 1
        self.page.freeze_panes(self.at, lead)
        self.page.repeat_rows(first_head, self.at - 1)
        self._rows()
        self._bottom()
        self._page()

    def _across(self, text: str, style: Any, *, first: int = 0, last: int | None = None) -> None:
        end = self.last if last is None else last
        if end > first:
            self.page.merge_range(self.at, first, self.at, end, text, style)
        else:
            self.page.write_string(self.at, first, text, style)

    def _widths(self) -> None:
        names = [room.needed(row.name) for row in self.paper.table.rows] or [12.0]
        self.widths = [min(max(max(names) + 2, _FIRST_LEAST), _FIRST_MOST)]
        for column in self.paper.columns[1:]:
            longest = max(room.needed(line) for line in _head(head_text(column)).split("\n"))
            self.widths.append(max(longest + 1, _LEAST))
        for at, wide in enumerate(self.widths):
            self.page.set_column(at, at, wide)

    def _high(self, lines: int, line: float = _LINE) -> None:
        """Make the row so many lines high: merged cells do not stretch it by themselves."""
        self.heights[self.at] = min(lines * line, _HIGHEST)
        self.page.set_row(self.at, self.heights[self.at])

    def _top(self) -> None:
        paper, styles = self.paper, self.styles
        self._high(room.lines(paper.table.title, sum(self.widths), TITLE), 32)
        self._across(paper.table.title, styles.title)
        self.at += 1
        if paper.marks:
            self._across("　".join(paper.marks), styles.mark)
            self.at += 1
        head = [f"{name}：{text}" for name, text in paper.table.head]
        start = min(room.from_the_right(self.widths, head), max(self.last - 2, 0))
        for text in head:
            self._high(room.lines(text, sum(self.widths[start:])))
            self._across(text, styles.plain, first=start)
            self.at += 1
        self._high(room.lines(paper.sent_to, sum(self.widths)))
        self._across(paper.sent_to, styles.plain)
        self.at += 1
        self._parts(paper.line)

    def _parts(self, parts: tuple[str, ...]) -> None:
        """Write the parts of a line from edge to edge; those without room each on its own line."""
        styles = self.styles
        told = tuple(part for part in parts if part)
        spans = room.parted(self.widths, told)
        if spans is None:
            for part in told:
                self._high(room.lines(part, sum(self.widths)))
                self._across(part, styles.plain)
                self.at += 1
            return
        placed = [styles.plain, *[styles.middle] * (len(told) - 2), styles.right][: len(told)]
        for part, style, (first, last) in zip(told, placed, spans, strict=True):
            self._across(part, style, first=first, last=last)
        self.at += 1

    def _heads(self) -> None:
        grouped = any(column.group for column in self.paper.columns)
        at = 0
        for group, members in groupby(self.paper.columns, key=lambda c: c.group):
            held = list(members)
            if group:
                self._across(group, self.styles.head, first=at, last=at + len(held) - 1)
            for offset, column in enumerate(held):
                self._head(head_text(column), at + offset, under=bool(group), grouped=grouped)
            at += len(held)
        self.at += 1 if grouped else 0
        self._high(1, 34)
        self.at += 1

    def _head(self, text: str, column: int, *, under: bool, grouped: bool) -> None:
        style = self.styles.head
        if under:
            self.page.write_string(self.at + 1, column, _head(text), style)
        elif grouped:
            self.page.merge_range(self.at, column, self.at + 1, column, _head(text), style)
        else:
            self.page.write_string(self.at, column, _head(text), style)

    def _rows(self) -> None:
        for group, members in groupby(self.paper.table.rows, key=lambda row: row.group):
            if group:
                self._across(group, self.styles.section)
                self.at += 1
            for row in members:
                lead = lead_cells(self.paper, row)
                self._high(room.lines(lead[0], self.widths[0]))
                for at, text in enumerate(lead):
                    self.page.write_string(
                        self.at, at, text, self.styles.name(row.is_total, centred=at > 0)
                    )
                for at, cell in enumerate(row.cells, len(lead)):
                    self._cell(at, cell, is_total=row.is_total)
                self.at += 1

    def _cell(self, column: int, cell: Cell, *, is_total: bool) -> None:
        style = self.styles.number(cell, is_total=is_total)
        if cell.value is None:
            self.page.write_string(self.at, column, cell.shown, style)
        else:
            self.page.write_number(self.at, column, float(cell.value), style)

    def _bottom(self) -> None:
        wide = sum(self.widths)
        for note in self.paper.notes():
            for piece in room.pieces(note, wide, NOTE, _MOST_LINES):
                self._high(room.lines(piece, wide, NOTE), 13)
                self._across(piece, self.styles.note)
                self.at += 1
        self.at += 1
        for line in self.paper.foot.lines():
            self._parts(line)

    def _page(self) -> None:
        self.page.set_paper(_A4)
        sideways = layout_of(self.paper).sideways
        if sideways:
            self.page.set_landscape()
        self.page.fit_to_pages(1, 1 if self._is_one_page(sideways) else 0)
        self.page.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        self.page.center_horizontally()
        marks = "　".join((self.paper.label or "草稿", *self.paper.marks)).replace("&", "&&")
        self.page.set_footer(f"&L{marks}&C第 &P 页，共 &N 页")
        self.page.print_area(0, 0, self.at - 1, self.last)

    def _is_one_page(self, sideways: bool) -> bool:
        """Return whether it goes on one page without growing too small to read."""
        wide, high = _SIDEWAYS if sideways else _UPRIGHT
        told = sum(self.heights.get(row, _LINE) for row in range(self.at))
        across = sum(self.widths) * _POINTS
        return min(wide / across, high / told, 1) >= min(wide / across, 1) * _SMALLEST


def _head(text: str) -> str:
    return fold(text) if width(text.split("\n")[0]) > 6 else text
