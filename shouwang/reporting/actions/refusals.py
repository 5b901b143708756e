"""Putting on record that a zero report was not taken: the attempt leaves no report behind, and
yet a superior should learn that somebody meant to state 无异常 over a fever."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.reporting import rules, versions, words
from shouwang.reporting.actions.filing import Filing
from shouwang.reporting.models import Form


@transaction.atomic
def record_zero_refused(
    *,
    unit: Unit,
    form: Form,
    day: date,
    filing_: Filing,
    by: User,
    at: datetime,
    scope: Scope | None = None,
    also: Sequence[str] = (),
) -> bool:
    """Record a zero report that was refused because the day's values say otherwise, or, as
    ``also`` says in words, what happened after them.

    The line names the items that bar it and what was written beside them. Returns False, writing
    nothing, for any other refusal. Raises ``OutOfScope`` or ``NotPermitted``.
    """
    (scope or scope_of(by, at=at)).require(words.FILE_REPORT, unit)
    version = versions.in_force(form.pk, day)
    if version is None or not filing_.is_zero:
        return False
    barring = rules.forbids_zero(filing_.values, version.items)
    if not barring and not also:
        return False
    audit.record(
        words.ZERO_REFUSED,
        by=by,
        at=at,
        about=unit,
        unit_id=unit.pk,
        day=version.start_of(day).isoformat(),
        barring=[
            *(f"{i.zh} {filing_.values.get(i.code)} {i.measure}".strip() for i in barring),
            *also,
        ],
        note="；".join(why for i in barring if (why := filing_.reasons.get(i.code, ""))),
    )
    return True
