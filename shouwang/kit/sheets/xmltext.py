"""What the XML inside a workbook may hold: text in UTF-8, without control characters."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from shouwang.kit.sheets.problems import UnusableFile

# control characters have no place in XML; a tab or a line break in a cell may stay
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\s([^>]*)")
_ENCODING = re.compile(rb"""\sencoding\s*=\s*["']([^"']*)["']""")
_SAME_BYTES = (b"utf-8", b"utf8", b"us-ascii", b"ascii")


def without_controls(text: str) -> str:
    """Return text without the characters that no XML can hold."""
    return _CONTROL.sub("", text)


def must_be_utf8(head: bytes) -> None:
    """Raise ``UnusableFile`` unless a part that begins so is written in UTF-8.

    What looks for tags by their bytes (links to outside, cells to fill) would be blind in any
    other encoding, while the reader of the XML is not. Excel and WPS write UTF-8 only.
    """
    declaration = _DECLARATION.match(head)
    declared = _ENCODING.search(b" " + declaration[1]) if declaration else None
    is_other = declared is not None and declared[1].lower() not in _SAME_BYTES
    # a declaration so long that its end is not in sight hides something
    is_other = is_other or (declaration is not None and declaration.end() == len(head))
    # UTF-16 and UTF-32 begin with their mark, or with a NUL beside the first <
    if is_other or b"\x00" in head[:4] or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise in_another_encoding()


def in_another_encoding() -> UnusableFile:
    """Return the refusal of a part in an encoding that is not read here."""
    return UnusableFile(_("文件的编码方式不常见，请在 Excel 中另存为 .xlsx 后再上传"))
