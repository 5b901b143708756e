"""Rows of the unit tree at one moment of its history: who lay where on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from shouwang.orgs.models import Placement, Unit


def placements_on(day: date) -> QuerySet[Placement]:
    """Return the placements in force on a day."""
    return Placement.objects.filter(from_on__lte=day).filter(Q(until_on=None) | Q(until_on__gt=day))


def home_on(unit: Unit, day: date) -> Unit | None:
    """Return the unit's superior on a day; before its first placement, the first one."""
    held = Placement.objects.filter(unit=unit).select_related("parent").order_by("from_on")
    home = None
    for placement in held:
        if home is None or placement.from_on <= day:
            home = placement
    return home.parent if home else None


def open_on(day: date) -> Q:
    """Return the condition on units that exist on a day."""
    return Q(opened_on__lte=day) & (Q(closed_on=None) | Q(closed_on__gt=day))
