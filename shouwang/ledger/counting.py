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

from shouwang.figures import counting
from shouwang.figures.counting import Counter, Span
from shouwang.figures.rules import Number
from shouwang.ledger import phrases

Counts = dict[int, dict[str, Number]]


def count(span: Span) -> Counts:
    """Return what is known of each unit of a span, by item code.

    Counters of one code add up; what one of them knows nothing of is unknown only where none of
    the others knows.
    """
    if not span.unit_ids:
        return {}
    declared = [one for each in counting.counters().values() for one in each]
    found: Counts = {unit_id: {} for unit_id in span.unit_ids}
    for one, known, amounts in _asked(declared, span):
        for unit_id in known.intersection(found):
            there = found[unit_id].get(one.code, 0)
            found[unit_id][one.code] = there + amounts.get(unit_id, 0)
    return found


def _asked(
    declared: list[Counter], span: Span
) -> list[tuple[Counter, set[int], dict[int, Number]]]:
    """Return each counter with the units that it knows of and its amounts by unit."""
    parts: list[phrases.Worded] = []
    names: dict[Any, str] = {}

    def ask(known: Any) -> None:
        # the same query is asked once, whoever speaks by it
        if known not in names:
            names[known] = f"k{len(names)}"
            parts.append(_part(names[known], phrases.worded(known, _units(known), span)))

    for number, one in enumerate(declared):
        parts.append(_part(f"a{number}", phrases.worded(one, _amounts(one), span)))
        for known in _known_by(one):
            ask(known)
    answers: dict[str, dict[int, Number]] = defaultdict(dict)
    for name, unit_id, amount in _rows(parts):
        answers[name][unit_id] = _plain(amount)
    return [
        (
            one,
            {unit for known in _known_by(one) for unit in answers[names[known]]},
            answers[f"a{number}"],
        )
        for number, one in enumerate(declared)
    ]


def _known_by(one: Counter) -> tuple[Any, ...]:
    return (one.known,) if one.known else counting.keepers(one.book)


def _units(known: counting.Known) -> phrases.Ask:
    """Return the query for the units that a span is known of."""
    return lambda span: known(span).order_by().values_list("unit_id").distinct()


def _amounts(one: Counter) -> phrases.Ask:
    """Return the query for the amounts of a counter by unit."""
    return lambda span: one.rows(span).order_by().values(one.unit).annotate(_amount=one.amount)


def _part(name: str, worded: phrases.Worded) -> phrases.Worded:
    """Return a query as one part of the whole: (name, unit, amount)."""
    sql, params = worded
    columns = "p.unit_id, p.amount::numeric" if name[0] == "a" else "p.unit_id, NULL"
    heads = "(unit_id, amount)" if name[0] == "a" else "(unit_id)"
    return f"SELECT '{name}', {columns} FROM ({sql}) AS p{heads}", params  # noqa: S608


def _rows(parts: Iterable[phrases.Worded]) -> list[tuple[str, int, Any]]:
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
    if amount is None:
        return 0
    whole = Decimal(amount)
    return int(whole) if whole == whole.to_integral_value() else whole
