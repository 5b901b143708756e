"""Writing readings: many rows in one statement, thousands by COPY; the one path of all actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from shouwang.accounts.models import User
from shouwang.health.actions import partitions
from shouwang.health.readings import Reading
from shouwang.kit import clock, prepared

# from here on COPY is quicker than arrays
COPY_FROM = 2_000

_COLUMNS = (
    ("id", "uuid"), ("unit_id", "bigint"), ("person_id", "uuid"), ("happened_at", "timestamptz"),
    ("device_at", "timestamptz"), ("device_on", "date"), ("tenths", "smallint"),
    ("fever_from", "smallint"), ("symptoms", "smallint"), ("number", "smallint"),
    ("context", "varchar"), ("absent", "varchar"), ("site", "varchar"), ("replaces_id", "uuid"),
)  # fmt: skip
_NAMES = ", ".join(name for name, _ in _COLUMNS)
# the first arrival stands: a second one of the same entry finds it and writes nothing
_INSERT = f"""
INSERT INTO health_temperature ({_NAMES}, recorded_at, recorded_by_id)
SELECT {_NAMES}, %s, %s FROM {{source}}
ON CONFLICT (id, device_on) DO NOTHING
"""  # noqa: S608
_ARRAYS = f"unnest({', '.join(f'%s::{kind}[]' for _, kind in _COLUMNS)}) AS given({_NAMES})"
_FROM_ARRAYS = _INSERT.format(source=_ARRAYS) + " RETURNING id"
_STAGE = f"""
CREATE TEMPORARY TABLE health_given ({", ".join(f"{n} {k}" for n, k in _COLUMNS)}) ON COMMIT DROP
"""
_VOID = """
UPDATE health_temperature SET voided_at = %s, voided_by_id = %s, void_reason = %s
WHERE id = ANY(%s) AND unit_id = %s AND voided_at IS NULL AND device_on BETWEEN %s AND %s
RETURNING happened_at
"""
# what is corrected was measured at most so long before its correction
CORRECTABLE = timedelta(days=31)


@dataclass(frozen=True)
class Row:
    """A reading with where it belongs: its house, the mark in force in tenths, its round."""

    unit_id: int
    reading: Reading
    fever_from: int
    number: int | None = None

    @property
    def is_fever(self) -> bool:
        """Return whether it reaches the mark."""
        return self.reading.tenths is not None and self.reading.tenths >= self.fever_from

    def values(self) -> tuple[Any, ...]:
        """Return the values of ``_COLUMNS``."""
        r = self.reading
        return (
            r.id, self.unit_id, r.person_id, r.happened_at, r.device_at, r.device_on, r.tenths,
            self.fever_from, r.symptoms, self.number, str(r.context), r.absent, r.site, r.replaces,
        )  # fmt: skip


def write(rows: Sequence[Row], *, by: User | None, at: datetime) -> list[Row]:
    """Write readings and return those that are new; what they correct is voided.

    To be called inside a transaction. Makes the months that are missing.
    """
    if not rows:
        return []
    partitions.ensure({row.reading.device_on for row in rows})
    by_id = by.pk if by else None
    if len(rows) < COPY_FROM:
        columns = [list(column) for column in zip(*(r.values() for r in rows), strict=True)]
        found = prepared.fetch(_FROM_ARRAYS, [at, by_id, *columns])
        made = {pk for (pk,) in found}
        return [row for row in rows if row.reading.id in made]
    return _copied(rows, by_id, at)


def _copied(rows: Sequence[Row], by_id: int | None, at: datetime) -> list[Row]:
    """Write by COPY into a table aside and from there, so that what is there already stands."""
    kinds = [kind for _, kind in _COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS health_given")
        cursor.execute(_STAGE)
        with cursor.copy(f"COPY health_given ({_NAMES}) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(kinds)
            for row in rows:
                copy.write_row(row.values())
        cursor.execute(_INSERT.format(source="health_given"), [at, by_id])
        if cursor.rowcount == len(rows):
            new = list(rows)
        else:
            cursor.execute(
                "SELECT t.id FROM health_temperature t JOIN health_given g "
                "USING (unit_id, device_on, id) WHERE t.recorded_at = %s",
                [at],
            )
            made = {pk for (pk,) in cursor.fetchall()}
            new = [row for row in rows if row.reading.id in made]
        cursor.execute("DROP TABLE health_given")
    return new


def void(
    keys: Sequence[UUID],
    *,
    unit_id: int,
    near: datetime,
    reason: str,
    by: User | None,
    at: datetime,
) -> list[datetime]:
    """Void readings of a unit taken within ``CORRECTABLE`` before ``near``; return the moments of
    those that stood."""
    if not keys:
        return []
    first, last = clock.local_day(near - CORRECTABLE), clock.local_day(near + timedelta(days=4))
    params = [at, by.pk if by else None, reason[:200], list(keys), unit_id, first, last]
    return [moment for (moment,) in prepared.fetch(_VOID, params)]


def replace(
    given: Sequence[Reading], *, unit_id: int, by: User | None, at: datetime
) -> list[datetime]:
    """Void what readings say they correct; return the moments of what was voided."""
    moments: list[datetime] = []
    for one in given:
        if one.replaces is not None:
            moments += void(
                [one.replaces],
                unit_id=unit_id,
                near=one.happened_at,
                reason=_("更正"),
                by=by,
                at=at,
            )
    return moments
