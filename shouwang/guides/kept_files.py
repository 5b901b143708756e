"""Files of guides and photos of self-checks: what they are is seen by how they begin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from shouwang.guides import rules
from shouwang.kit.ids import uuid7

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jpg": "image/jpeg",
    "png": "image/png",
}


@dataclass(frozen=True)
class KeptFile:
    """A file in the storage: its place, its name for people, its size in bytes."""

    place: str
    name: str
    size: int


def keep_document(file: BinaryIO, file_name: str) -> KeptFile:
    """Keep a guide's file. Raises ``ValidationError`` for a wrong kind or one too large."""
    why = _("只收 PDF、Word（.docx）、JPG、PNG 文件")
    return _keep(file, file_name, "guides", rules.MOST_FILE_BYTES, rules.document_kind, why)


def keep_photo(file: BinaryIO) -> str:
    """Keep a photo and return its place; raises as ``keep_document``."""
    why = _("只收 JPG、PNG 照片")
    return _keep(file, "", "selfcheck", rules.MOST_PHOTO_BYTES, rules.photo_kind, why).place


def media_type(place: str) -> str:
    """Return the media type of a kept file by its ending."""
    return TYPES.get(PurePath(place).suffix.removeprefix("."), "application/octet-stream")


def _keep(
    file: Any, name: str, folder: str, most: int, kind_of: Callable[[bytes], str | None], why: str
) -> KeptFile:
    content = file.read(most + 1)
    if len(content) > most:
        raise ValidationError(
            _("文件不能超过 %(n)d MB") % {"n": most // rules.MEGABYTE}, code="file"
        )
    kind = kind_of(content[:16])
    if kind is None:
        raise ValidationError(why, code="file")
    place = default_storage.save(f"{folder}/{uuid7()}.{kind}", ContentFile(content))
    stem = PurePath(name.replace("\\", "/")).stem.strip()[:120] or "guide"
    return KeptFile(place, f"{stem}.{kind}", len(content))
