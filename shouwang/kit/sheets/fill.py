"""Values put into somebody else's workbook: every other part and cell stays as it came."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from xml.parsers.expat import ExpatError
from xml.sax.saxutils import escape, quoteattr

from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _

from shouwang.kit.sheets.archive import inflate, open_archive
from shouwang.kit.sheets.blank_form import FORM_LIMITS
from shouwang.kit.sheets.problems import UnusableFile
from shouwang.kit.sheets.splice import Value, splice
from shouwang.kit.sheets.xmltext import must_be_utf8, without_controls

_BOOK, _RELS, _TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET_REL = f"{_RELATIONS}/worksheet"
_NOTES_PART = "xl/worksheets/sheet_notes.xml"
_CALC = re.compile(rb"<((?:\w+:)?)calcPr\b([^>]*?)(/?)>")
_FULL = re.compile(rb"""\sfullCalcOnLoad=["'][^"']*["']""")
_AFTER_PAGE = (
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects",
    "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip


def fill_form(
    content: bytes,
    values: Mapping[str, Mapping[str, Value]],
    *,
    computed: Mapping[str, Mapping[str, Decimal]] | None = None,
    notes: tuple[str, Sequence[str]] | None = None,
    mark: str = "",
) -> bytes:
    """Return a workbook with values in some cells: by sheet name, then by address (C7).

    Styles, merged cells, widths, formulas and print settings are those of ``content``; formulas
    are counted anew when it is opened, until then they show ``computed``. ``notes`` is the name of
    a last sheet and its lines. ``mark`` (草稿) stands at the head of every printed page.
    Raises UnusableFile.
    """
    try:
        return _filled(content, values, computed or {}, notes, mark)
    except (ValueError, LookupError, ExpatError, ParseError):
        broken = _("文件内容已损坏；请在 Excel 中重新保存后再上传")
        raise UnusableFile(broken) from None


def _filled(
    content: bytes,
    values: Mapping[str, Mapping[str, Value]],
    computed: Mapping[str, Mapping[str, Decimal]],
    notes: tuple[str, Sequence[str]] | None,
    mark: str,
) -> bytes:
    out = io.BytesIO()
    with (
        open_archive(io.BytesIO(content), FORM_LIMITS) as archive,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        held = {p.filename.lstrip("/"): p for p in archive.infolist()}

        def part(name: str) -> bytes:
            return b"".join(inflate(archive, held[name], FORM_LIMITS))

        for name in (_BOOK, _RELS, _TYPES):
            must_be_utf8(part(name))
        names = {path: name for name, path in _sheets(part(_BOOK), part(_RELS)).items()}
        for name, info in held.items():
            text = part(name)
            if name in names:
                sheet = names[name]
                text = splice(text, values.get(sheet, {}), computed.get(sheet, {}))
                text = _marked(text, mark) if mark else text
            elif name == _BOOK:
                text = _counted_anew(_with_sheet(text, names, notes[0]) if notes else text)
            elif name == _RELS and notes:
                text = _before(text, "Relationships", _relation())
            elif name == _TYPES and notes:
                text = _before(text, "Types", _type())
            entry = zipfile.ZipInfo(info.filename, info.date_time)
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, text)
        if notes:
            entry = zipfile.ZipInfo(_NOTES_PART, (2020, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, _notes_sheet(notes[1]))
    return out.getvalue()


def _sheets(book: bytes, relations: bytes) -> dict[str, str]:
    """Return the part of each sheet by its name."""
    targets = {}
    for relation in fromstring(relations):
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        targets[relation.get("Id", "")] = posixpath.normpath(path)
    found = {}
    for sheet in fromstring(book).iter():
        if sheet.tag.rpartition("}")[2] == "sheet":
            key = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
            if key in targets:
                found[sheet.get("name", "")] = targets[key]
    return found


def _counted_anew(book: bytes) -> bytes:
    """Ask whoever opens the workbook to count every formula anew."""
    found = _CALC.search(book)
    if found is not None:
        tag = b'<%scalcPr%s fullCalcOnLoad="1"%s>'
        told = tag % (found[1], _FULL.sub(b"", found[2]).rstrip(), found[3])
        return book[: found.start()] + told + book[found.end() :]
    for name in (b"definedNames", b"externalReferences", b"functionGroups", b"sheets"):
        if closing := re.search(rb"</((?:\w+:)?)%s>|<((?:\w+:)?)%s\s*/>" % (name, name), book):
            prefix = closing[1] or closing[2] or b""
            tag = b'<%scalcPr fullCalcOnLoad="1"/>' % prefix
            return book[: closing.end()] + tag + book[closing.end() :]
    return book


def _with_sheet(book: bytes, names: Mapping[str, str], wanted: str) -> bytes:
    """List the sheet of notes as the workbook's last, under a name that is free."""
    prefix = re.findall(rb"<((?:\w+:)?)sheet\s", book)[-1]
    ids = [int(n) for n in re.findall(rb"""\ssheetId=["'](\d+)["']""", book)]
    title, number = wanted, 2
    while title in names.values():
        title, number = f"{wanted}{number}", number + 1
    told = f'sheet name={quoteattr(title)} sheetId="{max(ids) + 1}" '
    told += f'xmlns:r="{_RELATIONS}" r:id="rIdNotes"/>'
    tag = b"<" + prefix + told.encode()
    return _before(book, "sheets", tag)


