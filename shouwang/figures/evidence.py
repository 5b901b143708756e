"""What stands behind a total: the facts it was summed from, and the units that owe one.

A roll-up remembers under which unit it was summed (``placed_in``), so the rows of a past total
are found along that day's tree, wherever the units lie now.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from shouwang.accounts.access import OutOfScope
from shouwang.figures import rules
from shouwang.figures.models import Figure, Series
from shouwang.figures.rules import Number
from shouwang.figures.streams import series_in
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope


@dataclass(frozen=True)
class Row:
    """One stated value: which unit, which submission, when filed."""

    unit_id: int
    unit: str
    placed_in: str
    value: Number
    source_id: int
    filed_at: datetime


@dataclass(frozen=True)
class Evidence:
    """The rows of one figure: ``total`` is their aggregate, ``count`` how many there are."""

    figure: Figure
    unit: Unit
    day: date
    total: Number | None
    count: int
    rows: list[Row]


@dataclass(frozen=True)
class Missing:
    """A unit that owes a report of the day, and the first day since which nothing came."""

    unit_id: int
    code: str
    name: str
    kind: str
    parent: str
    phone: str
    since: date
    # the unit directly under the one asked about that it counts in: itself, or a county, a township
    child_id: int
    child: str
    # which report it owes: the series and the first day of the period
    series_id: int
    period_on: date


# the units that a unit's totals of a period were summed from; see ``params_of``
TREE = """
WITH RECURSIVE tree AS (
    SELECT %(unit)s::bigint AS unit_id, s AS series_id, d AS day, NULL::bigint AS child_id
    FROM unnest(%(series)s::bigint[], %(days)s::date[]) AS t(s, d)
    UNION
    SELECT r.unit_id, r.series_id, r.day, coalesce(tree.child_id, r.unit_id)
    FROM tree JOIN figures_rollup r
      ON r.placed_in_id = tree.unit_id AND r.series_id = tree.series_id AND r.day = tree.day
)
"""

_FACTS = f"""
{TREE}, rows AS (
    SELECT f.unit_id, f.placed_in_id, (f.values -> %(figure)s #>> '{{}}')::numeric AS value,
           f.source_id, f.filed_at
    FROM tree JOIN figures_fact f
      ON f.placed_in_id = tree.unit_id AND f.series_id = tree.series_id AND f.day = tree.day
    WHERE f.values ? %(figure)s
    UNION ALL
    SELECT f.unit_id, f.placed_in_id, (f.values -> %(figure)s #>> '{{}}')::numeric,
           f.source_id, f.filed_at
    FROM unnest(%(series)s::bigint[], %(days)s::date[]) AS t(s, d)
    JOIN figures_fact f ON f.unit_id = %(unit)s AND f.series_id = t.s AND f.day = t.d
    WHERE f.values ? %(figure)s
)
"""


def evidence(
    scope: Scope,
    unit: Unit,
    figure: Figure,
    day: date,
    *,
    offset: int = 0,
    most: int = 50,
    nonzero: bool = False,
) -> Evidence:
    """Return the stated values behind a unit's total: the largest first, of a minimum the lowest.

    ``total`` and ``count`` are of all rows, whatever part of them is returned; ``nonzero`` leaves
    zeros out of the rows only. Raises ``OutOfScope`` for a unit that may not be seen.
    """
    params = params_of(scope, unit, day) | {"figure": figure.key, "offset": offset, "most": most}
    keep = "WHERE value <> 0" if nonzero else ""
    aggregate, order = ("min", "ASC") if figure.aggregate == "min" else ("sum", "DESC")
    with connection.cursor() as cursor:
        cursor.execute(f"{_FACTS} SELECT {aggregate}(value), count(*) FROM rows", params)
        total, count = cursor.fetchone()
        cursor.execute(
            f"{_FACTS} SELECT rows.unit_id, u.name, p.name, value, source_id, filed_at FROM rows"
            " JOIN orgs_unit u ON u.id = rows.unit_id JOIN orgs_unit p ON p.id = placed_in_id"
            f" {keep} ORDER BY value {order}, u.path, source_id LIMIT %(most)s OFFSET %(offset)s",
            params,
        )
        rows = [Row(*row) for row in cursor.fetchall()]
    return Evidence(figure, unit, day, total, count, rows)


_DUE = f"""
{TREE}, p AS (
    SELECT s.id AS series_id, t.d AS day, t.e AS last_day, s.kinds, s.starts_on, s.period,
           o.path AS owner_path
    FROM unnest(%(series)s::bigint[], %(days)s::date[], %(ends)s::date[]) AS t(s, d, e)
    JOIN figures_series s ON s.id = t.s AND s.completes
    JOIN orgs_unit o ON o.id = s.owner_id
    WHERE s.starts_on <= t.e AND (s.ends_on IS NULL OR s.ends_on > t.d)
), due AS (
    SELECT u.id, u.code, u.name, u.kind, h.name AS parent, u.phone, u.opened_on, u.path,
           p.series_id, p.day, p.starts_on, p.period, coalesce(tree.child_id, u.id) AS child_id
    FROM p
    JOIN tree ON tree.series_id = p.series_id
    JOIN orgs_placement l ON l.parent_id = tree.unit_id
    JOIN orgs_unit u ON u.id = l.unit_id
    JOIN orgs_unit h ON h.id = l.parent_id
    WHERE u.kind IN (SELECT jsonb_array_elements_text(p.kinds))
      AND u.path >= p.owner_path AND u.path < p.owner_path || '~'
      AND u.opened_on <= p.last_day AND (u.closed_on IS NULL OR u.closed_on > p.day)
      AND l.from_on <= p.last_day AND (l.until_on IS NULL OR l.until_on > p.last_day)
      AND NOT EXISTS (SELECT 1 FROM figures_fact f WHERE f.unit_id = u.id
                      AND f.series_id = p.series_id AND f.day = p.day)
)
"""

_MISSING = f"""
{_DUE}
SELECT due.id, due.code, due.name, due.kind, due.parent, due.phone,
       coalesce(
           (SELECT max(f.day) + CASE due.period WHEN 'weekly' THEN 7 ELSE 1 END
            FROM figures_fact f WHERE f.unit_id = due.id AND f.series_id = due.series_id
              AND f.day < due.day),
           greatest(due.opened_on, due.starts_on)) AS since,
       due.child_id, c.name, due.series_id, due.day
FROM due JOIN orgs_unit c ON c.id = due.child_id
ORDER BY c."order", c.path, due.path, due.series_id
LIMIT %(most)s OFFSET %(offset)s
"""


def missing(
    scope: Scope,
    unit: Unit,
    day: date,
    *,
    series: str | None = None,
    streams: list[Series] | None = None,
    offset: int = 0,
    most: int | None = None,
) -> list[Missing]:
    """Return the units below that owe a report of the day's period, child by child in tree order.

    A unit that owes two series is there twice, as it counts twice in 应报. ``offset`` and ``most``
    take a part of them: before anyone files a nation's are 40,000. ``streams`` are the series that
    the scope may see at the unit, where the caller has them already.
    """
    streams = series_in(scope, code=series, unit=unit) if streams is None else streams
    params = params_of(scope, unit, day, streams) | {"offset": offset, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(_MISSING, params)
        return [Missing(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class LastKnown:
    """What the missing units stated last, within ``LAST_KNOWN_WITHIN`` days: their aggregate, how
    many units are missing in the series that state the figure, how many of them ever stated it."""

    units: int
    stated: int
    value: Number | None


LAST_KNOWN_WITHIN = 30

_LAST_KNOWN = f"""
{_DUE}, known AS (
    SELECT (SELECT (f.values -> %(figure)s #>> '{{}}')::numeric FROM figures_fact f
            WHERE f.unit_id = due.id AND f.series_id = due.series_id AND f.day < due.day
              AND f.day >= due.day - %(within)s AND f.values ? %(figure)s
            ORDER BY f.day DESC LIMIT 1) AS value
    FROM due
)
SELECT count(*), count(value), CASE WHEN %(minimum)s THEN min(value) ELSE sum(value) END FROM known
"""


def last_known(
    scope: Scope,
    unit: Unit,
    figure: Figure,
    day: date,
    *,
    series_ids: Collection[int] | None = None,
) -> LastKnown:
    """Return what a total leaves out: the missing units, and the sum of what they stated last.

    ``series_ids`` are the series whose forms ask for the figure; None takes all in scope.
    """
    streams = [s for s in series_in(scope, unit=unit) if series_ids is None or s.pk in series_ids]
    params = params_of(scope, unit, day, streams) | {
        "figure": figure.key,
        "within": LAST_KNOWN_WITHIN,
        "minimum": figure.aggregate == "min",
    }
    with connection.cursor() as cursor:
        cursor.execute(_LAST_KNOWN, params)
        return LastKnown(*cursor.fetchone())


def params_of(
    scope: Scope, unit: Unit, day: date, streams: list[Series] | None = None
) -> dict[str, Any]:
    """Return the parameters of ``TREE``; raises ``OutOfScope`` for a unit that may not be seen."""
    if not scope.covers(unit):
        raise OutOfScope(f"unit {unit.pk}")
    streams = series_in(scope, unit=unit) if streams is None else streams
    starts = [rules.period_start(s.period, day) for s in streams]
    return {
        "unit": unit.pk,
        "series": [s.pk for s in streams],
        "days": starts,
        "ends": [rules.period_end(s.period, d) for s, d in zip(streams, starts, strict=True)],
    }


_BY_DAY = """
SELECT d.day, CASE WHEN %(minimum)s THEN min(v) ELSE sum(v) END, sum(filed), sum(expected)
FROM (
    SELECT r.day, (r.values -> %(figure)s #>> '{}')::numeric AS v, r.filed, r.expected
    FROM figures_rollup r
    WHERE r.unit_id = %(unit)s AND r.series_id = ANY(%(series)s) AND r.values ? %(figure)s
      AND r.day BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT f.day, (f.values -> %(figure)s #>> '{}')::numeric, 1, 1
    FROM figures_fact f
    WHERE f.unit_id = %(unit)s AND f.series_id = ANY(%(series)s) AND f.values ? %(figure)s
      AND f.day BETWEEN %(first)s AND %(last)s
) AS d GROUP BY d.day ORDER BY d.day
"""


@dataclass(frozen=True)
class Point:
    """One period of a figure's course."""

    day: date
    value: Number | None
    filed: int
    expected: int


def by_day(scope: Scope, unit: Unit, figure: Figure, first: date, last: date) -> list[Point]:
    """Return a figure's values period by period; periods without any are left out, never 0."""
    params = params_of(scope, unit, last) | {
        "figure": figure.key,
        "first": first,
        "last": last,
        "minimum": figure.aggregate == "min",
    }
    with connection.cursor() as cursor:
        cursor.execute(_BY_DAY, params)
        return [Point(*row) for row in cursor.fetchall()]
