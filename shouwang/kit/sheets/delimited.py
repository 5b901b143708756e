"""CSV, TSV and their relatives: encoding, delimiter, quoted line breaks, ragged rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from shouwang.kit.sheets.cells import text_of
from shouwang.kit.sheets.heads import SEARCHED_ROWS, find_head
from shouwang.kit.sheets.limits import Limits
from shouwang.kit.sheets.problems import Problem, UnusableFile
from shouwang.kit.sheets.table import Row, Table

_CHUNK = 1 << 20
_DELIMITERS = ",\t;|，"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LINES_OF_ONE_RECORD = 200  # beyond that somebody forgot a closing quote


def open_delimited(
    source: BinaryIO, *, filename: str, expected: Collection[str], limits: Limits
) -> Table:
    """Open a delimited text. See `read.open_table`. Raises UnusableFile."""
    encoding, lines = _encoding_of(source)
    delimiter, said = _delimiter_of(source, encoding, filename)
    if lines > limits.rows:
        _count_records(source, encoding, delimiter, limits)
    text = _text(source, encoding)
    reader = csv.reader(text, delimiter=delimiter)
    top: list[list[str]] = []
    try:
        if said:
            next(reader)  # the line "sep=;" that Excel reads and does not show
        for record in reader:
            top.append(record)
            # With nothing expected the first line with text is the head: no need to look further.
            if len(top) >= SEARCHED_ROWS or (not expected and any(record)):
                break
    except csv.Error:
        raise UnusableFile(_broken_at(reader.line_num)) from None
    head = find_head(top, expected=expected, merged=(), limits=limits)
    waiting = top[head.last + 1 :]
    rows = _rows(reader, waiting, head.names, head.last + 1, limits)
    return Table(
        columns=head.names,
        header_row=head.last + 1,
        rows_at_most=max(lines - head.last - 1, 0),
        _rows=rows,
        _closing=lambda: _let_go(text),
        encoding=encoding,
        delimiter=delimiter,
    )


def _rows(
    reader: Iterator[list[str]], waiting: list[list[str]], names: list[str], at: int, limits: Limits
) -> Iterator[Row]:
    """Yield the rows; `at` is the number of the last row taken."""
    width = len(names)
    number = at
    line = 0
    for record in waiting:
        number += 1
        if any(record):
            yield _row(number, record, names)
    waiting.clear()
    line = reader.line_num  # type: ignore[attr-defined]
    try:
        for record in reader:
            number += 1
            before, line = line, reader.line_num  # type: ignore[attr-defined]
            if len(record) == width and line - before < _LINES_OF_ONE_RECORD:
                if record[0] or any(record):
                    yield Row(number, dict(zip(names, record)))  # noqa: B905 (lengths are equal)
            elif any(record):
                yield _row(number, record, names, unclosed=line - before >= _LINES_OF_ONE_RECORD)
            if number - at > limits.rows:
                raise UnusableFile(_too_many(limits))
    except csv.Error:
        raise UnusableFile(_broken_at(number + 1)) from None
    except UnicodeError:
        raise UnusableFile(_unknown_encoding()) from None


def _row(number: int, record: list[str], names: list[str], *, unclosed: bool = False) -> Row:
    width = len(names)
    surplus = [cell for cell in record[width:] if text_of(cell)]
    short = max(width - len(record), 0)
    problem = None
    if unclosed:
        problem = Problem(number, "", "", _("双引号没有配对，后面许多行连成了一行"))
    elif surplus:
        why = _("这一行有 %(found)d 格，比表头的 %(width)d 列多") % {
            "found": len(record),
            "width": width,
        }
        problem = Problem(number, "", " ".join(surplus)[:80], why)
    cells = dict(zip(names, record + [""] * short, strict=False))
    return Row(number, cells, problem, short)


def _encoding_of(source: BinaryIO) -> tuple[str, int]:
    """Read the whole file once: the encoding that fits all of it, and its number of lines."""
    source.seek(0)
    head = source.read(4096)
    for mark, name in _BOMS:
        if head.startswith(mark):
            if not _fits(source, name):
                raise UnusableFile(_unknown_encoding())
            return name, _lines(source)
    if b"\x00" in head:
        wide = _wide_without_mark(head)
        if wide and _fits(source, wide):
            return wide, _lines(source)
        raise UnusableFile(_("这不是文本，也不是表格；请上传 .xlsx 或 .csv"))
    for name in ("utf-8", "gb18030"):
        if _fits(source, name):
            return name, _lines(source)
    raise UnusableFile(_unknown_encoding())


def _fits(source: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    source.seek(0)
    try:
        while chunk := source.read(_CHUNK):
            if "\x00" in decoder.decode(chunk):
                return False
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _lines(source: BinaryIO) -> int:
    source.seek(0)
    count = 0
    last = b"\n"
    while chunk := source.read(_CHUNK):
        # Files of an old Mac end their lines with a carriage return alone.
        count += chunk.count(b"\n") or chunk.count(b"\r")
        last = chunk[-2:]
    return count + (b"\n" not in last and b"\r" not in last)


def _wide_without_mark(head: bytes) -> str | None:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) <= 4 * min(even, odd):
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = head[: len(head) // 2 * 2].decode(name, "replace")
    return None if re.search(r"[\x00-\x08\x0e-\x1f\ufffd]", text) else name


def _text(source: BinaryIO, encoding: str) -> io.TextIOWrapper:
    source.seek(0)
    return io.TextIOWrapper(source, encoding=encoding, newline="")


def _let_go(text: io.TextIOWrapper) -> None:
    text.detach()  # else the wrapper would close the caller's file


def _delimiter_of(source: BinaryIO, encoding: str, filename: str) -> tuple[str, bool]:
    """Return the delimiter and whether the file itself says it in a first line "sep=;"."""
    text = _text(source, encoding)
    try:
        sample = text.read(1 << 16)
    finally:
        text.detach()
    first = sample.split("\n", 1)[0].strip().strip('"')
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], True
    if filename.lower().endswith((".tsv", ".tab")) and "\t" in sample:
        return "\t", False
    return max(_DELIMITERS, key=lambda mark: _steadiness(sample, mark)), False


def _steadiness(sample: str, mark: str) -> tuple[int, int]:
    """Of the first records: how many share the most usual width, and that width."""
    counts: dict[int, int] = {}
    try:
        for index, record in enumerate(csv.reader(io.StringIO(sample), delimiter=mark)):
            if record:
                counts[len(record)] = counts.get(len(record), 0) + 1
            if index >= 50:
                break
    except csv.Error:
        return 0, 0
    counts.pop(1, None)
    if not counts:
        return 0, 0
    width, times = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
    return times, width


def _count_records(source: BinaryIO, encoding: str, delimiter: str, limits: Limits) -> None:
    """Refuse a file of too many rows before the first of them is handed out."""
    text = _text(source, encoding)
    try:
        records = sum(1 for record in csv.reader(text, delimiter=delimiter) if any(record))
    except csv.Error:
        raise UnusableFile(_broken_at(0)) from None
    finally:
        text.detach()
    if records > limits.rows + SEARCHED_ROWS:
        raise UnusableFile(_too_many(limits))


def _too_many(limits: Limits) -> str:
    return _("超过 %(rows)d 行，请拆分后分次上传") % {"rows": limits.rows}


def _broken_at(number: int) -> str:
    return _("第 %(row)d 行附近的内容读不出来，可能是双引号没有配对或单元格过长") % {"row": number}


def _unknown_encoding() -> str:
    return _("文字编码无法识别；请在 Excel 中另存为 .xlsx 或 CSV UTF-8 后再上传")
