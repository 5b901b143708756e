"""A bureau's own times of reminding and chasing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.chasing import words
from shouwang.chasing.models import Policy
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of


@transaction.atomic
def set_times(
    *, unit: Unit, remind_minutes: int, cooldown_minutes: int, by: User, at: datetime
) -> Policy:
    """Set how long before the filing time to remind and how long to wait between two chases.

    Raises ``OutOfScope`` and ``NotPermitted``; the database refuses times beyond reason.
    """
    scope_of(by, at=at).require(words.SET_TIMES, unit)
    times = {"remind_minutes": remind_minutes, "cooldown_minutes": cooldown_minutes}
    policy, _made = Policy.objects.update_or_create(
        unit=unit, defaults={**times, "by": by, "changed_at": at}
    )
    audit.record(words.TIMES_SET, by=by, at=at, about=policy, unit_id=unit.pk, **times)
    return policy
