"""Reading what a phone sent: a packet of entries with its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime

from shouwang.edge import rules
from shouwang.kit import clock, exact
from shouwang.kit.offline import Envelope

MOST_ENTRIES = 20
LONGEST_TEXT = 300
# a phone keeps no file beyond 5 MB
MOST_BYTES = 6_000_000


class Unreadable(ValueError):
    """The packet is not what our page sends."""


@dataclass(frozen=True)
class Sent:
    """An entry with the line by which its author recognises it."""

    envelope: Envelope
    text: str


def packet(data: Mapping[str, Any], files: Mapping[str, Any], *, now: datetime) -> list[Sent]:
    """Return the entries of a packet in their order; raises ``Unreadable``.

    ``entries`` is JSON, ``device_now`` what the phone's clock says while it sends; a file's name
    is its entry's id, a slash and its own name.
    """
    off = rules.skew(device_now=_moment(data.get("device_now")), now=now)
    try:
        rows = exact.loads(str(data.get("entries", "")))
    except ValueError as error:
        raise Unreadable("entries") from error
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_ENTRIES:
        raise Unreadable("entries")
    if any(file.size > MOST_BYTES for file in files.values()):
        raise Unreadable("files")
    return [_sent(row, files, off=off, now=now) for row in rows]


def _sent(row: Any, files: Mapping[str, Any], *, off: Any, now: datetime) -> Sent:
    try:
        key, body = UUID(str(row["id"])), row.get("body") or {}
        device_at = _moment(row["device_at"])
        if device_at is None or not isinstance(body, dict):
            raise Unreadable("entry")
        envelope = Envelope(
            id=key,
            kind=str(row["kind"]),
            unit_id=int(row["unit"]),
            body=body,
            device_at=device_at,
            happened_at=rules.happened_at(device_at, off=off, now=now),
            files={
                name.partition("/")[2]: file
                for name, file in files.items()
                if name.startswith(f"{key}/")
            },
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable("entry") from error
    return Sent(envelope, str(row.get("text", ""))[:LONGEST_TEXT])


def _moment(text: object) -> datetime | None:
    try:
        found = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        return None
    # beyond the calendar's ends no local time can be told
    is_moment = found is not None and found.tzinfo is not None and clock.is_known(found.date())
    return found if is_moment else None
