"""What a total is made of, gathered for many figures in one statement, to be kept for good.

``figures.evidence`` pages through the rows of one figure; a paper of sixty figures asks once here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from shouwang.figures import rules, spans
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

_ROWS = f"""
WITH RECURSIVE {spans.rows_sql("now")}, stated AS (
    SELECT key, value, source_id FROM now_rows
    UNION ALL
    SELECT w.word, 1, w.id
    FROM now_facts f JOIN figures_series s ON s.id = f.series_id AND s.completes
    CROSS JOIN LATERAL (
        VALUES ('filed', f.source_id, true), ('zero', f.source_id, f.is_zero),
               ('late', f.source_id, f.is_late), ('units', f.unit_id, f.is_last)
    ) AS w(word, id, holds)
    WHERE w.holds
)
SELECT key, sum(value), min(value), count(*),
       CASE WHEN count(*) <= %(kept)s THEN array_agg(source_id ORDER BY source_id) END,
       encode(sha256(convert_to(string_agg(source_id::text, ',' ORDER BY source_id), 'UTF8')),
              'hex')
FROM stated GROUP BY key
"""


def behind(
    found: UnitDay, figures: Collection[Figure], first: date | None = None
) -> dict[str, Behind]:
    """Return what stands behind each figure of a unit's day, by the figure's key.

    From ``first`` on, where the paper tells of several days: the rows of every day for what flows.

    Also under ``filed``, ``zero`` and ``late`` the submissions that report states count, under
    ``units`` the units that filed. The scope was asked when ``found`` was read.
    """
    minimums = {f.key for f in figures if f.aggregate == Aggregate.MIN}
    params = {"unit": found.unit.pk, "kept": ROWS_KEPT} | spans.natures(figures)
    params |= spans.stretch(found.series, first or found.day, found.day).params("now")
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
