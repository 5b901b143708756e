"""What the lists of reporting say of a chase, on the line of each institution."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from shouwang.chasing.models import Target
from shouwang.kit.templatetags.shouwang import hm


def last_steps(unit_ids: Collection[int], day: date) -> dict[int, str]:
    """Return by unit when it was last reminded or chased for a day, and on which step."""
    found = Target.objects.filter(unit_id__in=unit_ids, day=day, step__isnull=False)
    taken = found.order_by("unit_id", "-at", "-pk").distinct("unit_id")
    return {t.unit_id: f"{hm(t.at)} {t.get_kind_display()} {t.get_step_display()}" for t in taken}
