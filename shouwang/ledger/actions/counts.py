"""Counting and counting again: the only writers of counts and marks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from shouwang.figures.counting import Span
from shouwang.kit import clock, exact
from shouwang.ledger.counting import count
from shouwang.ledger.models import Count, Mark

# what became another number: unit, and the moments that it was counted between
Changed = tuple[int, datetime, datetime]
# told of numbers that a late record changed, in the transaction that counted again
changed_listeners: list[Callable[[Sequence[Changed], datetime], None]] = []

# (first day whose records stay, now) -> by form, the spans over which it is counted for the units
# that owe it, the latest first: those that are over and begin before that day
Asker = Callable[[date, datetime], Iterable[Iterator[Span]]]
askers: list[Asker] = []

# units counted in one statement: more would hold the marks of too many for too long
BATCH = 2_000


def mark(days: Iterable[tuple[int, date]]) -> None:
    """Mark units' days to be counted again; part of the writer's transaction."""
    Mark.objects.bulk_create([Mark(unit_id=unit_id, day=day) for unit_id, day in days])


_KEEP = """
INSERT INTO ledger_count AS c (unit_id, day, since, until, values, counted_at, changed_at)
SELECT t.unit_id, %(day)s, %(since)s, %(until)s, t.counted, %(at)s, %(at)s
FROM unnest(%(units)s::bigint[], %(values)s::jsonb[]) AS t(unit_id, counted)
ON CONFLICT (unit_id, since, until) DO UPDATE SET counted_at = excluded.counted_at,
    changed_at = CASE WHEN c.values = excluded.values THEN c.changed_at
                      ELSE excluded.changed_at END,
    values = excluded.values
WHERE NOT c.frozen
RETURNING unit_id, xmax <> 0 AND changed_at = %(at)s
"""


@transaction.atomic
def fill(
    unit_ids: Sequence[int], *, since: datetime, until: datetime, at: datetime
) -> list[Changed]:
    """Count the units' records of a span and keep the numbers; return which became others.

    What changes while it is counted leaves a mark of its own and is counted again.
    """
    changed: list[Changed] = []
    for start in range(0, len(unit_ids), BATCH):
        batch = unit_ids[start : start + BATCH]
        counted = count(Span(tuple(batch), since, until))
        given: dict[str, Any] = {
            "day": clock.local(until).date(),
            "since": since,
            "until": until,
            "at": at,
            "units": list(counted),
            "values": [exact.dumps(v) for v in counted.values()],
        }
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, given)
            changed += [(pk, since, until) for pk, is_other in cursor.fetchall() if is_other]
    return changed


_MARKED = """
DELETE FROM ledger_mark m USING (
    SELECT id FROM ledger_mark WHERE unit_id = ANY(%s) ORDER BY id FOR UPDATE
) AS mine
WHERE m.id = mine.id RETURNING m.unit_id, m.day
"""


@transaction.atomic
def settle(unit_ids: Collection[int], *, at: datetime) -> int:
    """Count again whatever the marks of some units make doubtful; return how many spans.

    A stock of every later day may hang on a late record, so each kept count from the marked day
    on is done again. Whoever finds another one at it waits and sees what they counted.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MARKED, [list(unit_ids)])
        first: dict[int, date] = {}
        for unit_id, day in cursor.fetchall():
            first[unit_id] = min(day, first.get(unit_id, day))
    if not first:
        return 0
    spans: dict[tuple[datetime, datetime], list[int]] = {}
    doubtful = Count.objects.filter(unit_id__in=first, day__gte=min(first.values()), frozen=False)
    for unit_id, day, since, until in doubtful.values_list("unit_id", "day", "since", "until"):
        if day >= first[unit_id]:
            spans.setdefault((since, until), []).append(unit_id)
    changed: list[Changed] = []
    for (since, until), units in spans.items():
        changed += fill(units, since=since, until=until, at=at)
    for listener in changed_listeners:
        listener(changed, at)
    return len(spans)


def settle_all(*, at: datetime) -> int:
    """Settle every unit that has a mark, some at a time; return how many units."""
    done = 0
    while units := _marked_units():
        settle(units, at=at)
        done += len(units)
        if Mark.objects.filter(unit_id__in=units).exists():
            break  # written as fast as it is counted: the next round goes on
    return done


def _marked_units() -> list[int]:
    marked = Mark.objects.order_by("unit_id").values_list("unit_id", flat=True)
    return list(marked.distinct()[:BATCH])


@transaction.atomic
def freeze(*, before: date, at: datetime) -> int:
    """Keep for good every count that a record of a day before ``before`` is in: they are about to
    be purged. What nobody has counted yet is counted first."""
    settle_all(at=at)
    for spans in asked_spans(before, at):
        _count_uncounted(spans, at=at)
    ends = {"since__lt": clock.start_of(before), "until__lte": at}
    return Count.objects.filter(**ends, frozen=False).update(frozen=True)


def asked_spans(before: date, at: datetime) -> list[Iterator[Span]]:
    """Return what reports are counted over, of which some lies before ``before``, by form."""
    return [spans for asker in askers for spans in asker(before, at)]


def _count_uncounted(spans: Iterator[Span], *, at: datetime) -> None:
    """Count for whoever was not: back to a span that an earlier purge has kept for good."""
    for span in spans:
        kept = Count.objects.filter(since=span.since, until=span.until)
        if kept.filter(frozen=True).exists():
            return
        done = set(kept.values_list("unit_id", flat=True))
        missing = [unit_id for unit_id in span.unit_ids if unit_id not in done]
        fill(missing, since=span.since, until=span.until, at=at)
