"""Whom a held entry may concern: the keys it names, found without opening every entry: pure."""

from __future__ import annotations

import re
from uuid import UUID

# a key as JSON carries it; a photo's base64 has no hyphen and so holds none
_KEY = re.compile(
    r"(?<![0-9a-f-])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-f-])", re.IGNORECASE
)


def named(content: str) -> list[UUID]:
    """Return every key that the JSON of an entry names, each once: persons are among them, beside
    the entry's own records. A key says nothing by itself."""
    return sorted({UUID(key) for key in _KEY.findall(content)})
