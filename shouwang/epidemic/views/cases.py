"""The published epidemic figures: provinces beside the sums of their cities."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.epidemic import published, queries, words
from shouwang.epidemic.queries import ALL, SPANS, CasesPage
from shouwang.orgs.models import Unit


@require_GET
@access.page(words.READ_CASES)
def nation(request: SignedInRequest) -> HttpResponse:
    """Show the highest unit of the figures that the user may see."""
    unit = queries.start(request.scope)
    if unit is not None and unit.code != published.ROOT:
        return redirect("epidemic:province", unit.pk)
    return _shown(request, unit)


@require_GET
@access.page(words.READ_CASES)
def province(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show a province with its cities."""
    unit = queries.holds(request.scope, unit_id)
    if unit is None or unit.code == published.ROOT:
        return redirect("epidemic:cases")
    return _shown(request, unit)


def _shown(request: SignedInRequest, unit: Unit | None) -> HttpResponse:
    item, span = request.GET.get("item", ""), request.GET.get("days", "")
    item = item if item in published.ITEMS else next(iter(published.ITEMS))
    span = span if span in SPANS else ALL
    page = unit and queries.cases(
        request.scope, unit, item=item, day=_day(request.GET.get("day", "")), span=span
    )
    if not page:
        return render(request, "epidemic/empty.html")
    return render(
        request, "epidemic/cases.html", {"page": page, "span": span} | _around(page, span)
    )


def _around(page: CasesPage, span: str) -> dict[str, Any]:
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


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
