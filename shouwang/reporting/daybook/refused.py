"""What is said of an institution whose zero report was not taken, on its line among the missing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from shouwang.accounts.models import AuditEvent
from shouwang.kit import clock
from shouwang.kit.templatetags.shouwang import hm
from shouwang.reporting import words


def refused_zeros(unit_ids: Collection[int], day: date) -> dict[int, str]:
    """Return by unit when its last zero report of a day was refused, and which items barred it."""
    found = AuditEvent.objects.filter(
        unit_id__in=unit_ids,
        word=words.ZERO_REFUSED.code,
        at__gte=clock.start_of(day),
        detail__day=day.isoformat(),
    )
    return {e.unit_id: _words(e) for e in found.order_by("at", "pk") if e.unit_id}


def _words(event: AuditEvent) -> str:
    told = {"at": hm(event.at), "items": "、".join(event.detail.get("barring", []))}
    said = _("%(at)s 零报告未收：%(items)s") % told
    note = event.detail.get("note")
    return f"{said}（{note}）" if note else said
