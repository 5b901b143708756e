"""The warning that a house has no isolation room left."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.alarms import rules as alarm_rules
from shouwang.alarms.rules import Finding
from shouwang.movements.isolation_queries import free_rooms
from shouwang.movements.models import IsolationRoom

ROOMS_FULL = "isolation_rooms_full"


def full(at: datetime, unit_ids: Collection[int] | None) -> Iterable[Finding]:
    """Find the houses that keep isolation rooms and have none free at a moment."""
    kept = IsolationRoom.objects.filter(until_at=None)
    if unit_ids is not None:
        kept = kept.filter(unit__in=unit_ids)
    asked = kept.order_by().values_list("unit_id", flat=True).distinct()
    for unit_id, (total, free) in free_rooms(asked, at=at).items():
        if free == 0:
            why = _("%(total)s 间隔离室都已有人") % {"total": total}
            yield Finding(unit_id, "full", why, reverse("movements:board_of", args=[unit_id]))


alarm_rules.watch(ROOMS_FULL, gettext_lazy("隔离室住满"), full)
