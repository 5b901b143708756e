"""The text of a .docx, part by part: paragraphs, tables cell by cell, headers, notes.

The archive is believed nothing (``kit.sheets.archive``), the XML read without entities. What Word,
WPS and LibreOffice write differs in parts we do not need: only ``w:p``, ``w:tbl`` and what stands
in them is read, in whatever namespace (transitional or strict).
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from shouwang.kit.sheets.archive import inflate, open_archive
from shouwang.kit.sheets.limits import MEGABYTE, Limits
from shouwang.kit.sheets.problems import UnusableFile

_LARGEST_PART = 40 * MEGABYTE
_DEEPEST = 200
# deleted words of tracked changes, field codes, the fallback twin of a drawing
_SKIPPED = {"delText", "del", "moveFrom", "instrText", "Fallback", "rPr", "pPr", "sectPr"}


def text_of(source: BinaryIO, limits: Limits) -> tuple[str, list[str]]:
    """Return the words of a document and notes on what was left out. Raises ``UnusableFile``."""
    try:
        archive = open_archive(source, limits)
    except UnusableFile as refusal:
        raise UnusableFile(_of_word(refusal.why_zh)) from None
    with archive:
        parts = {part.filename.lstrip("/"): part for part in archive.infolist()}
        body_name = _main_part(archive, parts, limits)
        lines = list(_lines(_body(_xml(archive, parts[body_name], limits)), 0))
        folder = posixpath.dirname(body_name)
        heads, notes = _beside(archive, parts, folder, limits)
        return "\n".join([*heads, *lines, *notes]), _left_out(archive, parts, limits)


def _main_part(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], limits: Limits) -> str:
    if "word/document.xml" in parts:
        return "word/document.xml"
    if "_rels/.rels" in parts:
        for relation in _xml(archive, parts["_rels/.rels"], limits):
            if relation.get("Type", "").endswith("/officeDocument"):
                name = relation.get("Target", "").lstrip("/")
                if name in parts and name.endswith(".xml") and "word" in name:
                    return name
    if any(name.startswith("xl/") for name in parts):
        raise UnusableFile(_("这是表格，不是文稿；请上传 Word、PDF 或文本文件"))
    if "content.xml" in parts:
        raise UnusableFile(_("这是 ODT 文件，请另存为 .docx 再上传"))
    raise UnusableFile(_("这是压缩包，不是 Word 文档；请解压后上传其中的 .docx"))


def _beside(
    archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], folder: str, limits: Limits
) -> tuple[list[str], list[str]]:
    """Return the lines of the headers, and of footers, footnotes and endnotes: each once."""
    above: dict[str, None] = {}
    below: dict[str, None] = {}
    for name in sorted(parts):
        stem = posixpath.basename(name)
        if posixpath.dirname(name) != folder or not stem.endswith(".xml"):
            continue
        where = above if stem.startswith("header") else below
        if stem.startswith(("header", "footer", "footnotes", "endnotes")):
            for line in _lines(_xml(archive, parts[name], limits), 0):
                if sum(c.isalnum() for c in line) > 3:  # no page numbers
                    where[line] = None
    return list(above), list(below)


def _left_out(
    archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], limits: Limits
) -> list[str]:
    notes = []
    if any(name.lower().endswith("vbaproject.bin") for name in parts):
        notes.append(_("文件带有宏，未运行，只读文字"))
    external = False
    for name, part in parts.items():
        if name.endswith(".rels") and part.file_size < MEGABYTE:
            relations = _xml(archive, part, limits)
            external |= any(
                r.get("TargetMode") == "External" and not r.get("Type", "").endswith("/hyperlink")
                for r in relations
            )
    if external:
        notes.append(_("文件引用了外部内容，未去读取"))
    if any("/media/" in name for name in parts):
        notes.append(_("文件中的图片没有核对"))
    return notes


def _body(root: Element) -> Element:
    return next((e for e in root if _tag(e) == "body"), root)


def _lines(root: Element, depth: int) -> Iterator[str]:
    """Yield the lines of a body, header or cell."""
    if depth > _DEEPEST:
        return
    for part in root:
        tag = _tag(part)
        if tag == "p":
            yield from _paragraph(part).split("\n")
            for box in _boxes(part):
                yield from _lines(box, depth + 1)
        elif tag == "tbl":
            yield from _table(part, depth + 1)
        elif tag not in _SKIPPED:
            yield from _lines(part, depth + 1)


def _table(table: Element, depth: int) -> Iterator[str]:
    for row in _rows(table):
        cells = [cell for cell in row if _tag(cell) in ("tc", "sdt")]
        texts = [" ".join(s for s in _lines(cell, depth + 1) if s.strip()) for cell in cells]
        yield "\t".join(text.replace("\t", " ") for text in texts)


def _rows(table: Element) -> Iterator[Element]:
    """Yield a table's own rows, also those in a content control; not those of a table within."""
    for part in table:
        if _tag(part) == "tr":
            yield part
        elif _tag(part) not in _SKIPPED and _tag(part) != "tbl":
            yield from _rows(part)


def _paragraph(paragraph: Element) -> str:
    return "".join(_words(paragraph, 0))


def _words(node: Element, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    for part in node:
        tag = _tag(part)
        if tag == "t":
            yield (part.text or "").replace("\n", " ")
        elif tag in ("tab", "ptab"):
            yield " "
        elif tag in ("br", "cr"):
            yield "\n"
        elif tag == "noBreakHyphen":
            yield "-"
        elif tag not in _SKIPPED and tag not in ("txbxContent", "p", "tbl"):
            yield from _words(part, depth + 1)


def _boxes(node: Any) -> Iterator[Element]:
    """Yield text boxes inside a paragraph once: the fallback twin of a drawing is passed over."""
    for part in node:
        tag = _tag(part)
        if tag == "txbxContent":
            yield part
        elif tag != "Fallback":
            yield from _boxes(part)


def _tag(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> Element:
    broken = _("文件内容已损坏；请用 Word 或 WPS 重新保存后再上传")
    if part.file_size > _LARGEST_PART:
        raise UnusableFile(_("文稿过大，请分段核对"))
    try:
        found: Element = fromstring(b"".join(inflate(archive, part, limits)))
    except UnusableFile as refusal:
        raise UnusableFile(_of_word(refusal.why_zh)) from None
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise UnusableFile(broken) from None
    return found


def _of_word(why: str) -> str:
    """Return a refusal of the archive as one about a document."""
    return why.replace("Excel", "Word").replace("表格", "文档").replace(".xlsx", ".docx")
