"""Look through an .xlsx before the reading library lays it out: parts, sheets, cells, errors."""

from __future__ import annotations

import posixpath
import re
import zipfile
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError
from xml.parsers import expat

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_  # noqa: N812

from shouwang.kit.sheets.archive import inflate, open_archive
from shouwang.kit.sheets.extent import Extent
from shouwang.kit.sheets.limits import Limits
from shouwang.kit.sheets.problems import UnusableFile

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_SHEET_MARK = b"sheetData"
_SMALL = 4 << 20
_WIDE_XML = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
NOT_WORKED_OUT = "#公式未计算"
_BROKEN = N_("文件内容已损坏；请在 Excel 中重新保存后再上传")
_FOREIGN = {
    "word/document.xml": N_("这是 Word 文档，不是表格；请上传 .xlsx 或 .csv"),
    "ppt/presentation.xml": N_("这是演示文稿，不是表格；请上传 .xlsx 或 .csv"),
    "xl/workbook.bin": N_("这是 .xlsb 格式，请在 Excel 中另存为 .xlsx 后再上传"),
    "content.xml": N_("这是 OpenDocument 格式，请另存为 .xlsx 后再上传"),
}


def inspect(source: BinaryIO, limits: Limits) -> dict[str, Extent]:
    """Unpack and count every part, and return the extent of each sheet by its name.

    Styled but empty cells do not count, so that a sheet with a million coloured rows is seen
    for the few rows it has. Raises UnusableFile for anything that is no sound .xlsx.
    """
    with open_archive(source, limits) as archive:
        names = {part.filename.lstrip("/"): part for part in archive.infolist()}
        if "xl/workbook.xml" not in names:
            raise UnusableFile(_not_a_workbook(names))
        extents: dict[str, Extent] = {}
        for name, part in names.items():
            extent = _scan(archive, part, limits)
            if extent is not None:
                extent.check(limits)
                extents[name] = extent
        return _by_sheet_name(archive, names, extents, limits)


def _scan(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> Extent | None:
    """Count the part's bytes; where it is a sheet, whatever its name, note its cells."""
    before = b""
    for piece in inflate(archive, part, limits):
        if not before and piece[:2] in _WIDE_XML:
            raise UnusableFile(_("文件的编码方式不常见，请在 Excel 中另存为 .xlsx 后再上传"))
        if _SHEET_MARK in before + piece:
            scanner = _CellScanner()
            for again in inflate(archive, part, limits):
                scanner.feed(again)
            return scanner.close()
        before = piece[-len(_SHEET_MARK) :]
    return None


class _CellScanner:
    """Follow the rows and cells of one sheet; only cells with a value count."""

    def __init__(self) -> None:
        self.extent = Extent()
        self._row = self._column = -1
        self._error = self._formula = False
        self._noted = True
        self._text: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = _refuse_doctype

    def feed(self, piece: bytes) -> None:
        try:
            self._parser.Parse(piece, False)
        except expat.ExpatError:
            raise UnusableFile(_(_BROKEN)) from None

    def close(self) -> Extent:
        try:
            self._parser.Parse(b"", True)
        except expat.ExpatError:
            raise UnusableFile(_(_BROKEN)) from None
        self._end_cell()
        return self.extent

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            if self._formula:
                self._end_cell()
            self._column += 1
            reference = attributes.get("r")
            if reference is not None:
                self._place(reference)
            self._noted = False
            self._error = attributes.get("t") == "e"
        elif name == "f":
            self._formula = True
        elif name in ("v", "is"):
            self._formula = False
            if not self._noted:
                self._noted = True
                self.extent.add(self._row, self._column)
                if self._error:
                    self._collect()
        elif name == "row":
            self._end_cell()
            number = attributes.get("r", "")
            self._row = int(number) - 1 if number.isdecimal() else self._row + 1
            self._column = -1

    def _place(self, reference: str) -> None:
        found = _REFERENCE.fullmatch(reference)
        if not found:
            raise UnusableFile(_(_BROKEN))
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - 64
        self._column = column - 1
        self._row = int(found[2]) - 1

    def _end_cell(self) -> None:
        """A formula that no program has worked out yet is an error too, not a blank."""
        if self._formula:
            self._formula = False
            self.extent.add(self._row, self._column)
            self.extent.add_error(self._row, self._column, NOT_WORKED_OUT)

    def _collect(self) -> None:
        """Read the error's code: handlers for text are switched on for this one cell."""
        row, column = self._row, self._column
        self._text = []

        def end(_name: str) -> None:
            self._parser.CharacterDataHandler = None
            self._parser.EndElementHandler = None
            self.extent.add_error(row, column, "".join(self._text).strip()[:20] or "#ERROR")

        self._parser.CharacterDataHandler = self._text.append
        self._parser.EndElementHandler = end


def _refuse_doctype(*_arguments: object) -> None:
    raise UnusableFile(_("文件里有不该有的声明，不予打开"))


def _by_sheet_name(
    archive: zipfile.ZipFile,
    names: dict[str, zipfile.ZipInfo],
    extents: dict[str, Extent],
    limits: Limits,
) -> dict[str, Extent]:
    """Follow workbook.xml and its relations from a sheet's name to its part."""
    book = _xml(archive, names["xl/workbook.xml"], limits)
    relations = names.get("xl/_rels/workbook.xml.rels")
    targets: dict[str, str] = {}
    if relations is not None:
        for relation in _xml(archive, relations, limits):
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            targets[relation.get("Id", "")] = posixpath.normpath(path)
    found: dict[str, Extent] = {}
    for sheet in book.iter():
        if sheet.tag.rpartition("}")[2] != "sheet":
            continue
        identity = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
        extent = extents.get(targets.get(identity, ""))
        if extent is not None:
            found[sheet.get("name", "")] = extent
    return found


def _xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> Element:
    if part.file_size > _SMALL:
        raise UnusableFile(_(_BROKEN))
    try:
        return fromstring(b"".join(inflate(archive, part, limits)))
    except (ParseError, DefusedXmlException, ValueError):
        raise UnusableFile(_(_BROKEN)) from None


def _not_a_workbook(names: dict[str, zipfile.ZipInfo]) -> str:
    for name, why in _FOREIGN.items():
        if name in names:
            return _(why)
    return _("这是压缩包，不是表格；请解压后上传其中的 .xlsx 或 .csv")
