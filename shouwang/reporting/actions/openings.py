"""Using the leave that a superior gave after the lock, within the filing's transaction."""

from __future__ import annotations

from datetime import datetime

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.desk.actions import inbox
from shouwang.reporting import words
from shouwang.reporting.models import Opening, Report


def opening_key(opening: Opening) -> str:
    """Return the key under which an opening lies in inboxes."""
    return f"opened:{opening.pk}"


def take(opening: Opening) -> Opening | None:
    """Lock a leave within the filing's transaction; None when another used it first."""
    return (
        Opening.objects.select_for_update()
        .filter(pk=opening.pk, used_at=None, closed_at=None)
        .first()
    )


def use(opening: Opening, *, report_id: int, number: int, by: User, at: datetime) -> None:
    """Note which submission used a leave."""
    opening.used_at, opening.used_by, opening.used_number = at, by, number
    opening.save(update_fields=["used_at", "used_by", "used_number"])
    inbox.done(key=opening_key(opening), at=at)
    audit.record(
        words.OPENING_USED,
        by=by,
        at=at,
        about=Report.objects.get(pk=report_id),
        unit_id=opening.unit_id,
        purpose=opening.purpose,
        number=number,
        reason=opening.reason,
    )
