"""Alarms: raised once while open, acknowledged, closed with an outcome."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import User
from shouwang.alarms import telling, words
from shouwang.alarms.models import Alarm
from shouwang.alarms.rules import Finding
from shouwang.desk.actions import inbox
from shouwang.orgs.scope import Scope, scope_of

LONGEST_WHY = 300
LONGEST_OUTCOME = 300

# two who find the same at once do not both succeed: an open key is unique
_RAISE = """
INSERT INTO alarms_alarm (code, unit_id, key, why, url, raised_at)
SELECT %s, unit_id, key, why, url, %s
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS t(unit_id, key, why, url)
ON CONFLICT (code, unit_id, key) WHERE closed_at IS NULL DO NOTHING
RETURNING id
"""


@transaction.atomic
def raise_many(*, code: str, found: Iterable[Finding], at: datetime) -> list[Alarm]:
    """Raise what a rule found, in one statement; returns the alarms that are new."""
    # in one order, so that two looks at once wait for each other instead of locking both ways
    asked: Sequence[Finding] = sorted(set(found), key=lambda one: (one.unit_id, one.key))
    if not asked:
        return []
    if not all(one.url.startswith("/") and not one.url.startswith("//") for one in asked):
        raise ValueError("an alarm leads to a page of this site")
    rows = [(one.unit_id, one.key, one.why[:LONGEST_WHY], one.url) for one in asked]
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, [code, at, *map(list, zip(*rows, strict=True))])
        made = [row[0] for row in cursor.fetchall()]
    alarms = list(Alarm.objects.filter(pk__in=made).select_related("unit").order_by("pk"))
    entries = [
        audit.Entry(words.ALARM_RAISED, alarm, alarm.unit_id, {"rule": code}) for alarm in alarms
    ]
    audit.record_many(entries, by=system_user(), at=at)
    telling.tell(alarms, at=at)
    return alarms


@transaction.atomic
def acknowledge(*, alarm: Alarm, by: User, at: datetime, scope: Scope | None = None) -> Alarm:
    """Say that somebody has taken notice; the first who does stands on it.

    Raises ``OutOfScope`` or ``NotPermitted``.
    """
    held = _held(alarm, scope or scope_of(by, at=at))
    if held.acknowledged_at is None and held.closed_at is None:
        held.acknowledged_at, held.acknowledged_by = at, by
        held.save(update_fields=["acknowledged_at", "acknowledged_by"])
        audit.record(words.ALARM_ACKNOWLEDGED, by=by, at=at, about=held, unit_id=held.unit_id)
    return held


@transaction.atomic
def close(
    *, alarm: Alarm, outcome: str, by: User, at: datetime, scope: Scope | None = None
) -> Alarm:
    """Close an alarm, saying how it ended; it is off everybody's list.

    Raises ``ValidationError`` without an outcome, or for one that is closed.
    """
    held = _held(alarm, scope or scope_of(by, at=at))
    told = outcome.strip()[:LONGEST_OUTCOME]
    if not told:
        raise ValidationError(_("请写明处置结果"), code="outcome")
    if held.closed_at is not None:
        raise ValidationError(_("这条预警已经关闭"))
    held.closed_at, held.closed_by, held.outcome = at, by, told
    if held.acknowledged_at is None:
        held.acknowledged_at, held.acknowledged_by = at, by
    held.save()
    audit.record(words.ALARM_CLOSED, by=by, at=at, about=held, unit_id=held.unit_id)
    inbox.done(key=held.inbox_key, at=at)
    return held


@transaction.atomic
def close_gone(
    *, alarm_ids: Collection[int], outcome: str, at: datetime, is_undone: bool = False
) -> int:
    """Close alarms whose cause is gone, by the system, with the outcome that it can tell; each is
    on record. Those that somebody closed meanwhile stay as they are. ``is_undone``: nothing was
    seen done, which a record that comes late may put right. Returns how many."""
    found = Alarm.objects.select_for_update().filter(pk__in=list(alarm_ids), closed_at=None)
    alarms = list(found.order_by("pk"))
    if not alarms:
        return 0
    by = system_user()
    Alarm.objects.filter(pk__in=[alarm.pk for alarm in alarms]).update(
        gone_at=at,
        closed_at=at,
        closed_by=by,
        outcome=outcome[:LONGEST_OUTCOME],
        is_undone=is_undone,
    )
    entries = [
        audit.Entry(
            words.ALARM_GONE, alarm, alarm.unit_id, {"rule": alarm.code, "outcome": outcome}
        )
        for alarm in alarms
    ]
    audit.record_many(entries, by=by, at=at)
    inbox.done_many([alarm.inbox_key for alarm in alarms], at=at)
    return len(alarms)


def _held(alarm: Alarm, scope: Scope) -> Alarm:
    found = Alarm.objects.select_for_update(of=("self",)).select_related("unit")
    held = found.filter(pk=alarm.pk).first()
    if held is None:
        raise OutOfScope(f"alarm {alarm.pk}")
    scope.require(words.HANDLE_ALARMS, held.unit)
    return held
