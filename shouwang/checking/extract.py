"""The text of a file from anybody: .txt, .docx, .pdf, read without trust, nothing kept.

Paragraphs become lines, a table's row one line with its cells apart by tabs. Macros, pictures and
links to elsewhere are not followed; that they were there is said in ``notes``.
"""

from __future__ import annotations

import codecs
import io
import logging
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from shouwang.checking import extract_pdf, extract_word
from shouwang.kit.sheets import ole
from shouwang.kit.sheets.limits import DEFAULT, MEGABYTE, Limits
from shouwang.kit.sheets.problems import UnusableFile

__all__ = ["LIMITS", "MOST_CHARACTERS", "Extracted", "UnusableFile", "extract", "from_path"]

MOST_CHARACTERS = 200_000  # a hundred pages; more is no report
LIMITS = Limits(file_bytes=50 * MEGABYTE, inflated_bytes=120 * MEGABYTE, ratio_from=4 * MEGABYTE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_PACKED = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")

assert LIMITS.file_bytes <= DEFAULT.file_bytes


@dataclass(frozen=True)
class Extracted:
    """The words of a file; ``notes`` tell in Chinese what of it was left out."""

    text: str
    notes: list[str] = field(default_factory=list)


def from_path(path: Path) -> Extracted:
    """Return the text of a file on disk; raises ``UnusableFile`` with a Chinese sentence."""
    try:
        if path.stat().st_size > LIMITS.file_bytes:
            raise UnusableFile(too_large())
        content = path.read_bytes()
    except OSError:
        raise UnusableFile(_("找不到或打不开文件 %(name)s") % {"name": path.name}) from None
    return extract(content)


def extract(content: bytes) -> Extracted:
    """Return the text of a file's bytes; what it is is told from them, never from its name.

    Raises ``UnusableFile`` with a Chinese sentence for what has no text, is broken or is a trap.
    """
    if len(content) > LIMITS.file_bytes:
        raise UnusableFile(too_large())
    if not content:
        raise UnusableFile(_("文件是空的"))
    found = _read(content)
    text = found.text
    if not text.strip():
        raise UnusableFile(_("文件里没有文字"))
    if len(text) > MOST_CHARACTERS:
        raise UnusableFile(_("文字超过 %(n)d 字，请分段核对") % {"n": MOST_CHARACTERS})
    return Extracted(text, found.notes)


def _read(content: bytes) -> Extracted:
    if content.startswith(b"PK\x03\x04"):
        return Extracted(*extract_word.text_of(io.BytesIO(content), LIMITS))
    if b"%PDF-" in content[:1024]:
        return Extracted(*_quietly(content))
    if content.startswith(ole.MAGIC):
        raise UnusableFile(
            _("这是旧版 .doc 文件或设有密码，请用 Word 或 WPS 打开后另存为 .docx 再上传")
        )
    if content.startswith(b"{\\rtf"):
        raise UnusableFile(_("这是 RTF 文件，请用 Word 或 WPS 另存为 .docx 再上传"))
    if content.startswith(_PICTURES):
        raise UnusableFile(_("这是图片，没有可核对的文字；请粘贴文字，或上传 Word、PDF、文本文件"))
    if content.startswith(_PACKED):
        raise UnusableFile(_("这是压缩包，请解压后上传其中的文件"))
    return Extracted(_plain(content))


def _quietly(content: bytes) -> tuple[str, list[str]]:
    """Read a PDF without the reader's complaints about small faults on our log."""
    log = logging.getLogger("pypdf")
    before, log.disabled = log.disabled, True
    try:
        return extract_pdf.text_of(content, most=MOST_CHARACTERS)
    finally:
        log.disabled = before


def _plain(content: bytes) -> str:
    """Return a text file's words: by its mark, else UTF-8, UTF-16 without a mark, GB18030."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _tidy(_decoded(content, encoding))
    if content.count(0) > len(content) // 10:
        # UTF-16 without a mark: the zero bytes of digits and line ends tell its order
        even = content[0::2].count(0) > content[1::2].count(0)
        return _tidy(_decoded(content, "utf-16-be" if even else "utf-16-le"))
    try:
        return _tidy(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _tidy(_decoded(content, "gb18030"))


def _decoded(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeError:
        raise UnusableFile(_unreadable()) from None
    odd = sum(1 for c in text[:4000] if (ord(c) < 32 and c not in "\t\r\n\f") or c == "\ufffd")
    if odd > len(text[:4000]) // 100:
        raise UnusableFile(_unreadable())
    return text


def _tidy(text: str) -> str:
    if "\x00" in text:
        raise UnusableFile(_unreadable())
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").removeprefix("\ufeff")


def _unreadable() -> str:
    return _("读不出文字：不是文本文件，或编码不常见；请上传 .docx、.pdf 或 UTF-8 文本")


def too_large() -> str:
    """Return the refusal of a file that is too large."""
    return _("文件超过 %(size)d MB，请拆分后再上传") % {"size": LIMITS.file_bytes >> 20}
