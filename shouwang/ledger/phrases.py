"""The SQL of counters for one unit, put into words once.

Fifty queries cost Django 35 ms to word and the database 10 ms to answer (performance.md, P13). A
counter is a query of the span alone (``figures.counting``), so its words are the same for every
span and only the values in them change. Which value stands where is found out by wording it for
two spans that share nothing; a query with a value that cannot be told from its span (a year of
birth, say) is worded anew each time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from shouwang.figures.counting import Span
from shouwang.kit import clock

Ask = Callable[[Span], QuerySet[Any]]
Worded = tuple[str, tuple[Any, ...]]

_LONG_AGO = datetime(1951, 3, 9, 7, 11, tzinfo=UTC)
_FAR_OFF = datetime(2087, 10, 2, 1, 17, tzinfo=UTC)
_PROBES = (
    Span((710_003,), _LONG_AGO, _LONG_AGO + timedelta(days=79, minutes=122)),
    Span((820_007,), _FAR_OFF, _FAR_OFF + timedelta(days=89, minutes=61)),
)
_FROM_SPAN: tuple[Callable[[Span], Any], ...] = (
    lambda span: span.unit_ids[0],
    lambda span: span.since,
    lambda span: span.until,
    lambda span: span.lately,
    lambda span: clock.local_day(span.since),
    lambda span: clock.local_day(span.until),
    lambda span: clock.local_day(span.until) + timedelta(days=1),
)


@dataclass(frozen=True)
class Phrase:
    """The words of a query and, for each value in them, how it comes from a span."""

    sql: str
    values: tuple[Callable[[Span], Any], ...]


_known: dict[Any, Phrase | None] = {}


def worded(key: Any, ask: Ask, span: Span) -> Worded:
    """Return SQL and values of ``ask(span)``; ``key`` names what is asked, for good."""
    if len(span.unit_ids) != 1:
        return ask(span).query.sql_with_params()
    if key not in _known:
        _known[key] = _phrase(ask)
    phrase = _known[key]
    if phrase is None:
        return ask(span).query.sql_with_params()
    return phrase.sql, tuple(value(span) for value in phrase.values)


def _phrase(ask: Ask) -> Phrase | None:
    """Return the words of a query, None where a value in them is not told by the span."""
    (sql, ones), (other, others) = (ask(probe).query.sql_with_params() for probe in _PROBES)
    if sql != other or len(ones) != len(others):
        return None
    values = [_source(one, two) for one, two in zip(ones, others, strict=True)]
    known = [value for value in values if value is not None]
    return Phrase(sql, tuple(known)) if len(known) == len(values) else None


def _source(one: Any, two: Any) -> Callable[[Span], Any] | None:
    """Return how a value comes from a span, given what it is for each probe."""
    for told in _FROM_SPAN:
        if all(_same(told(probe), found) for probe, found in zip(_PROBES, (one, two), strict=True)):
            return told
    return (lambda _span: one) if _same(one, two) else None


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)
