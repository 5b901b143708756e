"""Comparing a period with the one before, like with like.

While some units have not filed, the difference of two totals says more about who filed than about
what happened: a home of fifty that is late reads as fifty fewer. Here only those units count that
stated a figure as often in both periods, under the unit asked about in both.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

from shouwang.figures import spans
from shouwang.figures.models import Figure
from shouwang.figures.rules import Number
from shouwang.figures.totals import UnitDay

_BOTH = f"""
WITH RECURSIVE {spans.rows_sql("now")}, {spans.rows_sql("old")},
stated AS (
    SELECT unit_id, series_id, key, sum(value) AS value, count(*) AS often
    FROM now_rows GROUP BY unit_id, series_id, key
), stated_then AS (
    SELECT unit_id, series_id, key, sum(value) AS value, count(*) AS often
    FROM old_rows GROUP BY unit_id, series_id, key
)
SELECT key::bigint, sum(s.value - t.value), sum(t.value), count(*)
FROM stated s JOIN stated_then t USING (unit_id, series_id, key, often)
GROUP BY key
"""

_OTHERS = f"""
WITH RECURSIVE {spans.rows_sql("now")}, {spans.rows_sql("old")},
filed AS (SELECT unit_id, series_id, count(*) FROM now_facts GROUP BY 1, 2),
filed_then AS (SELECT unit_id, series_id, count(*) FROM old_facts GROUP BY 1, 2)
SELECT EXISTS ((TABLE filed EXCEPT TABLE filed_then) UNION ALL
               (TABLE filed_then EXCEPT TABLE filed))
"""


def is_alike(found: UnitDay, first: date | None = None) -> bool:
    """Return whether the totals of a period and of the one before may be compared as they stand:
    all that owe have filed in both, or the very same units have.

    As many is not enough: where another home is late on either day, one home reads as fewer, or as
    more. The scope was asked when ``found`` was read.
    """
    if found.total.filed != found.before.filed:
        return False
    if found.total.is_complete and found.before.is_complete:
        return True
    first, streams = first or found.day, [one for one in found.series if one.completes]
    params = {"unit": found.unit.pk} | spans.natures([])
    params |= spans.stretch(streams, first, found.day).params("now")
    params |= spans.before(streams, first, found.day).params("old")
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS, params)
        (are_others,) = cursor.fetchone()
    return not are_others


@dataclass(frozen=True)
class Step:
    """A figure's change since the period before, from what value, over how many units."""

    change: Number
    base: Number
    units: int


def steps(
    found: UnitDay, figures: Collection[Figure], first: date | None = None
) -> dict[int, Step]:
    """Return for each figure its change since the period before (of as many days, from ``first``).

    A figure that no unit stated in both periods is not there. The scope was asked when ``found``
    was read.
    """
    first = first or found.day
    params = {"unit": found.unit.pk} | spans.natures(figures)
    params |= spans.stretch(found.series, first, found.day).params("now")
    params |= spans.before(found.series, first, found.day).params("old")
    with connection.cursor() as cursor:
        cursor.execute(_BOTH, params)
        return {figure: Step(change, base, n) for figure, change, base, n in cursor.fetchall()}
