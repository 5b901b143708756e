"""The statements of the roll-up, each over many units and periods at once.

The day of a period at which a placement or an opening counts is the period's last one, its
closing the first: a unit first seen within a week is expected in it, one closed before it is not.
"""

from __future__ import annotations

MARK = """
INSERT INTO figures_dirtymark (unit_id, series_id, day, marked_at)
SELECT u, s, d, %s FROM unnest(%s::bigint[], %s::bigint[], %s::date[]) AS t(u, s, d)
"""

# A unit with totals of its own carries where they count: when it moves they are placed anew.
MARK_HISTORY = """
INSERT INTO figures_dirtymark (unit_id, series_id, day, marked_at)
SELECT u, r.series_id, r.day, %(at)s::timestamptz
FROM (
    SELECT DISTINCT series_id, day FROM figures_rollup WHERE day >= %(since)s::date - 6
) AS r CROSS JOIN (SELECT DISTINCT unnest(%(units)s::bigint[]) AS u) AS d
UNION
SELECT unit_id, series_id, day, %(at)s::timestamptz FROM figures_rollup
WHERE placed_in_id = ANY(%(units)s::bigint[]) AND day >= %(since)s::date - 6
"""

TAKE = """
DELETE FROM figures_dirtymark
WHERE id IN (SELECT id FROM figures_dirtymark ORDER BY id LIMIT %s::bigint)
RETURNING unit_id, series_id, day
"""

OPENED_PERIODS = """
SELECT DISTINCT series_id, day FROM (
    SELECT series_id, day FROM figures_rollup
    UNION SELECT series_id, day FROM figures_fact
) AS p
WHERE %(since)s::date IS NULL OR day >= %(since)s::date
ORDER BY day
"""

UNOPENED = """
SELECT s, d FROM unnest(%s::bigint[], %s::date[]) AS t(s, d)
JOIN figures_series serie ON serie.id = s
WHERE NOT EXISTS (SELECT 1 FROM figures_rollup r
                  WHERE r.unit_id = serie.owner_id AND r.series_id = s AND r.day = d)
"""

# days of a period, and who owes the series: shared by the statements below
_PERIODS = """
p AS (
    SELECT t.series_id, t.day, s.kinds,
           CASE s.period WHEN 'weekly' THEN t.day + 6 ELSE t.day END AS last_day,
           o.path AS owner_path
    FROM (SELECT DISTINCT series_id, day FROM t) AS t
    JOIN figures_series s ON s.id = t.series_id
    JOIN orgs_unit o ON o.id = s.owner_id
    WHERE s.starts_on <= t.day + 6 AND (s.ends_on IS NULL OR s.ends_on > t.day)
)
"""

_DUE = """
u.kind IN (SELECT jsonb_array_elements_text(p.kinds))
AND u.opened_on <= p.last_day AND (u.closed_on IS NULL OR u.closed_on > p.day)
AND l.from_on <= p.last_day AND (l.until_on IS NULL OR l.until_on > p.last_day)
"""

PARENTS = f"""
WITH t AS (SELECT * FROM unnest(%s::bigint[], %s::date[]) AS t(series_id, day)),
{_PERIODS}
SELECT DISTINCT l.parent_id, p.series_id, p.day
FROM p
JOIN orgs_unit u ON u.path >= p.owner_path AND u.path < p.owner_path || '~'
JOIN orgs_placement l ON l.unit_id = u.id
WHERE l.parent_id IS NOT NULL AND {_DUE}
UNION
SELECT DISTINCT f.placed_in_id, f.series_id, f.day
FROM t JOIN figures_fact f ON f.series_id = t.series_id AND f.day = t.day
"""

WITH_ANCESTORS = """
WITH RECURSIVE t AS (
    SELECT DISTINCT *
    FROM unnest(%s::bigint[], %s::bigint[], %s::date[]) AS t(unit_id, series_id, day)
), dated AS (
    SELECT t.*, CASE s.period WHEN 'weekly' THEN t.day + 6 ELSE t.day END AS last_day
    FROM t JOIN figures_series s ON s.id = t.series_id
), up AS (
    SELECT unit_id, series_id, day, last_day FROM dated
    UNION
    SELECT l.parent_id, up.series_id, up.day, up.last_day
    FROM up JOIN LATERAL (
        SELECT parent_id FROM orgs_placement
        WHERE unit_id = up.unit_id
        ORDER BY (from_on <= up.last_day) DESC,
                 CASE WHEN from_on <= up.last_day THEN up.last_day - from_on
                      ELSE from_on - up.last_day END
        LIMIT 1
    ) AS l ON l.parent_id IS NOT NULL
)
SELECT up.unit_id, up.series_id, up.day, u.depth
FROM up JOIN orgs_unit u ON u.id = up.unit_id
"""

