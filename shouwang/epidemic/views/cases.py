"""The published epidemic figures: provinces beside the sums of their cities."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.epidemic import published, queries, words
from shouwang.epidemic.around import around
from shouwang.epidemic.queries import ALL, SPANS
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
    return render(request, "epidemic/cases.html", {"page": page, "span": span} | around(page, span))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
