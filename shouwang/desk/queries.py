"""Reads of the inbox: one's own only."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.lookups import Exact

from shouwang.accounts.models import User
from shouwang.desk import kinds
from shouwang.desk.models import Entry
from shouwang.figures.models import Fact
from shouwang.kit import prepared

# an entry that waits for a report is done while that report's fact stands; one that waits for
# nothing has had its effect once it is read
_WAITING = """
SELECT count(*) FROM desk_entry e
WHERE e.to_id = %s AND e.done_at IS NULL AND CASE
    WHEN e.unit_id IS NULL THEN e.read_at IS NULL
    ELSE NOT EXISTS (SELECT 1 FROM figures_fact f WHERE f.unit_id = e.unit_id
                     AND f.series_id = e.series_id AND f.day = e.day) END
"""


def waiting(user_id: int | None) -> int:
    """Return how many things wait for a person: the number in the head of every page."""
    return prepared.fetch(_WAITING, [user_id])[0][0] if user_id else 0


def entries(user: User, state: str) -> QuerySet[Entry]:
    """Return a person's entries in a state of ``Entry.State``, the latest first."""
    return Entry.objects.filter(Q(to=user) & Q(Exact(_state(), Value(state)))).order_by(
        "-at", "-pk"
    )


def _state() -> Case:
    fact = Fact.objects.filter(
        unit_id=OuterRef("unit_id"), series_id=OuterRef("series_id"), day=OuterRef("day")
    )
    return Case(
        When(Q(done_at__isnull=False) | Exists(fact), then=Value(Entry.State.DONE.value)),
        When(Q(read_at=None) | Q(unit__isnull=False), then=Value(Entry.State.WAITING.value)),
        default=Value(Entry.State.READ.value),
    )


def shown(found: list[Entry]) -> list[dict[str, Any]]:
    """Return entries as they are shown: with the word and tone of their kind.

    Neighbours that one deed left at one moment about reports stand together, as one message of
    several things: the first says how many they are, the others only what they are about.
    """
    lines = []
    for (kind, _at, _alone), part in groupby(found, key=_deed):
        (word, tone), entries = kinds.shown(kind), list(part)
        lines += [
            {"entry": e, "word": word, "tone": tone, "count": len(entries), "follows": n > 0}
            for n, e in enumerate(entries)
        ]
    return lines


def _deed(entry: Entry) -> tuple[str, datetime, int]:
    """Return what tells apart the deeds that left entries; what waits for no report is alone."""
    return entry.kind, entry.at, 0 if entry.unit_id else entry.pk
