"""Who is to be measured in a round: residents in the house, staff who live in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shouwang.kit import prepared

# at the gate are taken those who do not live in; absent residents wait for their return
_INSIDE = """
SELECT asked.n, s.person_id FROM unnest(%s::bigint[], %s::timestamptz[]) WITH ORDINALITY
     AS asked(unit, moment, n)
JOIN people_stay s ON s.unit_id = asked.unit AND s.voided_at IS NULL
     AND s.from_at <= asked.moment AND (s.until_at IS NULL OR s.until_at > asked.moment)
WHERE NOT EXISTS (
    SELECT FROM people_absence a
    WHERE a.stay_id = s.id AND a.voided_at IS NULL AND a.from_at <= asked.moment
      AND (a.until_at IS NULL OR a.until_at > asked.moment)
)
UNION ALL
SELECT asked.n, p.person_id FROM unnest(%s::bigint[], %s::timestamptz[]) WITH ORDINALITY
     AS asked(unit, moment, n)
JOIN people_presence p ON p.unit_id = asked.unit AND p.voided_at IS NULL
     AND p.state = 'living_in' AND p.from_at <= asked.moment
     AND (p.until_at IS NULL OR p.until_at > asked.moment)
"""
_REACHED = """
SELECT s.person_id, true, EXISTS (
    SELECT FROM people_absence a
    WHERE a.stay_id = s.id AND a.voided_at IS NULL AND a.from_at <= %(at)s
      AND (a.until_at IS NULL OR a.until_at > %(at)s)
)
FROM people_stay s
WHERE s.unit_id = %(unit)s AND s.voided_at IS NULL
  AND s.from_at <= %(at)s AND (s.until_at IS NULL OR s.until_at > %(at)s)
UNION ALL
SELECT p.person_id, false, false FROM people_presence p
WHERE p.unit_id = %(unit)s AND p.voided_at IS NULL AND p.state = 'living_in'
  AND p.from_at <= %(at)s AND (p.until_at IS NULL OR p.until_at > %(at)s)
"""
_COUNTED = f"SELECT n, count(*) FROM ({_INSIDE}) inside(n, person) GROUP BY n"  # noqa: S608


@dataclass(frozen=True)
class Reach:
    """Whom a round at a moment has to reach, and what their number is made of: residents on file,
    those of them who are out, staff who live in."""

    at: datetime
    persons: frozenset[UUID]
    residents: int
    out: int
    staff: int


def reach(unit_id: int, at: datetime) -> Reach:
    """Return whom a round of a house at a moment has to reach."""
    found = prepared.fetch(_REACHED, {"unit": unit_id, "at": at})
    return Reach(
        at,
        frozenset(person for person, _, is_out in found if not is_out),
        residents=sum(is_resident for _, is_resident, _ in found),
        out=sum(is_out for _, _, is_out in found),
        staff=sum(not is_resident for _, is_resident, _ in found),
    )


def counts(asked: Sequence[tuple[int, datetime]]) -> list[int]:
    """Return how many persons each of many rounds has to reach: (unit, moment) each."""
    units = [unit for unit, _ in asked]
    moments = [moment for _, moment in asked]
    found = dict(prepared.fetch(_COUNTED, [units, moments, units, moments]))
    return [found.get(n, 0) for n in range(1, len(asked) + 1)]
