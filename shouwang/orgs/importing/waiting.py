"""Files that were uploaded and checked, and wait for the word to import them."""

from __future__ import annotations

from datetime import timedelta
from typing import BinaryIO
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage

from shouwang.kit import clock
from shouwang.kit.ids import uuid7

_FOLDER = "waiting/units"
_KEPT = timedelta(days=1)


def keep(file: File) -> UUID:
    """Keep an uploaded file and return its key; files that nobody came back for are let go."""
    _sweep()
    key = uuid7()
    default_storage.save(f"{_FOLDER}/{key}", file)
    return key


def opened(key: UUID) -> BinaryIO:
    """Open a kept file; raises ``FileNotFoundError`` when it was let go."""
    return default_storage.open(f"{_FOLDER}/{key}", "rb")  # type: ignore[return-value]


def drop(key: UUID) -> None:
    """Let a file go."""
    default_storage.delete(f"{_FOLDER}/{key}")


def _sweep() -> None:
    try:
        _folders, names = default_storage.listdir(_FOLDER)
    except FileNotFoundError:
        return
    for name in names:
        path = f"{_FOLDER}/{name}"
        if default_storage.get_modified_time(path) < clock.now() - _KEPT:
            default_storage.delete(path)
