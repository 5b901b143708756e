"""What leads elsewhere from a page of epidemic figures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.epidemic import published
from shouwang.epidemic.queries import ALL, CasesPage


def around(page: CasesPage, span: str) -> dict[str, Any]:
    """Return what leads elsewhere: other figures, other days, other spans, the unit above."""
    here = f"day={page.day.isoformat()}"
    trail = [(_("疫情数据"), reverse("epidemic:cases"))]
    if not page.is_nation:
        trail.append((page.unit.name, ""))
    return {
        "trail": trail,
        "query": f"{here}&item={page.item}&days={span}",
        "items": [
            (zh, f"?{here}&item={code}&days={span}", code == page.item)
            for code, zh in published.ITEMS.items()
        ],
        "spans": [
            (label, f"?{here}&item={page.item}&days={code}", code == span)
            for code, label in (("30", _("30 天")), ("90", _("90 天")), (ALL, _("全部")))
        ],
        "previous": page.day - timedelta(days=1) if page.day > page.first_on else None,
        "next": page.day + timedelta(days=1) if page.day < page.last_on else None,
        "item_zh": published.ITEMS[page.item],
    }
