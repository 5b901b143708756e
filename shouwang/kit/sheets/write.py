"""The one way a table goes out: a workbook to print and hand on, or a CSV that opens rightly.

Nothing that a person typed can act as a formula in the reader's Excel: text is written as text,
and in CSV, where there are no types, a guard mark stands before it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

import xlsxwriter
from django.utils.translation import gettext as _

from shouwang.kit.sheets.xmltext import without_controls

ZONE = ZoneInfo("Asia/Shanghai")
_MOST_CELL_CHARS = 32_767
_MOST_ROWS = 1_048_576
_SHEET_NAME_AT_MOST = 31
_EXACT_IN_EXCEL = 10**15
_FIRST_YEAR = 1900
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Kind(StrEnum):
    """What stands in a column."""

    TEXT = "text"
    INT = "int"
    DECIMAL = "decimal"
    PERCENT = "percent"
    DATE = "date"
    MOMENT = "moment"


_NUMBER_FORMATS = {
    Kind.TEXT: "@",
    Kind.INT: "#,##0",
    Kind.DECIMAL: "#,##0.00",
    Kind.PERCENT: "0.0%",
    Kind.DATE: "yyyy-mm-dd",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
}
_USUAL_WIDTHS = {
    Kind.TEXT: 18,
    Kind.INT: 10,
    Kind.DECIMAL: 12,
    Kind.PERCENT: 9,
    Kind.DATE: 12,
    Kind.MOMENT: 17,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key of its values in a row, its Chinese head, its kind.

    `width` in characters of Excel (None: the kind's usual one). A PERCENT value is a share
    (0.987 prints 98.7%); a MOMENT is an aware datetime and prints in Shanghai time.
    """

    key: str
    zh: str
    kind: Kind = Kind.TEXT
    width: float | None = None


Value = str | int | float | Decimal | bool | dt.date | dt.datetime | None
Line = Mapping[str, Any] | Sequence[Any]


def workbook(
    *,
    columns: Sequence[Column],
    rows: Iterable[Line],
    title: str,
    notes: Sequence[str] = (),
    marks: Sequence[str] = (),
    total: Line | None = None,
    sheet: str = "",
) -> bytes:
    """Return an .xlsx: title, notes, a frozen head, the rows, a total row.

    `rows` are mappings by key or sequences in the order of `columns`; a None stays an empty cell,
    never 0. `notes` stand under the title (截至 time, completeness, source); `marks` (演示数据)
    stand there too and in the footer of every printed page. Printing: A4 landscape, one page wide,
    the head repeated. `sheet` names the sheet (default: the title). Rows are streamed.
    Raises ValueError beyond Excel's 1,048,576 rows.
    """
    stream = io.BytesIO()
    write_workbook(
        stream,
        columns=columns,
        rows=rows,
        title=title,
        notes=notes,
        marks=marks,
        total=total,
        sheet=sheet,
    )
    return stream.getvalue()


def write_workbook(
    target: BinaryIO,
    *,
    columns: Sequence[Column],
    rows: Iterable[Line],
    title: str,
    notes: Sequence[str] = (),
    marks: Sequence[str] = (),
    total: Line | None = None,
    sheet: str = "",
) -> int:
    """Write the workbook of `workbook` to a file and return the number of data rows."""
    book = xlsxwriter.Workbook(
        target,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    )
    try:
        page = book.add_worksheet(sheet_name(sheet or title))
        styles = _Styles(book)
        at = _write_top(page, styles, columns, title, [*marks, *notes])
        _set_up_page(page, columns, head_row=at - 1, title=title, marks=marks)
        first = at
        for line in rows:
            if at >= _MOST_ROWS - 1:
                raise ValueError("more rows than a sheet of Excel holds")
            _write_line(page, at, columns, line, styles.body)
            at += 1
        if total is not None:
            _write_line(page, at, columns, total, styles.total)
    finally:
        book.close()
    return at - first


