"""Leaving things in people's inboxes, and taking them off again.

Leaving is a part of some other deed, which writes the audit line: here is none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from shouwang.accounts import audit
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.desk import words
from shouwang.desk.models import Entry

LONGEST_TEXT = 300
# an order for a whole country is left with two hundred thousand people
BATCH = 10_000


@dataclass(frozen=True)
class Awaited:
    """The report that an entry waits for: it is done while that report's fact stands."""

    unit_id: int
    series_id: int
    day: date


@dataclass(frozen=True)
class NewEntry:
    """What is left for one person; ``url`` is a path of this site, ``phone_url`` the same page
    for a phone where that is another."""

    to_id: int
    key: str
    text: str
    url: str
    kind: str
    awaits: Awaited | None = None
    phone_url: str = ""


_LEAVE = """
INSERT INTO desk_entry (to_id, key, text, url, phone_url, kind, unit_id, series_id, day, at)
SELECT to_id, key, text, url, phone_url, kind, unit_id, series_id, day, %s FROM unnest(
    %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[],
    %s::bigint[], %s::date[]
) AS t(to_id, key, text, url, phone_url, kind, unit_id, series_id, day)
ON CONFLICT (to_id, key) DO NOTHING
RETURNING to_id, key
"""


@transaction.atomic
def leave(
    *,
    to: User,
    key: str,
    text: str,
    url: str,
    at: datetime,
    kind: str,
    awaits: Awaited | None = None,
) -> bool:
    """Leave one entry; returns False when the person has one of that ``key`` already."""
    return bool(leave_many([NewEntry(to.pk, key, text, url, kind, awaits)], at=at))


@transaction.atomic
def leave_many(entries: Sequence[NewEntry], *, at: datetime) -> set[tuple[int, str]]:
    """Leave many entries, ``BATCH`` in a statement; returns (person, key) of those that are new.

    Two who leave the same at once do not both succeed: the pair is unique. Raises ``ValueError``
    for an address that leads out of this site.
    """
    if not all(_is_ours(e.url) and (not e.phone_url or _is_ours(e.phone_url)) for e in entries):
        raise ValueError("an inbox entry leads to a page of this site")
    # in one order, so that two chases at once wait for each other instead of locking both ways
    sorted_entries = sorted(entries, key=lambda e: (e.to_id, e.key))
    new: set[tuple[int, str]] = set()
    for first in range(0, len(sorted_entries), BATCH):
        new |= _left(sorted_entries[first : first + BATCH], at)
    return new


def _left(entries: Sequence[NewEntry], at: datetime) -> set[tuple[int, str]]:
    rows = [
        (
            e.to_id,
            e.key,
            e.text[:LONGEST_TEXT],
            e.url,
            e.phone_url,
            e.kind,
            e.awaits.unit_id if e.awaits else None,
            e.awaits.series_id if e.awaits else None,
            e.awaits.day if e.awaits else None,
        )
        for e in entries
    ]
    with connection.cursor() as cursor:
        cursor.execute(_LEAVE, [at, *map(list, zip(*rows, strict=True))])
        return set(cursor.fetchall())


@transaction.atomic
def done(*, key: str, at: datetime) -> int:
    """Close every open entry of a key, whoever has it; returns how many there were."""
    return done_many([key], at=at)


@transaction.atomic
def done_many(keys: Collection[str], *, at: datetime) -> int:
    """Close every open entry of these keys; returns how many there were."""
    return Entry.objects.filter(key__in=list(keys), done_at=None).update(done_at=at)


@transaction.atomic
def close(*, entry_id: int, by: User, at: datetime) -> None:
    """Close one's own entry by hand. Raises ``OutOfScope`` for another's.

    What waits for a report cannot be closed by hand: filing closes it.
    """
    entry = _own(entry_id, by)
    if entry.done_at is None and entry.unit_id is None:
        Entry.objects.filter(pk=entry.pk).update(done_at=at, read_at=entry.read_at or at)
        audit.record(words.ENTRY_CLOSED, by=by, at=at, about=entry)


@transaction.atomic
def read(*, entry_id: int, by: User, at: datetime) -> Entry:
    """Mark one's own entry as read and return it. Raises ``OutOfScope`` for another's."""
    entry = _own(entry_id, by)
    if entry.read_at is None:
        Entry.objects.filter(pk=entry.pk, read_at=None).update(read_at=at)
    return entry


@transaction.atomic
def read_all(*, by: User, at: datetime) -> int:
    """Mark all one's entries as read; what asks for a deed goes on waiting."""
    return Entry.objects.filter(to=by, read_at=None).update(read_at=at)


def _own(entry_id: int, by: User) -> Entry:
    found = Entry.objects.filter(pk=entry_id, to=by).first()
    if found is None:
        raise OutOfScope(f"entry {entry_id}")
    return found


def _is_ours(url: str) -> bool:
    return url.startswith("/") and not url.startswith("//")
