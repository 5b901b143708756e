"""Old Excel files (.xls) are a small file system of chained sectors: walked before it is trusted.

A chain that bites its own tail would keep the reading library busy until memory runs out, and
a single far cell would make it lay out millions; both are found here first. Layout after
Microsoft's open specifications MS-CFB and MS-XLS.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_  # noqa: N812

from shouwang.kit.sheets.extent import Extent
from shouwang.kit.sheets.limits import Limits
from shouwang.kit.sheets.problems import UnusableFile

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _LAST_REAL = 0xFFFFFFFE, 0xFFFFFFF9
_IN_HEADER = 109
_ENTRY = 128
_BROKEN = N_("文件已损坏，打不开；请在 Excel 中另存为 .xlsx 后再上传")

_EOF, _BOUNDSHEET, _FILEPASS = 0x000A, 0x0085, 0x002F
_DIMENSIONS, _SST = 0x0200, 0x00FC
_FORMULA, _BOOLERR, _MULRK = 0x0006, 0x0205, 0x00BD
_ONE_CELL = {_FORMULA, _BOOLERR, 0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6}
_ERROR_CODES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


@dataclass(slots=True)
class _Container:
    """The file's sectors, its allocation tables and its named streams (start, size)."""

    data: bytes
    sector: int
    table: list[int]
    mini_table: list[int]
    mini_cutoff: int
    mini: bytes
    streams: dict[str, tuple[int, int]]
    folders: set[str]

    def read(self, name: str) -> bytes:
        """Return the content of a stream, from the large or the small sectors."""
        start, size = self.streams[name]
        if size >= self.mini_cutoff:
            return _chain(self.data, self.table, start, self.sector, offset=1)[:size]
        return _chain(self.mini, self.mini_table, start, 64, offset=0)[:size]


def inspect(source: BinaryIO, limits: Limits) -> dict[str, Extent]:
    """Return the extent of each sheet of an .xls by its name. Raises UnusableFile."""
    source.seek(0)
    try:
        container = _open(source.read(limits.file_bytes + 1))
        names = container.streams
        if "EncryptedPackage" in names or "EncryptionInfo" in names:
            raise UnusableFile(_("文件设有密码，请去掉密码后再上传"))
        if any(name.startswith("_VBA_PROJECT") for name in container.folders):
            raise UnusableFile(_("文件带有宏，请在 Excel 中另存为 .xlsx 后再上传"))
        book = next((name for name in ("Workbook", "Book", "WORKBOOK") if name in names), None)
        if book is None:
            raise UnusableFile(_not_a_workbook(names))
        return _sheets(container.read(book), limits)
    except (struct.error, IndexError, ValueError):
        raise UnusableFile(_(_BROKEN)) from None


def _open(data: bytes) -> _Container:
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    (tables,) = struct.unpack_from("<I", data, 44)
    (root,) = struct.unpack_from("<I", data, 48)
    cutoff, mini_start, _mini_count, more, _more_count = struct.unpack_from("<IIIII", data, 56)
    if shift not in (9, 12) or mini_shift != 6:
        raise UnusableFile(_(_BROKEN))
    sector = 1 << shift
    most = len(data) // sector + 1
    # The library sets memory aside for as many sectors as the head claims.
    if max(struct.unpack_from("<II", data, 40) + struct.unpack_from("<I", data, 64)) > most:
        raise UnusableFile(_(_BROKEN))
    if struct.unpack_from("<I", data, 72)[0] > most:
        raise UnusableFile(_(_BROKEN))
    places = list(struct.unpack_from(f"<{_IN_HEADER}I", data, 76))
    per = sector // 4
    seen: set[int] = set()
    while more <= _LAST_REAL:
        if more in seen or len(seen) > most:
            raise UnusableFile(_(_BROKEN))
        seen.add(more)
        numbers = struct.unpack_from(f"<{per}I", data, (more + 1) * sector)
        places.extend(numbers[:-1])
        more = numbers[-1]
    places = [place for place in places if place <= _LAST_REAL][: min(tables, most)]
    table: list[int] = []
    for place in places:
        table.extend(struct.unpack_from(f"<{per}I", data, (place + 1) * sector))
    _refuse_loops(table)
    directory = _chain(data, table, root, sector, offset=1)
    streams, folders, mini_root = _directory(directory, wide=shift == 12)
    if any(size > len(data) for _start, size in streams.values()):
        raise UnusableFile(_(_BROKEN))
    mini_bytes = _chain(data, table, mini_start, sector, offset=1)
    mini_table = list(struct.unpack(f"<{len(mini_bytes) // 4}I", mini_bytes))
    _refuse_loops(mini_table)
    mini = _chain(data, table, mini_root, sector, offset=1)
    return _Container(data, sector, table, mini_table, cutoff, mini, streams, folders)


