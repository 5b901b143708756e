"""The text of a PDF: its lines joined to paragraphs, page numbers gone."""

from __future__ import annotations

import io
import re
import time
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from shouwang.kit.sheets.problems import UnusableFile

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES = 300
MOST_SECONDS = 20.0
_CJK = "\u3400-\u9fff，。；：、！？（）“”《》〈〉【】〔〕％"
_LOOSE = re.compile(f"(?<=[{_CJK}]) +(?=[{_CJK}0-9A-Za-z])|(?<=[0-9A-Za-z.%]) +(?=[{_CJK}])")
_PAGE_NUMBER = re.compile(r"^[-—–－\s]*\d{1,4}[-—–－\s]*$")
_ENDS = "。；！？：:;!?…"
_HEADING = re.compile(
    r"^(?:第?[一二三四五六七八九十]+[、.．章节条]|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.．、](?!\d))"
)


def text_of(content: bytes, *, most: int) -> tuple[str, list[str]]:
    """Return the words of a PDF and notes on what was left out. Raises ``UnusableFile``.

    Anything may go wrong inside a broken or hostile file: it is told as a broken file.
    """
    from pypdf import PdfReader  # loaded for a PDF only
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnusableFile(_("PDF 设有密码，请去掉密码后再上传"))
        pages, notes = _pages(reader, most)
    except UnusableFile:
        raise
    except (PyPdfError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError,
            AssertionError, OSError, RecursionError, MemoryError, NotImplementedError,
            ImportError):  # fmt: skip
        raise UnusableFile(_("PDF 已损坏，读不出文字；请重新导出后再上传")) from None
    joined = "\n".join(paragraphs(pages))
    if sum(c.isalnum() for c in joined) < 5 * max(len(pages), 1):
        raise UnusableFile(
            _("这份 PDF 是扫描件，没有文字层，无法核对；请上传 Word 原稿，或识别成文字后粘贴")
        )
    return joined, notes


def _pages(reader: PdfReader, most: int) -> tuple[list[str], list[str]]:
    started, found, length = time.monotonic(), list[str](), 0
    count = len(reader.pages)
    if count > MOST_PAGES:
        raise UnusableFile(_("PDF 超过 %(n)d 页，请分段核对") % {"n": MOST_PAGES})
    for page in reader.pages:
        found.append(page.extract_text())
        length += len(found[-1])
        if time.monotonic() - started > MOST_SECONDS:
            raise UnusableFile(_("PDF 过于复杂，读取超时；请上传 Word 原稿或粘贴文字"))
        if length > 2 * most:
            raise UnusableFile(_("文字超过 %(n)d 字，请分段核对") % {"n": most})
    empty = sum(1 for text in found if not text.strip())
    notes = []
    if empty and empty < count:
        notes.append(_("有 %(n)d 页没有文字（可能是扫描页），没有核对") % {"n": empty})
    return found, notes


def paragraphs(pages: list[str]) -> list[str]:
    """Return paragraphs: a line that runs to the edge goes on in the next one."""
    lines = [
        _LOOSE.sub("", line.strip())
        for page in pages
        for line in page.replace("\r", "").split("\n")
    ]
    lines = [line for line in lines if line and not _PAGE_NUMBER.match(line)]
    width = max((len(line) for line in lines), default=0)
    joined: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and not _HEADING.match(line):
            last = joined[-1]
            gap = " " if last[-1:].isascii() and last[-1:].isalpha() and line[0].isascii() else ""
            joined[-1] = last + gap + line
        else:
            joined.append(line)
        goes_on = len(line) >= width * 0.75 and line[-1] not in _ENDS
    return joined
