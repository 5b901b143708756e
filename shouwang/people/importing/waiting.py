"""Files of people that were uploaded and checked, and wait for the word: encrypted on the disk."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import BinaryIO
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from shouwang.kit import clock, encrypted
from shouwang.kit.ids import uuid7

BOUND_TO = "people file"
_FOLDER = "waiting/people"
_KEPT = timedelta(hours=2)


def keep(file: BinaryIO) -> UUID:
    """Keep an uploaded file, encrypted, and return its key; old ones are let go."""
    _sweep()
    key = uuid7()
    sealed = encrypted.seal_bytes(file.read(), bound_to=BOUND_TO)
    default_storage.save(f"{_FOLDER}/{key}", ContentFile(sealed))
    return key


def sealed(key: UUID) -> bytes:
    """Return a kept file as it lies there; raises ``FileNotFoundError`` when it was let go."""
    with default_storage.open(f"{_FOLDER}/{key}", "rb") as kept:
        return bytes(kept.read())


def opened(key: UUID) -> BinaryIO:
    """Return a kept file in the clear; raises ``FileNotFoundError`` when it was let go."""
    return BytesIO(encrypted.unseal_bytes(sealed(key), bound_to=BOUND_TO))


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
        if default_storage.get_modified_time(path) < clock.machine_now() - _KEPT:
            default_storage.delete(path)
