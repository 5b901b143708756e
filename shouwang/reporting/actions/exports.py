"""Taking numbers away: every file that leaves is on record."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.reporting import words


@transaction.atomic
def record_export(*, unit: Unit, day: date, what: str, rows: int, by: User, at: datetime) -> None:
    """Record that ``by`` took a unit's day away as a file: ``what`` it held, and how many rows.

    Raises ``OutOfScope`` or ``NotPermitted``.
    """
    scope_of(by, at=at).require(words.READ_DAY, unit)
    audit.record(
        words.DAY_EXPORTED,
        by=by,
        at=at,
        about=unit,
        unit_id=unit.pk,
        day=day.isoformat(),
        what=what,
        rows=rows,
    )
