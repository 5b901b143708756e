"""Calls about reports that are owed: looking up the numbers, noting what came of them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.chasing import words
from shouwang.chasing.models import Call
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of

LONGEST_NOTE = 100


@transaction.atomic
def look_up(*, unit: Unit, day: date, units: int, by: User, at: datetime) -> None:
    """Record that somebody opened the list of telephone numbers of a unit's missing reports.

    Raises ``OutOfScope`` and ``NotPermitted``.
    """
    scope_of(by, at=at).require(words.CHASE, unit)
    audit.record(
        words.PHONES_SEEN, by=by, at=at, about=unit, unit_id=unit.pk, day=day.isoformat(),
        units=units,
    )  # fmt: skip


@transaction.atomic
def note_call(
    *,
    unit: Unit,
    day: date,
    outcome: str,
    by: User,
    at: datetime,
    promised_at: datetime | None = None,
    note: str = "",
) -> Call:
    """Note what came of a call to an institution. ``promised_at`` belongs to a promise only.

    Raises ``ValueError`` for an unknown outcome, ``OutOfScope`` and ``NotPermitted``.
    """
    scope_of(by, at=at).require(words.CHASE, unit)
    kind = Call.Outcome(outcome)
    if kind != Call.Outcome.PROMISED:
        promised_at = None
    call = Call.objects.create(
        unit=unit,
        day=day,
        outcome=kind,
        promised_at=promised_at,
        note=note.strip()[:LONGEST_NOTE],
        by=by,
        at=at,
    )
    told = {"promised": f"{clock.local(promised_at):%H:%M}"} if promised_at else {}
    audit.record(
        words.CALL_NOTED, by=by, at=at, about=call, unit_id=unit.pk, day=day.isoformat(),
        outcome=kind.value, **told,
    )  # fmt: skip
    return call
