"""The one way a table comes in: .xlsx, .xls, .csv and .tsv, from anybody, read without trust."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from shouwang.kit.sheets import sniff
from shouwang.kit.sheets.cells import (
    Cell,
    CellError,
    is_blank,
    parse_date,
    parse_int,
    parse_number,
    shown,
    text_of,
)
from shouwang.kit.sheets.delimited import open_delimited
from shouwang.kit.sheets.excel import open_excel
from shouwang.kit.sheets.heads import clean_name
from shouwang.kit.sheets.limits import DEFAULT, Limits
from shouwang.kit.sheets.problems import BadValue, Problem, UnusableFile
from shouwang.kit.sheets.table import Row, Table

__all__ = [
    "BadValue",
    "Cell",
    "CellError",
    "Limits",
    "Problem",
    "Row",
    "Table",
    "UnusableFile",
    "is_blank",
    "open_table",
    "parse_date",
    "parse_int",
    "parse_number",
    "shown",
    "text_of",
]

_CHUNK = 1 << 20
_IN_MEMORY = 4 << 20


def open_table(
    source: BinaryIO | Path,
    *,
    filename: str = "",
    limits: Limits = DEFAULT,
    expected: Collection[str] = (),
    sheet: str | None = None,
) -> Table:
    """Open a table and return its columns and an iterator of its rows.

    What the file is, is told from its bytes; `filename` helps to choose a delimiter, and a text
    under the name of a workbook is refused as such (a .xls only if no expected column is in it:
    many systems export a text under that name).
    `expected` are column names by which the head (and of several sheets the right one) is
    found; several head rows under merged cells give names joined by "/". Texts may be UTF-8,
    UTF-16 or GB18030. Blank rows are skipped but counted, so row numbers are those of Excel.
    CSV is streamed; Excel is laid out once, within `limits`.

    Raises UnusableFile, with a Chinese sentence, for anything that is no sound table: another
    kind of file under a table's name, a password, a broken or bloated archive, too many rows.
    Rows may raise it too while iterating when a text breaks off. Use it as a context manager:

        with open_table(path, expected=["ctp_id", "date"]) as table:
            for row in table: ...
    """
    opened, close = _seekable(source, limits)
    try:
        head = _head(opened, limits)
        if (kind := sniff.kind_of(head)) == sniff.TEXT:
            table = _text_table(opened, head, filename, expected, limits)
        else:
            table = open_excel(opened, kind=kind, expected=expected, sheet=sheet, limits=limits)
    except BaseException:
        close()
        raise
    return _closing_too(table, close)


def _closing_too(table: Table, close: Callable[[], object]) -> Table:
    """Let the table close the file it reads, after itself."""
    release = table._closing

    def release_both() -> None:
        release()
        close()

    table._closing = release_both
    return table


def _head(opened: BinaryIO, limits: Limits) -> bytes:
    """Return the first bytes of a file that is not too large."""
    if opened.seek(0, 2) > limits.file_bytes:
        raise UnusableFile(
            _("文件超过 %(size)d MB，请拆分后再上传") % {"size": limits.file_bytes >> 20}
        )
    opened.seek(0)
    return opened.read(sniff.HEAD)


def _text_table(
    opened: BinaryIO, head: bytes, filename: str, expected: Collection[str], limits: Limits
) -> Table:
    sniff.require_named_as_text(head, filename)
    try:
        table = open_delimited(opened, filename=filename, expected=expected, limits=limits)
    except UnusableFile:
        if sniff.is_named_as_excel(filename):
            raise UnusableFile(sniff.not_excel(head, filename)) from None
        raise
    known = {clean_name(name) for name in expected}
    if sniff.is_named_as_excel(filename) and known.isdisjoint(table.columns) and expected:
        table.close()
        raise UnusableFile(sniff.not_excel(head, filename))
    return table


def _seekable(source: BinaryIO | Path, limits: Limits) -> tuple[BinaryIO, Callable[[], object]]:
    """Return a file that can be read twice, and how to close it if it is ours."""
    if isinstance(source, Path):
        try:
            ours = source.open("rb")
        except OSError:
            raise UnusableFile(_("找不到或打不开文件 %(name)s") % {"name": source.name}) from None
        return ours, ours.close
    if source.seekable():
        return source, lambda: None
    copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (closed by the table)
    while chunk := source.read(_CHUNK):
        copy.write(chunk)
        if copy.tell() > limits.file_bytes:
            break
    return copy, copy.close  # type: ignore[return-value]
