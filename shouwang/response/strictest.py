"""The strictest order along the tree, as SQL: one statement for any number of units.

Along the tree means as the tree lay on that day (``orgs.Placement``; before a unit's first
placement, that one), so that a moved unit's past keeps the orders it had.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from shouwang.kit import clock, prepared

# Each unit with those above it on a day; ``height`` grows towards the root. The parameters are
# hidden in sub-selects: planning costs ten times what the statement does, and only a plan that
# knows as little with values as without them is kept for all calls.
CHAIN = """
chain AS (
    SELECT u.id AS target, u.kind AS kind, u.id AS unit_id, 0 AS height
    FROM orgs_unit u WHERE u.id = ANY((SELECT %(units)s::bigint[])::bigint[])
    UNION ALL
    SELECT c.target, c.kind, l.parent_id, c.height + 1
    FROM chain c JOIN LATERAL (
        SELECT p.parent_id FROM orgs_placement p WHERE p.unit_id = c.unit_id
        ORDER BY (p.from_on <= %(day)s::date) DESC,
                 CASE WHEN p.from_on <= %(day)s::date THEN %(day)s::date - p.from_on
                      ELSE p.from_on - %(day)s::date END
        LIMIT 1
    ) l ON l.parent_id IS NOT NULL
)
"""

# Reopenings in force for a target, with the height of who granted them.
REOPENED = """
reopened AS (
    SELECT a.target, r.measures, r.from_at, b.height
    FROM response_reopening r
    JOIN chain a ON a.unit_id = r.unit_id
    JOIN chain b ON b.target = a.target AND b.unit_id = r.granted_unit_id
    WHERE r.from_at <= (SELECT %(at)s::timestamptz)
      AND (r.until_at IS NULL OR r.until_at > (SELECT %(at)s::timestamptz))
)
"""

# Orders that stand for a target at a moment: begun, not ended, for its kind, and not set aside by
# a reopening that a unit at or above their giver granted after they began.
STANDING = """
standing AS (
    SELECT c.target, o.*, coalesce(g.height, c.height) AS giver_height
    FROM chain c
    JOIN response_order o ON o.unit_id = c.unit_id
     AND o.measure_id = ANY((SELECT %(measures)s::text[])::text[])
     AND o.starts_at <= (SELECT %(at)s::timestamptz)
     AND (o.ends_at IS NULL OR o.ends_at > (SELECT %(at)s::timestamptz))
     AND (o.kinds = '[]'::jsonb OR o.kinds @> to_jsonb(c.kind))
    LEFT JOIN chain g ON g.target = c.target AND g.unit_id = o.giver_id
    WHERE NOT EXISTS (
        SELECT 1 FROM reopened r
        WHERE r.target = c.target AND o.starts_at < r.from_at
          AND r.measures @> to_jsonb(o.measure_id)
          AND r.height >= coalesce(g.height, c.height)
    )
)
"""

# The best of them for each target and measure: the strictest number, 一律 before 原则上, the
# highest giver, the oldest.
BEST = """
best AS (
    SELECT DISTINCT ON (s.target, s.measure_id) s.*
    FROM standing s JOIN response_measure m ON m.code = s.measure_id
    ORDER BY s.target, s.measure_id,
             CASE m.direction WHEN 'lower' THEN -s.value WHEN 'higher' THEN s.value END
                 DESC NULLS LAST,
             (s.strength = 'absolute') DESC, s.giver_height DESC, s.starts_at, s.id
)
"""

_STRICTEST = f"""
WITH RECURSIVE {CHAIN}, {REOPENED}, {STANDING}, {BEST}
SELECT m.code, m.zh, m.direction, m.default, m.decimals, m.param_unit,
       b.target, b.id, b.value, b.strength, b.starts_at, b.ends_at,
       b.paper_number, b.paper_title, u.id, u.name
FROM response_measure m
LEFT JOIN best b ON b.measure_id = m.code
LEFT JOIN orgs_unit u ON u.id = b.giver_id
WHERE m.code = ANY((SELECT %(measures)s::text[])::text[])
ORDER BY m."order"
"""  # noqa: S608


@dataclass(frozen=True)
class Found:
    """A measure with the order that stands for one unit; ``target`` is None where none does for
    any."""

    code: str
    zh: str
    direction: str
    default: Decimal
    decimals: int
    param_unit: str
    target: int | None
    order_id: int
    value: Decimal | None
    strength: str
    starts_at: datetime
    ends_at: datetime | None
    paper_number: str
    paper_title: str
    giver_id: int
    giver_name: str


def strictest(
    measures: Collection[str], unit_ids: Collection[int], *, at: datetime
) -> Iterator[Found]:
    """Yield each measure once for every unit for which an order stands at a moment; once without
    a target where none stands for any of the units."""
    given = {
        "units": list(unit_ids),
        "measures": list(measures),
        "at": at,
        "day": clock.local_day(at),
    }
    for row in prepared.fetch(_STRICTEST, given):
        yield Found(*row)
