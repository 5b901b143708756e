"""Counting: every declared counter over some units' records, in one statement.

A counter's number is the amount of its rows (``figures.counting``); its ``known`` query says of
which units it speaks at all. One statement for all of them, not fifty, is what fills a report
within 50 ms and the nation's within two minutes (performance.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from shouwang.figures import counting
from shouwang.figures.counting import Counter, Span
from shouwang.figures.rules import Number

Counts = dict[int, dict[str, Number]]


def count(span: Span) -> Counts:
    """Return what is known of each unit of a span, by item code.

    Counters of one code add up; what one of them knows nothing of is unknown only where none of
    the others knows.
    """
    if not span.unit_ids:
        return {}
    declared = [one for each in counting.counters().values() for one in each]
    amounts, known = _asked(declared, span)
    found: Counts = {unit_id: {} for unit_id in span.unit_ids}
    for number, one in enumerate(declared):
        for unit_id in known.get(number, span.unit_ids):
            if unit_id in found:
                there = found[unit_id].get(one.code, 0)
                found[unit_id][one.code] = there + amounts[number].get(unit_id, 0)
    return found


def _asked(
    declared: list[Counter], span: Span
) -> tuple[dict[int, dict[int, Number]], dict[int, list[int]]]:
    """Return each counter's amounts by unit, and the units that it knows of if not all."""
    parts: list[tuple[str, tuple[Any, ...]]] = []
    for number, one in enumerate(declared):
        rows = one.rows(span).order_by().values(one.unit).annotate(_amount=one.amount)
        parts.append(_part(f"a{number}", rows.values_list(one.unit, "_amount")))
        if one.known is not None:
            parts.append(_part(f"k{number}", one.known(span).order_by()))
    amounts: dict[int, dict[int, Number]] = defaultdict(dict)
    known: dict[int, list[int]] = {n: [] for n, one in enumerate(declared) if one.known}
    for name, unit_id, amount in _rows(parts):
        number = int(name[1:])
        if name[0] == "k":
            known[number].append(unit_id)
        elif amount is not None:
            amounts[number][unit_id] = _plain(amount)
    return amounts, known


def _part(name: str, rows: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    """Return a query as one part of the whole: (name, unit, amount)."""
    sql, params = rows.query.sql_with_params()
    columns = "p.unit_id, p.amount::numeric" if name[0] == "a" else "p.unit_id, NULL"
    heads = "(unit_id, amount)" if name[0] == "a" else "(unit_id)"
    return f"SELECT '{name}', {columns} FROM ({sql}) AS p{heads}", params  # noqa: S608


def _rows(parts: Iterable[tuple[str, tuple[Any, ...]]]) -> list[tuple[str, int, Any]]:
    parts = list(parts)
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "\nUNION ALL\n".join(sql for sql, _params in parts),
            [value for _sql, params in parts for value in params],
        )
        return cursor.fetchall()


def _plain(amount: Any) -> Number:
    whole = Decimal(amount)
    return int(whole) if whole == whole.to_integral_value() else whole
