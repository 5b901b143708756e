"""Records: what happened in an institution, entered once, with or without a network.

Every record has a client-made UUIDv7 as its key, so that a second arrival finds the first; the
moment it happened, the phone's own clock and the moment the server took it; and it is voided with
a reason, never deleted. Whoever counts records (``ledger``) hears of every change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils.translation import gettext as _

from shouwang.accounts.models import User
from shouwang.kit.ids import uuid7

LONGEST_REASON = 200
HELD_AT_ONCE = 100


class Record(models.Model):
    """The common columns of a record; abstract."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()
    device_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    void_reason = models.CharField(max_length=LONGEST_REASON, blank=True, db_default="")

    class Meta:
        abstract = True


def kinds() -> list[type[Record]]:
    """Return every kind of record there is, of whatever app."""
    return [model for model in apps.get_models() if issubclass(model, Record)]


def hold(ids: Iterable[UUID | None]) -> None:
    """Make whoever writes under the same keys wait until this transaction ends.

    A client that gave up waiting sends again while its first entry is still being written. To be
    called before the look for what stands under these keys: the second then finds the first.
    More than ``HELD_AT_ONCE`` keys are not held: a batch makes its own, and a lock each would
    exhaust the server's.
    """
    keys = sorted({str(one) for one in ids if one is not None})
    if not 0 < len(keys) <= HELD_AT_ONCE:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(key, 4)) FROM unnest(%s::text[]) AS key",
            [keys],
        )


def void(record: Record, *, reason: str, by: User, at: datetime) -> bool:
    """Void a locked record; return whether it stood until now: what is void stays as it is.

    Raises ``ValidationError`` (code ``reason``) without a word of why.
    """
    why = reason.strip()[:LONGEST_REASON]
    if not why:
        raise ValidationError(_("请写明作废原因"), code="reason")
    if record.voided_at is not None:
        return False
    record.voided_at, record.voided_by, record.void_reason = at, by, why
    record.save(update_fields=["voided_at", "voided_by", "void_reason"])
    return True


# (unit id, day of Asia/Shanghai) pairs whose counts may have changed
Listener = Callable[[Iterable[tuple[int, date]]], None]
_listeners: list[Listener] = []


def on_change(listener: Listener) -> Listener:
    """Be told, inside the writer's transaction, which units' days have changed."""
    _listeners.append(listener)
    return listener


def changed(days: Iterable[tuple[int, date]]) -> None:
    """Tell that records of these units' days were written or voided.

    To be called by every action that writes records, in its transaction; a record that goes back
    to a past day names that day (and a stay that ended, every day up to now is found from it).
    """
    told = sorted(set(days))
    for listener in _listeners:
        listener(told)


# (first day whose records stay, now)
PurgeListener = Callable[[date, datetime], None]
_purge_listeners: list[PurgeListener] = []


def before_purge(listener: PurgeListener) -> PurgeListener:
    """Be told, inside the purge's transaction and before anything is gone, which days go."""
    _purge_listeners.append(listener)
    return listener


def purging(*, before: date, at: datetime) -> None:
    """Tell that records of days before ``before`` are about to be purged: counts must survive."""
    for listener in _purge_listeners:
        listener(before, at)
