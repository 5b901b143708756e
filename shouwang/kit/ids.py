"""Identifiers made by clients and servers alike: UUIDv7, ordered by time."""

from __future__ import annotations

import uuid

import uuid_utils


def uuid7() -> uuid.UUID:
    """Return a new UUIDv7; the oldest supported PostgreSQL (15) cannot make one itself."""
    return uuid.UUID(bytes=uuid_utils.uuid7().bytes)
