"""What a file really is, told from its first bytes and never from its name."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_  # noqa: N812

from shouwang.kit.sheets import ole
from shouwang.kit.sheets.problems import UnusableFile

HEAD = 4096
XLSX, XLS, TEXT = "xlsx", "xls", "text"

_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", N_("这是 PDF 文件，不是表格；请上传 .xlsx 或 .csv")),
    (b"\x89PNG", N_("这是图片，不是表格；请上传 .xlsx 或 .csv")),
    (b"\xff\xd8\xff", N_("这是图片，不是表格；请上传 .xlsx 或 .csv")),
    (b"GIF8", N_("这是图片，不是表格；请上传 .xlsx 或 .csv")),
    (b"RIFF", N_("这是图片或音像，不是表格；请上传 .xlsx 或 .csv")),
    (b"II*\x00", N_("这是图片，不是表格；请上传 .xlsx 或 .csv")),
    (b"{\\rtf", N_("这是 Word 文档，不是表格；请上传 .xlsx 或 .csv")),
    (b"Rar!", N_("这是压缩包，不是表格；请解压后上传其中的 .xlsx 或 .csv")),
    (b"7z\xbc\xaf", N_("这是压缩包，不是表格；请解压后上传其中的 .xlsx 或 .csv")),
    (b"\x1f\x8b", N_("这是压缩包，不是表格；请解压后上传其中的 .xlsx 或 .csv")),
)
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<workbook", b"mime-version:")


# Excel itself refuses a text under these names; a text named .xls it opens with a question
_ONLY_EXCEL = (".xlsx", ".xlsm", ".xltx", ".xlsb")
_OLD_EXCEL = (".xls", ".xlt", ".et")
_QUOTED = 20


def require_named_as_text(head: bytes, filename: str) -> None:
    """Raise ``UnusableFile`` for a text under the name of a workbook: it says which file, what
    was found in it and what to do, instead of looking for columns in it."""
    if filename.lower().endswith(_ONLY_EXCEL):
        raise UnusableFile(not_excel(head, filename))


def is_named_as_excel(filename: str) -> bool:
    """Return whether a name promises a workbook, new or old."""
    return filename.lower().endswith(_ONLY_EXCEL + _OLD_EXCEL)


def not_excel(head: bytes, filename: str) -> str:
    """Return the sentence for a text that bears the name of a workbook, with how it begins."""
    told = {"name": filename[-60:], "text": _beginning(head)}
    if not told["text"]:
        return _("“%(name)s”不是 Excel 文件，打不开；请在 Excel 中另存为 .xlsx 后再上传") % told
    return (
        _(
            "“%(name)s”不是 Excel 文件：里面是文字，开头是“%(text)s”。"
            "如果是 CSV，请把扩展名改为 .csv 再上传；否则请在 Excel 中另存为 .xlsx"
        )
        % told
    )


def _beginning(head: bytes) -> str:
    """Return the first words of a text; empty for what is no text."""
    for encoding in ("utf-8-sig", "gb18030"):
        for cut in range(4):  # the last sign may be cut off
            try:
                text = head[: len(head) - cut].decode(encoding)
            except UnicodeError:
                continue
            line = " ".join(text.split())
            return line[:_QUOTED] if line.isprintable() else ""
    return ""


def kind_of(head: bytes) -> str:
    """Return XLSX, XLS or TEXT for the first bytes of a file.

    Raises UnusableFile for an empty file and for kinds that are no table, with the way out.
    """
    if not head:
        raise UnusableFile(_("文件是空的"))
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return XLSX
    if head.startswith(ole.MAGIC):
        return XLS
    for magic, why in _FOREIGN:
        if head.startswith(magic):
            raise UnusableFile(_(why))
    # Many office systems save a web page under the name .xls; Excel opens it, a reader cannot.
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_MARKUP):
        raise UnusableFile(_("这是网页或 XML 格式的表格，请用 Excel 打开后另存为 .xlsx 再上传"))
    return TEXT