def csv_bytes(*, columns: Sequence[Column], rows: Iterable[Line]) -> bytes:
    """Return the rows as CSV in UTF-8 with byte-order mark (so that Excel shows Chinese).

    Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay
    numbers, negative ones too. Percentages are written as shares, moments in Shanghai time.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guarded(column.zh) for column in columns])
    for line in rows:
        writer.writerow([_plain(value) for _column, value in _pairs(columns, line)])
    return text.getvalue().encode("utf-8-sig", "replace")


def guarded(text: str) -> str:
    """Return text that no spreadsheet runs: an apostrophe before =, +, -, @ and their like."""
    clean = without_controls(text)
    # Outer spaces do not protect: some programs drop them before they look.
    active = clean.startswith(_ACTIVE) or clean.lstrip().startswith(_ACTIVE)
    return "'" + clean if active else clean


def sheet_name(name: str) -> str:
    """Return a name Excel accepts: without []:*?/\\ and outer apostrophes, of 31 characters."""
    clean = re.sub(r"[\[\]:*?/\\]", " ", without_controls(name))
    clean = re.sub(r"\s+", " ", clean)[:_SHEET_NAME_AT_MOST].strip(" '")
    # Excel keeps "History" for itself.
    return clean if clean and clean.lower() != "history" else _("表格")


class _Styles:
    """The formats of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter"}
        boxed = {**base, "border": 1, "border_color": "#A0A0A0"}
        self.title = book.add_format({**base, "font_size": 16, "bold": True, "align": "center"})
        self.note = book.add_format({**base, "font_size": 9, "font_color": "#555555"})
        self.head = book.add_format(
            {**boxed, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#EDF1F5"}
        )
        self.body = {
            kind: book.add_format({**boxed, "num_format": pattern, "text_wrap": kind == Kind.TEXT})
            for kind, pattern in _NUMBER_FORMATS.items()
        }
        self.total = {
            kind: book.add_format({**boxed, "num_format": pattern, "bold": True, "top": 2})
            for kind, pattern in _NUMBER_FORMATS.items()
        }


def _write_top(
    page: Any, styles: _Styles, columns: Sequence[Column], title: str, notes: Sequence[str]
) -> int:
    """Write title, notes and head; return the row of the first line of data."""
    last = len(columns) - 1
    page.set_row(0, 28)
    if last > 0:
        page.merge_range(0, 0, 0, last, _clean(title), styles.title)
    else:
        page.write_string(0, 0, _clean(title), styles.title)
    at = 1
    for note in notes:
        page.write_string(at, 0, _clean(note), styles.note)
        at += 1
    page.set_row(at, 30)
    for index, column in enumerate(columns):
        page.write_string(at, index, _clean(column.zh), styles.head)
    return at + 1


def _set_up_page(
    page: Any, columns: Sequence[Column], *, head_row: int, title: str, marks: Sequence[str]
) -> None:
    for index, column in enumerate(columns):
        width = column.width or max(_USUAL_WIDTHS[column.kind], 2 * len(column.zh) + 1)
        page.set_column(index, index, min(width, 60))
    # The first column names the row: it stays when one scrolls to the right.
    page.freeze_panes(head_row + 1, 1 if len(columns) > 1 else 0)
    page.repeat_rows(head_row)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    left = "  ".join(marks) or title
    page.set_footer(f"&L{_footer(left)}&C{_('第')} &P {_('页，共')} &N {_('页')}")


def _write_line(
    page: Any, row: int, columns: Sequence[Column], line: Line, styles: Mapping[Kind, Any]
) -> None:
    for index, (column, value) in enumerate(_pairs(columns, line)):
        _write_cell(page, row, index, column.kind, value, styles)


def _write_cell(
    page: Any, row: int, index: int, kind: Kind, value: Value, styles: Mapping[Kind, Any]
) -> None:
    style = styles[kind]
    if value is None or value == "":
        page.write_blank(row, index, None, style)
    elif isinstance(value, bool):
        page.write_string(row, index, _("是") if value else _("否"), styles[Kind.TEXT])
    elif kind != Kind.TEXT and isinstance(value, int | float | Decimal):
        if -_EXACT_IN_EXCEL < value < _EXACT_IN_EXCEL:
            page.write_number(row, index, float(value), style)
        else:  # Excel would round it, and knows no infinity
            page.write_string(row, index, str(value), styles[Kind.TEXT])
    elif isinstance(value, dt.date) and value.year >= _FIRST_YEAR:
        when = _local(value)
        usual = Kind.MOMENT if isinstance(when, dt.datetime) else Kind.DATE
        chosen = kind if kind in (Kind.DATE, Kind.MOMENT) else usual
        page.write_datetime(row, index, when, styles[chosen])
    else:
        page.write_string(row, index, _clean(_as_text(value)), styles[Kind.TEXT])


def _pairs(columns: Sequence[Column], line: Line) -> Iterable[tuple[Column, Value]]:
    if isinstance(line, Mapping):
        return ((column, line.get(column.key)) for column in columns)
    return zip(columns, line, strict=True)


def _local(value: dt.date) -> dt.date:
    """Return a moment as Shanghai's wall clock without a zone; a day as it is."""
    if not isinstance(value, dt.datetime):
        return value
    return value.astimezone(ZONE).replace(tzinfo=None) if value.tzinfo else value


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, int | float | Decimal | dt.date):
        return _as_text(value)
    return guarded(str(value))


def _as_text(value: Value) -> str:
    if isinstance(value, dt.datetime):
        return f"{_local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def _clean(text: str) -> str:
    return without_controls(str(text))[:_MOST_CELL_CHARS]


def _footer(text: str) -> str:
    return _clean(text).replace("&", "&&")[:120]
