"""Sums that roll-ups do not hold ready: by kind of institution, and over the days so far."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection

from shouwang.figures import rules
from shouwang.figures.models import Figure
from shouwang.figures.models.figure import Aggregate
from shouwang.figures.rules import Number
from shouwang.figures.tally import Tally
from shouwang.figures.totals import UnitDay

_BY_KIND = """
WITH RECURSIVE tree AS (
    SELECT %(unit)s::bigint AS unit_id, s AS series_id, d AS day
    FROM unnest(%(series)s::bigint[], %(days)s::date[]) AS t(s, d)
    UNION
    SELECT r.unit_id, r.series_id, r.day
    FROM tree JOIN figures_rollup r
      ON r.placed_in_id = tree.unit_id AND r.series_id = tree.series_id AND r.day = tree.day
), rows AS MATERIALIZED (
    SELECT u.kind, f.values, f.is_zero, f.is_late, s.completes
    FROM tree JOIN figures_fact f
      ON f.placed_in_id = tree.unit_id AND f.series_id = tree.series_id AND f.day = tree.day
    JOIN orgs_unit u ON u.id = f.unit_id
    JOIN figures_series s ON s.id = f.series_id
)
SELECT kind, key, sum(value), min(value) FROM (
    SELECT kind, e.key, (e.value #>> '{}')::numeric AS value
    FROM rows, jsonb_each(rows.values) AS e WHERE e.key = ANY(%(figures)s)
    UNION ALL
    SELECT kind, w.word, 1 FROM rows
    CROSS JOIN LATERAL (
        VALUES ('filed', true), ('zero', is_zero), ('late', is_late)
    ) AS w(word, holds) WHERE completes AND w.holds
) AS stated GROUP BY kind, key
"""


def by_kind(found: UnitDay, figures: Collection[Figure]) -> dict[str, Tally]:
    """Return the tallies of a unit's day by kind of institution; ``due`` counts who filed only.

    The scope was asked when ``found`` was read.
    """
    lowest = {f.key for f in figures if f.aggregate == Aggregate.MIN}
    tallies: dict[str, Tally] = {}
    with connection.cursor() as cursor:
        cursor.execute(_BY_KIND, _params(found, figures))
        for kind, key, total, least in cursor.fetchall():
            tally = tallies.setdefault(kind, Tally())
            if key in ("filed", "zero", "late"):
                setattr(tally, key, int(total))
            else:
                tally.values[int(key)] = least if key in lowest else total
    for tally in tallies.values():
        tally.due = tally.filed
    return tallies


_SINCE_START = """
SELECT e.key::bigint, sum((e.value #>> '{}')::numeric)
FROM (
    SELECT r.series_id, r.day, r.values FROM figures_rollup r
    WHERE r.unit_id = %(unit)s AND r.series_id = ANY(%(series)s) AND r.day <= %(last)s
    UNION ALL
    SELECT f.series_id, f.day, f.values FROM figures_fact f
    WHERE f.unit_id = %(unit)s AND f.series_id = ANY(%(series)s) AND f.day <= %(last)s
) AS held, jsonb_each(held.values) AS e
WHERE e.key = ANY(%(figures)s)
GROUP BY e.key
"""


def since_start(found: UnitDay, figures: Collection[Figure]) -> dict[int, Number]:
    """Return the sums of flow figures over all periods up to the day's, by figure id.

    A figure that was never stated is not there. The scope was asked when ``found`` was read.
    """
    if not figures:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SINCE_START, _params(found, figures) | {"last": found.day})
        return dict(cursor.fetchall())


def _params(found: UnitDay, figures: Collection[Figure]) -> dict[str, Any]:
    return {
        "unit": found.unit.pk,
        "series": [s.pk for s in found.series],
        "days": [rules.period_start(s.period, found.day) for s in found.series],
        "figures": [f.key for f in figures],
    }
