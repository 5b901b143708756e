"""A workbook that somebody else made, read as a form to fill: its cells, merges and formulas.

Only reading; `fill` puts values into the very bytes that came, so that nothing else changes.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from shouwang.kit.sheets import ooxml, sniff
from shouwang.kit.sheets.archive import inflate, open_archive
from shouwang.kit.sheets.limits import MEGABYTE, Limits
from shouwang.kit.sheets.problems import UnusableFile
from shouwang.kit.sheets.xmltext import must_be_utf8

FORM_LIMITS = Limits(
    file_bytes=5 * MEGABYTE,
    inflated_bytes=40 * MEGABYTE,
    parts=400,
    rows=1_000,
    columns=120,
    grid_cells=60_000,
)
MOST_SHEETS = 20
# styled but empty cells count here: each is an object in memory
MOST_CELLS = 80_000
_ACTIVE = re.compile(r"\b(WEBSERVICE|RTD|CALL|REGISTER\.ID|FILTERXML)\s*\(", re.IGNORECASE)
_CELL_TAG = re.compile(rb"<(?:\w+:)?c[\s>/]")


@dataclass(frozen=True)
class FormCell:
    """A cell as it stands: ``text`` as a person sees it; a formula with its text in ``formula``."""

    row: int
    column: int
    text: str = ""
    formula: str = ""
    is_number: bool = False

    @property
    def ref(self) -> str:
        """Return its address: C7."""
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def is_blank(self) -> bool:
        """Return whether nothing stands in it."""
        return not self.text.strip() and not self.formula


@dataclass(frozen=True)
class FormSheet:
    """A visible sheet; ``merged`` are (top, left, bottom, right), rows and columns from 1."""

    name: str
    rows: int
    columns: int
    cells: dict[tuple[int, int], FormCell] = field(default_factory=dict)
    merged: tuple[tuple[int, int, int, int], ...] = ()

    def at(self, row: int, column: int) -> FormCell:
        """Return a cell, a blank one where nothing is."""
        return self.cells.get((row, column)) or FormCell(row, column)


def read_form(content: bytes) -> list[FormSheet]:
    """Return the visible sheets of an .xlsx as a form to fill.

    Raises UnusableFile, with a Chinese sentence, for what is no sound .xlsx, what is too large,
    has macros, links to other files or the net, or embedded objects.
    """
    if len(content) > FORM_LIMITS.file_bytes:
        raise UnusableFile(_("表样文件不能超过 %(n)d MB") % {"n": FORM_LIMITS.file_bytes >> 20})
    if sniff.kind_of(content[: sniff.HEAD]) != sniff.XLSX:
        raise UnusableFile(_("只收 .xlsx 格式的表样，请在 Excel 或 WPS 中另存为 .xlsx 后再上传"))
    ooxml.inspect(io.BytesIO(content), FORM_LIMITS)
    _refuse_active(content)
    try:
        book = load_workbook(io.BytesIO(content), keep_links=False)
        sheets = [_sheet(page) for page in book.worksheets if page.sheet_state == "visible"]
    except UnusableFile:
        raise
    except Exception:  # the library raises whatever a strange file makes it stumble over
        broken = _("文件内容已损坏；请在 Excel 中重新保存后再上传")
        raise UnusableFile(broken) from None
    if not any(sheet.cells for sheet in sheets):
        raise UnusableFile(_("表格是空的"))
    if len(sheets) > MOST_SHEETS:
        raise UnusableFile(_("工作表过多，最多 %(n)d 张") % {"n": MOST_SHEETS})
    return sheets


def _refuse_active(content: bytes) -> None:
    """Refuse what could act or fetch: macros, links, embedded objects, connections."""
    cells = 0
    with open_archive(io.BytesIO(content), FORM_LIMITS) as archive:
        for part in archive.infolist():
            name = part.filename.lower().lstrip("/")
            if "vbaproject" in name or name.startswith("xl/macrosheets/"):
                raise UnusableFile(_("表里带有宏，不予接收；请另存为不带宏的 .xlsx 后再上传"))
            if name.startswith("xl/externallinks/"):
                raise UnusableFile(_("表里有公式引用了别的文件，请在 Excel 中断开链接后再上传"))
            if name.startswith(("xl/embeddings/", "xl/activex/", "xl/connections", "xl/querytab")):
                raise UnusableFile(_("表里嵌有对象或数据连接，请删去后再上传"))
            if name.endswith((".xml", ".rels")):
                must_be_utf8(next(iter(inflate(archive, part, FORM_LIMITS)), b""))
            if name.endswith(".rels"):
                _refuse_external(archive, part)
            if name == "[content_types].xml" and b"macroEnabled" in _whole(archive, part):
                raise UnusableFile(_("表里带有宏，不予接收；请另存为不带宏的 .xlsx 后再上传"))
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                cells += len(_CELL_TAG.findall(_whole(archive, part)))
    if cells > MOST_CELLS:
        raise UnusableFile(_("表里设了格式的空格过多，请删去表外多余的行列后再上传"))


def _refuse_external(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse relations that fetch from outside; a hyperlink that a person clicks may stay."""
    for tag in re.findall(rb"<[^>]*Relationship\s[^>]*>", _whole(archive, part)):
        is_outside = re.search(rb"TargetMode\s*=\s*[\"']External[\"']", tag)
        if is_outside and not re.search(rb"/hyperlink[\"']", tag):
            raise UnusableFile(_("表里有图片或数据取自外部地址，请删去后再上传"))


def _whole(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    return b"".join(inflate(archive, part, FORM_LIMITS))


def _sheet(page: Any) -> FormSheet:
    cells = {}
    for line in page.iter_rows():
        for cell in line:
            if cell.value is not None and not isinstance(cell.value, bool):
                cells[cell.row, cell.column] = _cell(cell)
    merged = tuple((m.min_row, m.min_col, m.max_row, m.max_col) for m in page.merged_cells.ranges)
    reach = [*cells, *((bottom, right) for _t, _l, bottom, right in merged)]
    rows = max((row for row, _c in reach), default=0)
    columns = max((column for _r, column in reach), default=0)
    if rows > FORM_LIMITS.rows or columns > FORM_LIMITS.columns:
        raise UnusableFile(_("表太大，不像一张要填的表"))
    return FormSheet(page.title, rows, columns, cells, merged)


def _digits(value: float) -> str:
    """Return a number with all its digits, without a trailing .0."""
    text = format(Decimal(str(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _cell(cell: Any) -> FormCell:
    value = cell.value
    if isinstance(value, ArrayFormula | DataTableFormula):
        value = f"={getattr(value, 'text', '') or ''}".replace("==", "=")
    if isinstance(value, str) and value.startswith("=") and cell.data_type == "f":
        if _ACTIVE.search(value):
            raise UnusableFile(_("表里有取外部数据的公式，请删去后再上传"))
        return FormCell(cell.row, cell.column, formula=value)
    if isinstance(value, dt.datetime | dt.date):
        return FormCell(cell.row, cell.column, f"{value:%Y-%m-%d}")
    if isinstance(value, int | float) and math.isfinite(value):
        return FormCell(cell.row, cell.column, _digits(value), is_number=True)
    return FormCell(cell.row, cell.column, str(value))