RECOMPUTE = f"""
WITH t AS (
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::date[]) AS t(unit_id, series_id, day)
), {_PERIODS}, placed AS (
    SELECT t.unit_id, t.series_id, t.day, f.values, f.is_zero, f.is_late
    FROM t JOIN figures_fact f
      ON f.placed_in_id = t.unit_id AND f.series_id = t.series_id AND f.day = t.day
), below AS (
    SELECT t.unit_id, t.series_id, t.day, r.values, r.stated, r.expected, r.filed, r.zero, r.late
    FROM t JOIN figures_rollup r
      ON r.placed_in_id = t.unit_id AND r.series_id = t.series_id AND r.day = t.day
), pieces AS (
    SELECT unit_id, series_id, day, e.key, (e.value #>> '{{}}')::numeric AS v, 1 AS n
    FROM placed, jsonb_each(placed.values) AS e
    UNION ALL
    SELECT unit_id, series_id, day, e.key, (e.value #>> '{{}}')::numeric,
           (below.stated ->> e.key)::int
    FROM below, jsonb_each(below.values) AS e
), summed AS (
    SELECT unit_id, series_id, day, key,
           CASE WHEN g.aggregate = 'min' THEN min(v) ELSE sum(v) END AS v, sum(n) AS n
    FROM pieces JOIN figures_figure g ON g.id = key::bigint
    GROUP BY unit_id, series_id, day, key, g.aggregate
), totals AS (
    SELECT unit_id, series_id, day, jsonb_object_agg(key, v) AS values,
           jsonb_object_agg(key, n) AS stated
    FROM summed GROUP BY unit_id, series_id, day
), counts AS (
    SELECT unit_id, series_id, day, sum(expected) AS expected, sum(filed) AS filed,
           sum(zero) AS zero, sum(late) AS late
    FROM (
        SELECT unit_id, series_id, day, 1 AS expected, 1 AS filed,
               is_zero::int AS zero, is_late::int AS late FROM placed
        UNION ALL
        SELECT unit_id, series_id, day, expected, filed, zero, late FROM below
        UNION ALL
        SELECT t.unit_id, t.series_id, t.day, 1, 0, 0, 0
        FROM t
        JOIN p ON p.series_id = t.series_id AND p.day = t.day
        JOIN orgs_placement l ON l.parent_id = t.unit_id
        JOIN orgs_unit u ON u.id = l.unit_id
        WHERE {_DUE}
          AND u.path >= p.owner_path AND u.path < p.owner_path || '~'
          AND NOT EXISTS (SELECT 1 FROM figures_fact f WHERE f.unit_id = u.id
                          AND f.series_id = t.series_id AND f.day = t.day)
    ) AS c GROUP BY unit_id, series_id, day
)
INSERT INTO figures_rollup (unit_id, series_id, day, placed_in_id, values, stated,
                            expected, filed, zero, late, computed_at)
SELECT t.unit_id, t.series_id, t.day,
       (SELECT l.parent_id FROM orgs_placement l JOIN figures_series s ON s.id = t.series_id
        WHERE l.unit_id = t.unit_id
        ORDER BY (l.from_on <= t.day + CASE s.period WHEN 'weekly' THEN 6 ELSE 0 END) DESC,
                 abs(l.from_on - t.day) LIMIT 1),
       coalesce(totals.values, '{{}}'), coalesce(totals.stated, '{{}}'),
       coalesce(c.expected, 0), coalesce(c.filed, 0), coalesce(c.zero, 0), coalesce(c.late, 0),
       %s::timestamptz
FROM t
LEFT JOIN totals USING (unit_id, series_id, day)
LEFT JOIN counts c USING (unit_id, series_id, day)
ON CONFLICT (unit_id, series_id, day) DO UPDATE SET
    placed_in_id = excluded.placed_in_id, values = excluded.values, stated = excluded.stated,
    expected = excluded.expected, filed = excluded.filed, zero = excluded.zero,
    late = excluded.late, computed_at = excluded.computed_at
"""
