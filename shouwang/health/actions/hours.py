"""By when a house does its rounds: set from tomorrow on, or laid down again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.health import timetable, words
from shouwang.health.models import RoundHours
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of


@transaction.atomic
def set_hours(
    *, unit: Unit, hours: Sequence[time], by: User, at: datetime, scope: Scope | None = None
) -> RoundHours:
    """Set by when each round of a house is to be done, for as many rounds as are in force.

    Holds from the next day on: what is late today stays late. No hours at all lay down the usual
    ones again. Raises ``ValidationError`` for another number of hours or hours out of order.
    """
    (scope or scope_of(by, at=at)).require(words.SET_HOURS, unit)
    today = clock.local_day(at)
    rounds = timetable.rounds_of(unit, today, at=at)
    minutes = [hour.hour * 60 + hour.minute for hour in hours]
    if minutes and len(minutes) != rounds:
        raise ValidationError(_("每轮都要填时限"), code="hours")
    if minutes != sorted(set(minutes)):
        raise ValidationError(_("后一轮的时限要晚于前一轮"), code="hours")
    made = RoundHours.objects.create(
        unit=unit,
        rounds=rounds,
        minutes=minutes,
        from_on=today + timedelta(days=1),
        set_by=by,
        set_at=at,
    )
    audit.record(
        words.HOURS_SET, by=by, at=at, about=made, unit_id=unit.pk, round_hours=str(made) or None
    )
    return made
