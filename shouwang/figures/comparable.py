"""Comparing a period with the one before, like with like.

While some units have not filed, the difference of two totals says more about who filed than about
what happened: a home of fifty that is late reads as fifty fewer. Here only those units count that
stated a figure in both periods, under the unit asked about in both.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from shouwang.figures import rules
from shouwang.figures.models import Figure
from shouwang.figures.rules import Number
from shouwang.figures.totals import UnitDay

_ROWS = """
{name}_tree AS (
    SELECT %(unit)s::bigint AS unit_id, s AS series_id, d AS day
    FROM unnest(%(series)s::bigint[], %({days})s::date[]) AS t(s, d)
    UNION
    SELECT r.unit_id, r.series_id, r.day FROM {name}_tree t JOIN figures_rollup r
      ON r.placed_in_id = t.unit_id AND r.series_id = t.series_id AND r.day = t.day
), {name}_rows AS MATERIALIZED (
    SELECT f.unit_id, f.series_id, f.values FROM {name}_tree t JOIN figures_fact f
      ON f.placed_in_id = t.unit_id AND f.series_id = t.series_id AND f.day = t.day
    UNION ALL
    SELECT f.unit_id, f.series_id, f.values
    FROM unnest(%(series)s::bigint[], %({days})s::date[]) AS t(s, d) JOIN figures_fact f
      ON f.unit_id = %(unit)s AND f.series_id = t.s AND f.day = t.d
)
"""

_BOTH = f"""
WITH RECURSIVE {_ROWS.format(name="now", days="days")}, {_ROWS.format(name="then", days="before")},
stated AS (
    SELECT n.unit_id, n.series_id, e.key, (e.value #>> '{{}}')::numeric AS value
    FROM now_rows n, jsonb_each(n.values) AS e WHERE e.key = ANY(%(figures)s)
), stated_then AS (
    SELECT n.unit_id, n.series_id, e.key, (e.value #>> '{{}}')::numeric AS value
    FROM then_rows n, jsonb_each(n.values) AS e WHERE e.key = ANY(%(figures)s)
)
SELECT key::bigint, sum(s.value - t.value), count(*)
FROM stated s JOIN stated_then t USING (unit_id, series_id, key)
GROUP BY key
"""


def steps(found: UnitDay, figures: Collection[Figure]) -> dict[int, tuple[Number, int]]:
    """Return for each figure its change since the period before, and over how many units.

    A figure that no unit stated in both periods is not there. The scope was asked when ``found``
    was read.
    """
    starts = [rules.period_start(s.period, found.day) for s in found.series]
    pairs = zip(found.series, starts, strict=True)
    params = {
        "unit": found.unit.pk,
        "series": [s.pk for s in found.series],
        "days": starts,
        "before": [rules.previous_start(s.period, start) for s, start in pairs],
        "figures": [f.key for f in figures],
    }
    with connection.cursor() as cursor:
        cursor.execute(_BOTH, params)
        return {figure: (step, count) for figure, step, count in cursor.fetchall()}
