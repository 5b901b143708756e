"""The unit tree at one moment of its history: who was there on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q


def open_on(day: date) -> Q:
    """Return the condition on units that exist on a day."""
    return Q(opened_on__lte=day) & (Q(closed_on=None) | Q(closed_on__gt=day))