def _refuse_loops(table: list[int]) -> None:
    """No sector may follow two others: then no chain can return to itself or share a tail."""
    followers = [number for number in table if number <= _LAST_REAL]
    if len(set(followers)) != len(followers):
        raise UnusableFile(_(_BROKEN))


def _chain(data: bytes, table: list[int], start: int, size: int, *, offset: int) -> bytes:
    pieces: list[bytes] = []
    at = start
    while at <= _LAST_REAL:
        if len(pieces) > len(table):  # a ring: none of its sectors follows two others
            raise UnusableFile(_(_BROKEN))
        pieces.append(data[(at + offset) * size : (at + offset + 1) * size])
        at = table[at]
    return b"".join(pieces)


def _directory(raw: bytes, *, wide: bool) -> tuple[dict[str, tuple[int, int]], set[str], int]:
    """Return the streams by name, the names of the folders, the first sector of the small ones."""
    streams: dict[str, tuple[int, int]] = {}
    folders: set[str] = set()
    mini_root = _END
    for at in range(0, len(raw) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", raw, at + 64)
        (start,) = struct.unpack_from("<I", raw, at + 116)
        (size,) = struct.unpack_from("<Q" if wide else "<I", raw, at + 120)
        name = raw[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        if kind == 5:
            mini_root = start
        elif kind == 1:
            folders.add(name)
        elif kind:
            # of two streams of one name the larger is held against the limits
            before = streams.get(name, (0, -1))
            streams[name] = max(before, (start, size), key=lambda pair: pair[1])
    return streams, folders, mini_root


def _sheets(book: bytes, limits: Limits) -> dict[str, Extent]:
    """Walk the records: sheet names and places first, then each sheet's cells."""
    places: dict[int, str] = {}
    for kind, at, length in _records(book, 0):
        if kind == _FILEPASS:
            raise UnusableFile(_("文件设有密码，请去掉密码后再上传"))
        if kind == _BOUNDSHEET:
            (start,) = struct.unpack_from("<I", book, at)
            places[start] = _sheet_name(book[at + 6 : at + length])
        # Every text takes three bytes at least: more than that is a lie about their number.
        if kind == _SST and struct.unpack_from("<I", book, at + 4)[0] > len(book) // 3:
            raise UnusableFile(_(_BROKEN))
        if kind == _EOF:
            break
    found: dict[str, Extent] = {}
    for start, name in places.items():
        extent = Extent()
        for kind, at, length in _records(book, start):
            if kind == _EOF:
                break
            if kind == _DIMENSIONS:
                _check_dimensions(book[at : at + length], limits)
            _note(book, kind, at, length, extent)
        extent.check(limits)
        found[name] = extent
    return found


def _check_dimensions(raw: bytes, limits: Limits) -> None:
    """The library sets memory aside for the rectangle that the sheet claims to fill."""
    form = "<HHHH" if len(raw) == 10 else "<IIHH"
    top, bottom, left, right = struct.unpack_from(form, raw)
    if bottom < top or right < left or (bottom - top + 1) * (right - left + 1) > limits.grid_cells:
        raise UnusableFile(_(_BROKEN))


def _records(book: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield the kind, the place and the length of each record's content."""
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        yield kind, at + 4, length
        at += 4 + length


def _note(book: bytes, kind: int, at: int, length: int, extent: Extent) -> None:
    if kind in _ONE_CELL:
        row, column = struct.unpack_from("<HH", book, at)
        extent.add(row, column)
        if kind == _BOOLERR and book[at + 7] == 1:
            extent.add_error(row, column, _ERROR_CODES.get(book[at + 6], "#ERROR"))
        elif kind == _FORMULA and book[at + 12 : at + 14] == b"\xff\xff" and book[at + 6] == 2:
            extent.add_error(row, column, _ERROR_CODES.get(book[at + 8], "#ERROR"))
    elif kind == _MULRK:
        row, first = struct.unpack_from("<HH", book, at)
        (last,) = struct.unpack_from("<H", book, at + length - 2)
        extent.add(row, first)
        extent.add(row, last)


def _sheet_name(raw: bytes) -> str:
    if len(raw) < 2:
        return ""
    count, wide = raw[0], raw[1] & 1
    if wide:
        return raw[2 : 2 + count * 2].decode("utf-16-le", "replace")
    return raw[2 : 2 + count].decode("latin-1")


def _not_a_workbook(streams: dict[str, tuple[int, int]]) -> str:
    if "WordDocument" in streams:
        return _("这是 Word 文档，不是表格；请上传 .xlsx 或 .csv")
    if "PowerPoint Document" in streams:
        return _("这是演示文稿，不是表格；请上传 .xlsx 或 .csv")
    return _("不是 Excel 表格；请上传 .xlsx 或 .csv")
