"""A paper as an Excel workbook: numbers as numbers, merged heads, ready to print on A4.

Text is written as text: nothing in it can act as a formula.
"""

from __future__ import annotations

import io
from itertools import groupby
from typing import Any

import xlsxwriter

from shouwang.dispatch.printing.document import layout_of
from shouwang.dispatch.printing.paper import CHANGE_HEADS, Paper, head_text, lead_cells
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
_HAN = 2.1  # one Chinese character in Excel's units of width
_LINE = 15.0  # height of a line of notes


def as_xlsx(paper: Paper) -> bytes:
    """Return the paper as .xlsx; an amendment has its list on a second sheet."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **_OPTIONS})
    book.set_properties({"title": paper.table.title, "author": paper.table.reporter})
    _Sheet(book, paper).write()
    if paper.changes:
        _changes(book, paper)
    book.close()
    return stream.getvalue()


class _Sheet:
    """The sheet of the table, written from the top down; ``at`` is the next row."""

    def __init__(self, book: Any, paper: Paper) -> None:
        self.paper = paper
        self.page = book.add_worksheet(sheet_name(paper.table.title))
        self.styles = _Styles(book)
        self.last = len(paper.columns) - 1
        self.at = 0

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
        names = [width(row.name) for row in self.paper.table.rows] or [6.0]
        self.page.set_column(0, 0, min(max(max(names) * _HAN + 2, _FIRST_LEAST), _FIRST_MOST))
        for at, column in enumerate(self.paper.columns[1:], 1):
            longest = max(width(line) for line in _head(head_text(column)).split("\n"))
            self.page.set_column(at, at, max(longest * _HAN + 1, _LEAST))

    def _top(self) -> None:
        paper, styles = self.paper, self.styles
        self.page.set_row(self.at, 32)
        self._across(paper.table.title, styles.title)
        self.at += 1
        if paper.marks:
            self._across("　".join(paper.marks), styles.mark)
            self.at += 1
        start = max(self.last - 2, 0)
        for name, text in paper.table.head:
            self._across(f"{name}：{text}", styles.plain, first=start)
            self.at += 1
        self._across(paper.sent_to, styles.plain)
        self.at += 1
        who, day, measure = paper.line
        self._thirds(who, day, measure)

    def _thirds(self, left: str, middle: str, right: str) -> None:
        """Write three parts across a row, each over a third of the columns."""
        if self.last < 2:
            self._across("　　".join(part for part in (left, middle, right) if part), None)
            self.at += 1
            return
        one = (self.last + 1) // 3
        self._across(left, self.styles.plain, last=one - 1)
        self._across(middle, self.styles.middle, first=one, last=self.last - one)
        self._across(right, self.styles.right, first=self.last - one + 1)
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
        self.page.set_row(self.at, 34)
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
        room = sum(self._room(at) for at in range(self.last + 1))
        for note in self.paper.notes():
            lines = int(width(note) * _HAN // room) + 1
            self.page.set_row(self.at, _LINE * lines)
            self._across(note, self.styles.note)
            self.at += 1
        self.at += 1
        first, second = self.paper.foot.lines()
        self._thirds(*first)
        self._thirds(second[0], "", second[1])

    def _room(self, column: int) -> float:
        return float(self.page.col_info[column].width)

    def _page(self) -> None:
        self.page.set_paper(_A4)
        if layout_of(self.paper).sideways:
            self.page.set_landscape()
        self.page.fit_to_pages(1, 0)
        self.page.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        self.page.center_horizontally()
        marks = "　".join((self.paper.label or "草稿", *self.paper.marks)).replace("&", "&&")
        self.page.set_footer(f"&L{marks}&C第 &P 页，共 &N 页")
        self.page.print_area(0, 0, self.at - 1, self.last)


class _Styles:
    """The formats of one workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._base = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter"}
        self._made: dict[tuple[Any, ...], Any] = {}
        self.title = self._of(font_size=18, bold=True, align="center")
        self.mark = self._of(bold=True, align="center", font_color="#B3123B")
        self.plain = self._of()
        self.middle = self._of(align="center")
        self.right = self._of(align="right")
        self.note = self._of(font_size=9, text_wrap=True, valign="top")
        self.head = self._of(border=1, bold=True, align="center", text_wrap=True)
        self.section = self._of(border=1, bold=True, bg_color="#EDF1F5")

    def name(self, is_total: bool, *, centred: bool) -> Any:
        """Return the style of a line's name or measure."""
        return self._of(
            border=1, bold=is_total, text_wrap=True, align="center" if centred else "left"
        )

    def number(self, cell: Cell, *, is_total: bool) -> Any:
        """Return the style of a number: a dash stands in the middle."""
        if cell.value is None:
            return self._of(border=1, align="center", bold=is_total)
        decimals = f".{'0' * cell.places}" if cell.places else ""
        pattern = "0.0%" if cell.percent else f"#,##0{decimals}"
        if cell.signed:
            pattern = f"+{pattern};-{pattern};0"
        return self._of(border=1, align="right", bold=is_total, num_format=pattern)

    def _of(self, **options: Any) -> Any:
        key = tuple(sorted(options.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**self._base, **options})
        return self._made[key]


def _head(text: str) -> str:
    return fold(text) if width(text.split("\n")[0]) > 6 else text


def _changes(book: Any, paper: Paper) -> None:
    """Write the list of what an amendment changed."""
    page, styles = book.add_worksheet("更正对照表"), _Styles(book)
    page.merge_range(0, 0, 0, 3, f"更正对照表（{paper.label}）", styles.title)
    page.set_row(0, 28)
    for at, head in enumerate(CHANGE_HEADS):
        page.write_string(1, at, head, styles.head)
    for row, change in enumerate(paper.changes, 2):
        for at, text in enumerate((change.row, change.column, change.old, change.new)):
            page.write_string(row, at, text, styles.name(False, centred=at > 1))
    page.merge_range(
        len(paper.changes) + 2, 0, len(paper.changes) + 2, 3, f"更正事由：{paper.reason}",
        styles.note,
    )  # fmt: skip
    page.set_column(0, 1, 30)
    page.set_column(2, 3, 16)
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(1)
