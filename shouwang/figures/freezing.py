"""What a total is made of, gathered for many figures in one statement, to be kept for good.

``figures.evidence`` pages through the rows of one figure; a paper of sixty figures asks once here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection

from shouwang.figures import rules
from shouwang.figures.models import Figure
from shouwang.figures.models.figure import Aggregate
from shouwang.figures.rules import Number
from shouwang.figures.tally import Tally
from shouwang.figures.totals import UnitDay

ROWS_KEPT = 10_000
STATES = ("due", "filed", "zero", "late", "missing")


@dataclass(frozen=True)
class Behind:
    """The submissions behind a figure: their aggregate, their number, their ids or a digest.

    ``ids`` is empty beyond ``ROWS_KEPT``; ``digest`` is SHA-256 of the sorted ids joined by commas.
    """

    total: Number | None
    count: int
    ids: tuple[int, ...]
    digest: str


NOTHING = Behind(None, 0, (), hashlib.sha256(b"").hexdigest())

_ROWS = """
WITH RECURSIVE tree AS (
    SELECT %(unit)s::bigint AS unit_id, s AS series_id, d AS day
    FROM unnest(%(series)s::bigint[], %(days)s::date[]) AS t(s, d)
    UNION
    SELECT r.unit_id, r.series_id, r.day
    FROM tree JOIN figures_rollup r
      ON r.placed_in_id = tree.unit_id AND r.series_id = tree.series_id AND r.day = tree.day
), rows AS (
    SELECT f.unit_id, f.values, f.source_id, f.series_id, f.is_zero, f.is_late
    FROM tree JOIN figures_fact f
      ON f.placed_in_id = tree.unit_id AND f.series_id = tree.series_id AND f.day = tree.day
    UNION ALL
    SELECT f.unit_id, f.values, f.source_id, f.series_id, f.is_zero, f.is_late
    FROM unnest(%(series)s::bigint[], %(days)s::date[]) AS t(s, d)
    JOIN figures_fact f ON f.unit_id = %(unit)s AND f.series_id = t.s AND f.day = t.d
), stated AS (
    SELECT e.key, (e.value #>> '{}')::numeric AS value, source_id
    FROM rows, jsonb_each(rows.values) AS e WHERE e.key = ANY(%(figures)s)
    UNION ALL
    SELECT w.word, 1, w.id
    FROM rows JOIN figures_series s ON s.id = rows.series_id AND s.completes
    CROSS JOIN LATERAL (
        VALUES ('filed', source_id, true), ('zero', source_id, is_zero),
               ('late', source_id, is_late), ('units', unit_id, true)
    ) AS w(word, id, holds)
    WHERE w.holds
)
SELECT key, sum(value), min(value), count(*),
       CASE WHEN count(*) <= %(kept)s THEN array_agg(source_id ORDER BY source_id) END,
       encode(sha256(convert_to(string_agg(source_id::text, ',' ORDER BY source_id), 'UTF8')),
              'hex')
FROM stated GROUP BY key
"""


def behind(found: UnitDay, figures: Collection[Figure]) -> dict[str, Behind]:
    """Return what stands behind each figure of a unit's day, by the figure's key.

    Also under ``filed``, ``zero`` and ``late`` the submissions that report states count, under
    ``units`` the units that filed. The scope was asked when ``found`` was read.
    """
    starts = [rules.period_start(s.period, found.day) for s in found.series]
    minimums = {f.key for f in figures if f.aggregate == Aggregate.MIN}
    params = {
        "unit": found.unit.pk,
        "series": [s.pk for s in found.series],
        "days": starts,
        "figures": [f.key for f in figures],
        "kept": ROWS_KEPT,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, params)
        return {
            key: Behind(least if key in minimums else total, count, tuple(ids or ()), digest)
            for key, total, least, count, ids, digest in cursor.fetchall()
        }


def digest_of(ids: Iterable[int]) -> str:
    """Return the SHA-256 of sorted ids joined by commas, as the statement above makes it."""
    return hashlib.sha256(",".join(str(one) for one in sorted(ids)).encode()).hexdigest()


def breakdown(
    found: UnitDay, figures: Collection[Figure], state: str = ""
) -> list[dict[str, object]]:
    """Return a figure's value (or a report state's) for each child, with its completeness.

    What the unit filed itself stands first, so that the values make the total.
    """
    lines = [(c.unit.pk, c.unit.code, c.unit.name, c.tally) for c in found.children]
    if found.own.filed or found.own.values:
        lines.insert(0, (found.unit.pk, found.unit.code, found.unit.name, found.own))
    return [
        {
            "unit_id": pk,
            "unit": code,
            "name": name,
            "value": _text(getattr(tally, state) if state else value_in(tally, figures)),
            "expected": tally.due,
            "filed": tally.filed,
        }
        for pk, code, name, tally in lines
    ]


def value_in(tally: Tally, figures: Collection[Figure]) -> Number | None:
    """Return the sum of figures in a tally, None where none was stated."""
    return rules.add_up((tally.values.get(f.pk) for f in figures), Aggregate.SUM)


def _text(value: Number | None) -> str | None:
    return None if value is None else str(value)