def _before(xml: bytes, name: str, text: bytes) -> bytes:
    """Put text before the end of the last element of that name."""
    closing = list(re.finditer(rb"</(?:\w+:)?%s\s*>" % name.encode(), xml))[-1]
    return xml[: closing.start()] + text + xml[closing.start() :]


def _relation() -> bytes:
    target = "/" + _NOTES_PART
    return f'<Relationship Id="rIdNotes" Type="{_SHEET_REL}" Target="{target}"/>'.encode()


def _type() -> bytes:
    return f'<Override PartName="/{_NOTES_PART}" ContentType="{_SHEET_TYPE}"/>'.encode()


def _notes_sheet(lines: Sequence[str]) -> bytes:
    cell = (
        '<row r="{n}"><c r="A{n}" t="inlineStr">'
        '<is><t xml:space="preserve">{text}</t></is></c></row>'
    )
    rows = "".join(
        cell.format(n=n, text=escape(without_controls(line))) for n, line in enumerate(lines, 1)
    )
    told = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{_MAIN}">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<cols><col min="1" max="1" width="110" customWidth="1"/></cols>'
        f"<sheetData>{rows}</sheetData>"
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )
    return told.encode()


def _marked(xml: bytes, mark: str) -> bytes:
    """Put a mark at the head of every printed page; what the head said stays behind it."""
    text = escape(mark.replace("&", "&&"))
    xml = re.sub(rb"<(?:\w+:)?headerFooter\b[^>]*/>", b"", xml)
    if found := re.search(rb"<(?:\w+:)?oddHeader[^>/]*>", xml):
        return xml[: found.end()] + f"&amp;R{text} ".encode() + xml[found.end() :]
    head = f"oddHeader>&amp;R{text}</"
    if found := re.search(rb"<((?:\w+:)?)headerFooter\b[^>/]*>", xml):
        p = found[1].decode()
        return xml[: found.end()] + f"<{p}{head}{p}oddHeader>".encode() + xml[found.end() :]
    root = re.search(rb"<((?:\w+:)?)worksheet\b", xml)
    p = root[1].decode() if root else ""
    tag = f"<{p}headerFooter><{p}{head}{p}oddHeader></{p}headerFooter>".encode()
    later = "|".join(_AFTER_PAGE).encode()
    pattern = rb"<(?:\w+:)?(?:%s)\b|</(?:\w+:)?worksheet>" % later
    data = max(xml.rfind(b"sheetData>"), xml.rfind(b"sheetData/>"), 0)
    place = re.compile(pattern).search(xml, data)
    return xml if place is None else xml[: place.start()] + tag + xml[place.start() :]
