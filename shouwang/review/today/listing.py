"""The reports of a unit's day, one line each, by state: filed ones here, gaps in ``gaps_of``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from shouwang.figures import evidence
from shouwang.figures.evidence import Missing
from shouwang.figures.models import Figure, Series
from shouwang.figures.rules import Number
from shouwang.kit import exact
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

PER_PAGE = 100


@dataclass(frozen=True)
class Filed:
    """A report that stands: how it came, and who passed its present submission."""

    unit_id: int
    name: str
    kind: str
    parent: str
    series_id: int
    day: date
    report_id: int
    number: int
    version_id: int
    filed_at: datetime
    is_late: bool
    is_zero: bool
    by_name: str
    source: str
    values: dict[str, Any]
    reasons: dict[str, str]
    counted: dict[str, Number]
    passed_by: str | None
    passed_at: datetime | None


@dataclass(frozen=True)
class Counts:
    """How many of the filed reports are what a reviewer looks for."""

    filed: int = 0
    zero: int = 0
    late: int = 0
    bad: int = 0
    doubtful: int = 0
    waiting: int = 0


# what each list keeps of the reports that stand
KEEPS = {
    "filed": "true",
    "zero": "is_zero",
    "late": "is_late",
    "bad": "is_bad",
    "doubtful": "is_doubtful",
    "waiting": "passed_id IS NULL",
}

_TOLD = f"""
{evidence.TREE}, told AS (
    SELECT f.unit_id, f.series_id, f.day, f.placed_in_id, f.values, f.is_zero, f.is_late,
           f.filed_at, coalesce(tree.child_id, f.unit_id) AS child_id, b.report_id, b.number,
           b.version_id, b.by_name, b.source, b.reasons, b.counted,
           EXISTS (SELECT 1 FROM unnest(%(bad)s::text[]) AS k
                   WHERE (f.values ->> k)::numeric > 0) AS is_bad,
           (b.doubts > 0 OR b.reasons <> '{{}}') AS is_doubtful,
           (SELECT max(v.id) FROM reporting_review v
            WHERE v.report_id = b.report_id AND v.submission_number = b.number
              AND v.verdict = 'passed') AS passed_id
    FROM tree JOIN figures_fact f
      ON f.placed_in_id = tree.unit_id AND f.series_id = tree.series_id AND f.day = tree.day
    JOIN reporting_submission b ON b.id = f.source_id
)
"""  # noqa: S608 - a statement of ours
_COUNT = f"""
{_TOLD} SELECT count(*), {", ".join(f"count(*) FILTER (WHERE {KEEPS[k]})" for k in list(KEEPS)[1:])}
FROM told
"""  # noqa: S608 - conditions of ours
_LIST = """
{told} SELECT t.unit_id, u.name, u.kind, p.name, t.series_id, t.day, t.report_id, t.number,
       t.version_id, t.filed_at, t.is_late, t.is_zero, t.by_name, t.source, t.values::text,
       t.reasons::text, t.counted::text, r.by_name, r.at
FROM told t JOIN orgs_unit u ON u.id = t.unit_id JOIN orgs_unit p ON p.id = t.placed_in_id
JOIN orgs_unit c ON c.id = t.child_id LEFT JOIN reporting_review r ON r.id = t.passed_id
WHERE {keeps} AND (%(words)s = '' OR strpos(u.name, %(words)s) > 0
                   OR strpos(u.pinyin, lower(%(words)s)) > 0)
ORDER BY c."order", c.path, u.path, t.series_id LIMIT %(most)s OFFSET %(offset)s
"""


def bad_figures(streams: Iterable[Series]) -> list[Figure]:
    """Return the figures of which any is abnormal (异常情况), of the owners of series."""
    owners = {s.owner_id for s in streams}
    return list(Figure.objects.filter(owner_id__in=owners, abnormal=True).order_by("order", "pk"))


def counts(
    scope: Scope, unit: Unit, day: date, streams: list[Series], bad: Iterable[Figure]
) -> Counts:
    """Return how many reports stand below a unit, and how many of each state."""
    given = _given(scope, unit, day, streams, bad)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, given)
        return Counts(*cursor.fetchone())


def filed(
    scope: Scope,
    unit: Unit,
    day: date,
    streams: list[Series],
    bad: Iterable[Figure],
    *,
    state: str = "filed",
    words: str = "",
    offset: int = 0,
    most: int | None = PER_PAGE,
) -> list[Filed]:
    """Return the reports of a state below a unit in the order of the tree, a page of them.

    ``state`` is one of ``KEEPS``; ``words`` part of the institution's name or pinyin;
    ``most`` None: all from ``offset`` on.
    """
    given = _given(scope, unit, day, streams, bad)
    given |= {"words": words, "offset": offset, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(_LIST.format(told=_TOLD, keeps=KEEPS[state]), given)
        return [_filed(row) for row in cursor.fetchall()]


def gaps_of(
    scope: Scope, unit: Unit, day: date, *, offset: int = 0, most: int | None = PER_PAGE
) -> list[Missing]:
    """Return the units below that have no report standing, the returned ones among them."""
    return evidence.missing(scope, unit, day, offset=offset, most=most)


def _filed(row: tuple[Any, ...]) -> Filed:
    *head, values, reasons, counted, passed_by, passed_at = row
    told: tuple[Any, ...] = (*head, *map(exact.loads, (values, reasons, counted)))
    whole: tuple[Any, ...] = (*told, passed_by, passed_at)
    return Filed(*whole)


def _given(
    scope: Scope, unit: Unit, day: date, streams: list[Series], bad: Iterable[Figure]
) -> dict[str, Any]:
    counting = [s for s in streams if s.completes]
    return evidence.params_of(scope, unit, day, counting) | {"bad": [f.key for f in bad]}
