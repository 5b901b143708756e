"""Files as tests of tables need them: made by hand, and read to their end."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from shouwang.kit.sheets.read import (
    UnusableFile,
    open_table,
)

DATA = Path(__file__).parents[1] / "data"


CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="xml" ContentType="application/xml"/><Override '
    'PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/></Types>'
)


WORKBOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
    'main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)


ROOT = RELATIONS.replace("/worksheet", "/officeDocument").replace(
    "worksheets/sheet1.xml", "xl/workbook.xml"
)


SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
    'main"><sheetData>%s</sheetData></worksheet>'
)


def read_all(content: bytes | str, **options: object) -> tuple[list[str], list[tuple[int, dict]]]:
    raw = content.encode() if isinstance(content, str) else content
    with open_table(io.BytesIO(raw), **options) as table:  # type: ignore[arg-type]
        return table.columns, [(row.number, row.cells) for row in table]


def excel(fill) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    fill(book, book.add_worksheet("日报"))
    book.close()
    return stream.getvalue()


def raw_xlsx(rows: str, *, shape: str = SHEET, **more: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", ROOT)
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        archive.writestr("xl/worksheets/sheet1.xml", shape % rows if "%s" in shape else shape)
        for name, content in more.items():
            archive.writestr(name, content)
    return stream.getvalue()


def why_refused(content: bytes, **options: object) -> str:
    with pytest.raises(UnusableFile) as refusal:
        read_all(content, **options)
    assert refusal.value.why_zh == str(refusal.value)
    return refusal.value.why_zh


def read_or_refused(content: bytes) -> bool:
    """Read everything, or be refused in words: any other exception fails the test."""
    try:
        read_all(content)
    except UnusableFile as refusal:
        return bool(refusal.why_zh)
    return True
