"""Identifiers made by clients and servers alike: UUIDv7, ordered by time."""

from __future__ import annotations

import uuid
from datetime import datetime

import uuid_utils

from shouwang.kit import clock


def uuid7(at: datetime | None = None) -> uuid.UUID:
    """Return a new UUIDv7 of a moment, the present one if none is given.

    The oldest supported PostgreSQL (15) cannot make one itself. The moment is that of our clock,
    so that what a page carries tells how long it was open also in a demonstration.
    """
    milliseconds = int((at or clock.now()).timestamp() * 1000)
    return uuid.UUID(bytes=milliseconds.to_bytes(6, "big") + uuid_utils.uuid7().bytes[6:])
