"""An .xlsx is a zip: its promises are checked, then every part is unpacked once and counted."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO

from django.utils.translation import gettext as _

from shouwang.kit.sheets.limits import Limits
from shouwang.kit.sheets.problems import UnusableFile

_CHUNK = 1 << 18
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1


def open_archive(source: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """Open the zip and believe nothing yet: counts, sizes, ratios, names, encryption.

    Raises UnusableFile.
    """
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError):
        raise UnusableFile(_("文件已损坏，打不开；请在 Excel 中重新保存后再上传")) from None
    parts = archive.infolist()
    if len(parts) > limits.parts:
        raise UnusableFile(_("压缩包内的文件过多，不是正常的表格"))
    names = [part.filename.lower().lstrip("/") for part in parts]
    if len(set(names)) != len(names):
        raise UnusableFile(_("压缩包内有重名的部件，不是正常的表格"))
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise UnusableFile(_("文件设有密码，请去掉密码后再上传"))
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise UnusableFile(_("文件的压缩方式不常见，请在 Excel 中另存为 .xlsx 后再上传"))
    if sum(part.file_size for part in parts) > limits.inflated_bytes:
        raise UnusableFile(_too_large(limits))
    for part in parts:
        _check_ratio(part.file_size, part.compress_size, limits)
    return archive


def inflate(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> Iterator[bytes]:
    """Unpack one part piece by piece from the raw bytes, holding it to the size it declared.

    `zipfile` itself stops silently at the declared size, while other readers go on: a part
    that is larger than it says is refused here. Raises UnusableFile.
    """
    raw = archive.fp
    if raw is None:
        raise UnusableFile(_("文件已损坏，打不开；请在 Excel 中重新保存后再上传"))
    at, left, produced = _begins_at(raw, part), part.compress_size, 0
    stored = part.compress_type == zipfile.ZIP_STORED
    unpack = zlib.decompressobj(-zlib.MAX_WBITS)
    tail = b""
    while left > 0 or tail:
        if not tail:
            raw.seek(at)  # the consumer may have moved the file in between
            tail = raw.read(min(_CHUNK, left))
            if not tail:
                raise UnusableFile(_("文件不完整，可能没有传完，请重新上传"))
            at, left = at + len(tail), left - len(tail)
        if stored:
            piece, tail = tail, b""
        else:
            try:
                piece = unpack.decompress(tail, _CHUNK)
            except zlib.error:
                raise UnusableFile(_("文件已损坏，打不开；请在 Excel 中重新保存后再上传")) from None
            tail = unpack.unconsumed_tail
        produced += len(piece)
        if produced > part.file_size:
            raise UnusableFile(_("压缩包内容与它自己写明的大小不符，不予打开"))
        if piece:
            yield piece
        elif unpack.eof:
            break
    if produced != part.file_size:
        raise UnusableFile(_("文件不完整，可能没有传完，请重新上传"))


def _begins_at(raw: IO[bytes], part: zipfile.ZipInfo) -> int:
    """Return where a part's bytes begin: behind its own header, which has room for more."""
    raw.seek(part.header_offset)
    header = raw.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or header[:4] != b"PK\x03\x04":
        raise UnusableFile(_("文件已损坏，打不开；请在 Excel 中重新保存后再上传"))
    skip = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    return part.header_offset + _LOCAL_HEADER + skip


def _check_ratio(inflated: int, packed: int, limits: Limits) -> None:
    if inflated > limits.ratio_from and inflated > limits.ratio * max(packed, 1):
        raise UnusableFile(_("压缩比异常，疑似压缩炸弹，不予打开"))


def _too_large(limits: Limits) -> str:
    return _("解压后超过 %(size)d MB，请拆分后再上传") % {"size": limits.inflated_bytes >> 20}
