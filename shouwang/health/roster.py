"""Who is to be measured in a round: residents in the house, staff who live in."""

from __future__ import annotations

from collections.abc import Sequence
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
_COUNTED = f"SELECT n, count(*) FROM ({_INSIDE}) inside(n, person) GROUP BY n"  # noqa: S608


def inside(unit_id: int, at: datetime) -> set[UUID]:
    """Return the persons whom a round at that moment has to reach."""
    found = prepared.fetch(_INSIDE, [[unit_id], [at], [unit_id], [at]])
    return {person for _n, person in found}


def counts(asked: Sequence[tuple[int, datetime]]) -> list[int]:
    """Return how many persons each of many rounds has to reach: (unit, moment) each."""
    units = [unit for unit, _ in asked]
    moments = [moment for _, moment in asked]
    found = dict(prepared.fetch(_COUNTED, [units, moments, units, moments]))
    return [found.get(n, 0) for n in range(1, len(asked) + 1)]
