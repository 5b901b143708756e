"""Keeping totals: marks are taken, the units they name are summed anew, bottom up.

Writers only insert marks (``mark``), so filing never waits for a total. ``settle`` takes marks in
one transaction under a lock: killed half-way, the marks are back. Every statement sees at least
the facts whose marks it took; what arrives later carries a mark of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection, transaction

from shouwang.figures.actions import rollup_sql as sql
from shouwang.kit import clock, prepared

# (unit, series, first day of the period)
Place = tuple[int, int, date]
_LOCK = 7_201_906


def mark(places: Iterable[Place], *, at: datetime) -> None:
    """Say that the totals of ``places`` are out of date, within the writer's transaction."""
    rows = list(set(places))
    if not rows:
        return
    units, series, days = (list(column) for column in zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(sql.MARK, [at, units, series, days])


def mark_history(unit_ids: Iterable[int], *, since: date, at: datetime) -> None:
    """Mark every opened period from ``since`` on of units whose placement or days changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql.MARK_HISTORY, {"units": list(unit_ids), "since": since, "at": at})


def settle(*, most: int = 20_000) -> int:
    """Bring the totals of up to ``most`` marks up to date; return how many marks were taken.

    Only one process settles at a time; another waits for it and then finds less to do.
    """
    with transaction.atomic():
        prepared.fetch("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        taken = prepared.fetch(sql.TAKE, [most])
        places = {(unit, series, day) for unit, series, day in taken}
        if places:
            places |= _unopened(places)
            _recompute(places, at=clock.now())
        return len(taken)


def settle_all() -> int:
    """Settle until no mark is left; return how many were taken."""
    total = 0
    while taken := settle():
        total += taken
    return total


def open_period(series_id: int, day: date) -> None:
    """Compute a period for the first time, so that what is missing shows before anyone files."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        places = _all_parents({(series_id, day)})
        if places:
            _recompute(places, at=clock.now())


def rebuild(*, since: date | None = None) -> None:
    """Compute every period that has facts or totals anew, from the facts alone."""
    with connection.cursor() as cursor:
        cursor.execute(sql.OPENED_PERIODS, {"since": since})
        periods = cursor.fetchall()
    for series_id, day in periods:
        open_period(series_id, day)


def _unopened(places: set[Place]) -> set[Place]:
    """Return all places of those periods among ``places`` that have never been computed."""
    periods = {(series, day) for _, series, day in places}
    series, days = (list(column) for column in zip(*periods, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(sql.UNOPENED, [series, days])
        return _all_parents(set(cursor.fetchall()))


def _all_parents(periods: set[tuple[int, date]]) -> set[Place]:
    """Return every unit that has a due unit or a fact directly under it, for each period."""
    if not periods:
        return set()
    series, days = (list(column) for column in zip(*periods, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(sql.PARENTS, [series, days])
        return set(cursor.fetchall())


def _recompute(places: set[Place], *, at: datetime) -> None:
    """Sum ``places`` and all above them, the deepest first, a statement for each depth."""
    units, series, days = (list(column) for column in zip(*places, strict=True))
    by_depth: dict[int, list[Place]] = {}
    for unit, serie, day, depth in prepared.fetch(sql.WITH_ANCESTORS, [units, series, days]):
        by_depth.setdefault(depth, []).append((unit, serie, day))
    for depth in sorted(by_depth, reverse=True):
        columns = [list(column) for column in zip(*by_depth[depth], strict=True)]
        prepared.fetch(sql.RECOMPUTE, [*columns, at])
