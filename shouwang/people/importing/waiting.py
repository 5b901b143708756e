"""Files of people that were uploaded and checked, and wait for the word: encrypted on the disk."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import BinaryIO
from uuid import UUID

from django.core.files.base import ContentFile

from shouwang.kit import encrypted
from shouwang.kit.waiting import Waiting

BOUND_TO = "people file"
_FILES = Waiting("waiting/people", timedelta(hours=2))
drop = _FILES.drop


def keep(file: BinaryIO) -> UUID:
    """Keep an uploaded file, encrypted, and return its key; old ones are let go."""
    return _FILES.keep(ContentFile(encrypted.seal_bytes(file.read(), bound_to=BOUND_TO)))


def sealed(key: UUID) -> bytes:
    """Return a kept file as it lies there; raises ``FileNotFoundError`` when it was let go."""
    with _FILES.opened(key) as kept:
        return kept.read()


def opened(key: UUID) -> BinaryIO:
    """Return a kept file in the clear; raises ``FileNotFoundError`` when it was let go."""
    return BytesIO(encrypted.unseal_bytes(sealed(key), bound_to=BOUND_TO))
