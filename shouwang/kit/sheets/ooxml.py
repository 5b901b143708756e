"""Look through an .xlsx before the reading library lays it out: parts, sheets, cells, errors."""

from __future__ import annotations

import posixpath
import zipfile
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_  # noqa: N812

from shouwang.kit.sheets.archive import inflate, open_archive
from shouwang.kit.sheets.cellscan import exact_extent, quick_extent
from shouwang.kit.sheets.extent import Extent
from shouwang.kit.sheets.limits import Limits
from shouwang.kit.sheets.problems import UnusableFile
from shouwang.kit.sheets.xmltext import in_another_encoding, must_be_utf8

_SHEET_MARK = b"sheetData"
_SMALL = 4 << 20
_WIDE_XML = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
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
            must_be_utf8(piece)
        if _SHEET_MARK in before + piece:
            found = quick_extent(inflate(archive, part, limits), limits)
            return found or exact_extent(inflate(archive, part, limits))
        before = piece[-len(_SHEET_MARK) :]
    return None


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
    except (ParseError, DefusedXmlException):
        raise UnusableFile(_(_BROKEN)) from None
    except (ValueError, LookupError):
        raise in_another_encoding() from None


def _not_a_workbook(names: dict[str, zipfile.ZipInfo]) -> str:
    for name, why in _FOREIGN.items():
        if name in names:
            return _(why)
    return _("这是压缩包，不是表格；请解压后上传其中的 .xlsx 或 .csv")
