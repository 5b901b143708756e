"""Which times hold for a unit: those of the nearest bureau that set any."""

from __future__ import annotations

from datetime import timedelta

from shouwang.chasing import rules
from shouwang.chasing.models import Policy
from shouwang.chasing.rules import Times
from shouwang.orgs.models import Unit


def times_of(unit: Unit) -> Times:
    """Return the times in force for a unit."""
    found = nearest(unit)
    if found is None:
        return rules.USUAL
    return Times(timedelta(minutes=found.remind_minutes), timedelta(minutes=found.cooldown_minutes))


def nearest(unit: Unit) -> Policy | None:
    """Return the policy of the unit, or of the nearest above that has one."""
    line = [unit.path[:n] for n in range(unit.steplen, len(unit.path) + 1, unit.steplen)]
    found = Policy.objects.filter(unit__path__in=line).select_related("unit")
    return found.order_by("-unit__path").first()


def minutes_of(unit: Unit) -> dict[str, int]:
    """Return the times in force for a unit in minutes, as its form shows them."""
    times = times_of(unit)
    return {
        "remind_minutes": int(times.remind.total_seconds() // 60),
        "cooldown_minutes": int(times.cooldown.total_seconds() // 60),
    }
