"""Months of temperatures: made ahead by the clock, and on demand for an entry that comes late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction

from shouwang.kit import prepared

TABLE = "health_temperature"
_LOCK = 7201910
_MISSING = "SELECT t FROM unnest(%s::text[]) t WHERE to_regclass(t) IS NULL"
# asked again behind the lock: to_regclass would answer from what this session knew before it waited
_STILL_MISSING = """
SELECT t FROM unnest(%s::text[]) t WHERE NOT EXISTS (
    SELECT FROM pg_class WHERE relname = t AND relnamespace = current_schema()::regnamespace)
"""


def name(day: date) -> str:
    """Return the name of the partition that a day lies in."""
    return f"{TABLE}_{day:%Y_%m}"


def month(day: date) -> date:
    """Return the first day of a month."""
    return day.replace(day=1)


def following(first: date) -> date:
    """Return the first day of the month after."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def ensure(days: Iterable[date]) -> int:
    """Make the partitions that ``days`` need and that are not there; return how many were made.

    Costs one look at the catalogue when all are there. A new one is made aside and attached, which
    does not hold up who writes to other months (PostgreSQL, CREATE TABLE … PARTITION OF would).
    """
    wanted = {name(day): month(day) for day in days}
    missing = [found for (found,) in prepared.fetch(_MISSING, [sorted(wanted)])]
    return _make(missing, wanted) if missing else 0


@transaction.atomic
def _make(missing: list[str], wanted: dict[str, date]) -> int:
    with connection.cursor() as cursor:
        # two that need the same month: the second finds it made
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_STILL_MISSING, [missing])
        still = [found for (found,) in cursor.fetchall()]
        for table in still:
            first = wanted[table]
            cursor.execute(f"CREATE TABLE {table} (LIKE {TABLE} INCLUDING ALL)")
            cursor.execute(
                f"ALTER TABLE {TABLE} ATTACH PARTITION {table} "
                f"FOR VALUES FROM ('{first}') TO ('{following(first)}')"
            )
    return len(still)


def existing() -> list[tuple[str, date]]:
    """Return the partitions there are: their names and first days, the oldest first."""
    rows = prepared.fetch(
        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass", [TABLE]
    )
    found = [(table, date(int(table[-7:-3]), int(table[-2:]), 1)) for (table,) in rows]
    return sorted(found, key=lambda each: each[1])


@transaction.atomic
def drop(tables: Iterable[str]) -> None:
    """Drop whole months; what they held is gone for good."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {TABLE} DETACH PARTITION {table}")
            cursor.execute(f"DROP TABLE {table}")
