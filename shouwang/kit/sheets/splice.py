"""Cells of a sheet's XML found by their bytes, and new ones put in their place.

Nothing else of the part is written again: what is not touched stays the same to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from openpyxl.utils import column_index_from_string, get_column_letter

from shouwang.kit.sheets.xmltext import must_be_utf8, without_controls

Value = Decimal | str
_TAG = re.compile(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")
_REF = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_STYLE = re.compile(rb"""\ss=["'](\d+)["']""")
_TYPE = re.compile(rb"""\st=["']\w+["']""")


@dataclass
class _Cell:
    start: int
    end: int
    open_end: int
    has_formula: bool = False
    value: tuple[int, int] | None = None


@dataclass
class _Row:
    start: int
    open_end: int
    end: int = 0
    style: str = ""
    cells: dict[int, _Cell] = field(default_factory=dict)


class _Scan:
    """One pass over a sheet: where its rows and cells lie."""

    def __init__(self, xml: bytes) -> None:
        self.xml, self.rows, self.prefix = xml, dict[int, _Row](), b""
        self.data: tuple[int, int, int] | None = None  # start, end of its open tag, end
        self.columns: dict[int, str] = {}
        self._row = self._column = 0
        self._open: list[int] = []
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        self._parser = parser
        parser.Parse(xml, True)

    def _tag_end(self, start: int) -> int:
        found = _TAG.match(self.xml, start)
        return found.end() if found else start

    def _close(self, start: int) -> int:
        """Return where an element that began at ``start`` ends, told at its end event."""
        first = self._tag_end(start)
        if self.xml[first - 2 : first] == b"/>":
            return first
        return self.xml.index(b">", self._parser.CurrentByteIndex) + 1

    def _start(self, tag: str, given: dict[str, str]) -> None:
        at = self._parser.CurrentByteIndex
        self._open.append(at)
        name = tag.rpartition(":")[2]
        if name == "sheetData":
            self.prefix = tag[: -len(name)].encode()
            self.data = (at, self._tag_end(at), 0)
        elif name == "col" and self.data is None:
            for number in range(int(given["min"]), min(int(given["max"]), 16_384) + 1):
                self.columns[number] = given.get("style", "")
        elif name == "row" and self.data:
            self._row = int(given.get("r") or self._row + 1)
            self._column = 0
            style = given.get("s", "") if given.get("customFormat") in ("1", "true") else ""
            self.rows[self._row] = _Row(at, self._tag_end(at), style=style)
        elif name == "c" and self._row:
            told = _REF.fullmatch(given.get("r", ""))
            self._column = column_index_from_string(told[1]) if told else self._column + 1
            self.rows[self._row].cells[self._column] = _Cell(at, 0, self._tag_end(at))
        elif name == "f" and self._row and (cell := self._cell()):
            cell.has_formula = True

    def _end(self, tag: str) -> None:
        start = self._open.pop()
        name = tag.rpartition(":")[2]
        if name == "sheetData" and self.data:
            self.data = (*self.data[:2], self._close(start))
            self._row = 0
        elif name == "row" and self._row:
            self.rows[self._row].end = self._close(start)
        elif name == "c" and (cell := self._cell()):
            cell.end = self._close(start)
        elif name == "v" and (cell := self._cell()):
            cell.value = (start, self._close(start))

    def _cell(self) -> _Cell | None:
        row = self.rows.get(self._row)
        return row.cells.get(self._column) if row else None


def _refuse(*_given: Any) -> None:
    raise ValueError("a document type in a sheet")


def splice(
    xml: bytes, values: Mapping[str, Value], computed: Mapping[str, Decimal] | None = None
) -> bytes:
    """Return a sheet's XML with values in some of its cells, each in the style that is there.

    ``values`` by address (C7): a number or a text. A cell with a formula is never filled. What a
    formula came to when the file was made is dropped, or is what ``computed`` says: readers count
    anew. Raises UnusableFile where the XML is not in UTF-8, ValueError where it is no sheet.
    """
    must_be_utf8(xml)
    scan = _Scan(xml)
    if scan.data is None:
        raise ValueError("no sheet")
    cuts: list[tuple[int, int, bytes]] = []
    wanted: dict[int, dict[int, Value]] = {}
    for ref, value in values.items():
        column, line = _split(ref)
        wanted.setdefault(line, {})[column] = value
    for number, row in scan.rows.items():
        cuts += _stale(scan, number, row, computed or {})
        cuts += _in_row(scan, number, row, wanted.pop(number, {}))
    cuts += _new_rows(scan, wanted)
    return _cut(xml, cuts)


def _stale(
    scan: _Scan, number: int, row: _Row, computed: Mapping[str, Decimal]
) -> list[tuple[int, int, bytes]]:
    found = []
    for column, cell in row.cells.items():
        if not cell.has_formula:
            continue
        tag = scan.xml[cell.start : cell.open_end]
        found.append((cell.start, cell.open_end, _TYPE.sub(b"", tag)))
        value = computed.get(f"{get_column_letter(column)}{number}")
        told = b"" if value is None else _element(scan.prefix, b"v", f"{value:f}".encode())
        # without a kept result the new one stands at the end of its cell
        close = scan.xml.rfind(b"<", cell.start, cell.end)
        start, end = cell.value or (close, close)
        found.append((start, end, told))
    return found


def _in_row(
    scan: _Scan, number: int, row: _Row, wanted: Mapping[int, Value]
) -> list[tuple[int, int, bytes]]:
    found = []
    new: dict[int, bytes] = {}
    for column, value in sorted(wanted.items()):
        cell = row.cells.get(column)
        if cell is None:
            style = row.style or scan.columns.get(column, "")
            before = [at for at in row.cells if at < column]
            at = row.cells[max(before)].end if before else row.open_end
            new[at] = new.get(at, b"") + _made(scan.prefix, number, column, style, value)
        elif not cell.has_formula:
            told = _STYLE.search(scan.xml, cell.start, cell.open_end)
            style = told[1].decode() if told else ""
            made = _made(scan.prefix, number, column, style, value)
            found.append((cell.start, cell.end, made))
    if new and scan.xml[row.open_end - 2 : row.open_end] == b"/>":
        close = b"</" + scan.prefix + b"row>"
        body = b"".join(new.values())
        return [(row.open_end - 2, row.open_end, b">" + body + close)]
    return found + [(at, at, made) for at, made in new.items()]


def _new_rows(
    scan: _Scan, wanted: Mapping[int, Mapping[int, Value]]
) -> list[tuple[int, int, bytes]]:
    assert scan.data is not None
    made: dict[int, bytes] = {}
    for number, cells in sorted(wanted.items()):
        before = [r for r in scan.rows if r < number]
        at = scan.rows[max(before)].end if before else scan.data[1]
        body = b"".join(
            _made(scan.prefix, number, column, scan.columns.get(column, ""), value)
            for column, value in sorted(cells.items())
        )
        row = b'<%srow r="%d">%s</%srow>' % (scan.prefix, number, body, scan.prefix)
        made[at] = made.get(at, b"") + row
    if made and scan.xml[scan.data[1] - 2 : scan.data[1]] == b"/>":
        close = b"</" + scan.prefix + b"sheetData>"
        return [(scan.data[1] - 2, scan.data[1], b">" + b"".join(made.values()) + close)]
    return [(at, at, text) for at, text in made.items()]


def _made(prefix: bytes, row: int, column: int, style: str, value: Value) -> bytes:
    ref = f"{get_column_letter(column)}{row}"
    head = f'r="{ref}"' + (f' s="{style}"' if style else "")
    if isinstance(value, Decimal):
        body, kind = _element(prefix, b"v", f"{value:f}".encode()), ""
    else:
        text = escape(without_controls(value)).encode()
        told = b'<%st xml:space="preserve">%s</%st>' % (prefix, text, prefix)
        body = _element(prefix, b"is", told)
        kind = ' t="inlineStr"'
    return b"<%sc %s>%s</%sc>" % (prefix, (head + kind).encode(), body, prefix)


def _element(prefix: bytes, name: bytes, body: bytes) -> bytes:
    return b"<%s%s>%s</%s%s>" % (prefix, name, body, prefix, name)


def _split(ref: str) -> tuple[int, int]:
    found = _REF.fullmatch(ref)
    if found is None:
        raise ValueError(f"no address: {ref}")
    return column_index_from_string(found[1]), int(found[2])


def _cut(xml: bytes, cuts: list[tuple[int, int, bytes]]) -> bytes:
    parts, at = [], 0
    for start, end, text in sorted(cuts, key=lambda cut: cut[:2]):
        parts += [xml[at:start], text]
        at = end
    return b"".join([*parts, xml[at:]])
