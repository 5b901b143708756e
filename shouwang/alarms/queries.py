"""Reads of alarms, scope first."""

from __future__ import annotations

from django.db.models import QuerySet

from shouwang.accounts import access
from shouwang.alarms import words
from shouwang.alarms.models import Alarm
from shouwang.orgs.scope import Scope

OPEN, SEEN, CLOSED = "open", "seen", "closed"
LISTS = (OPEN, SEEN, CLOSED)


def alarms(scope: Scope, which: str) -> QuerySet[Alarm]:
    """Return the alarms in scope that wait for notice, are being handled, or are closed; the
    latest first."""
    found = _within(scope)
    if which == CLOSED:
        return found.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")
    return found.filter(closed_at=None, acknowledged_at__isnull=which == OPEN).order_by(
        "-raised_at", "-pk"
    )


def alarm(scope: Scope, alarm_id: int) -> Alarm:
    """Return one alarm; raises ``OutOfScope`` outside the scope."""
    return access.one(_within(scope), pk=alarm_id)


def waiting(scope: Scope) -> int:
    """Return how many alarms in scope nobody has taken notice of: the badge in the menu."""
    return alarms(scope, OPEN).count()


def counts(scope: Scope) -> dict[str, int]:
    """Return how many there are in each list but the closed."""
    return {which: alarms(scope, which).count() for which in (OPEN, SEEN)}


def _within(scope: Scope) -> QuerySet[Alarm]:
    reach = scope.narrowed(words.READ_ALARMS).q("unit__")
    return Alarm.objects.filter(reach).select_related("unit", "acknowledged_by", "closed_by")
